"""Serving: one process that holds the store, the gate and the pages."""

import gc
import os
import socket
import sys
import threading
import time

from lib import beside
from lib.checks import run_checks
from lib.config import ROOT, places, settings
from lib.errors import UserError
from lib.monitoring import catch_up, is_due
from lib.sessions import is_quiet
from lib.store import OPERATOR, open_store
from lib.team import count_month, next_to_count
from lib.terminal import bar
from lib.wall_clock import today

# How often a running app looks whether a new day has begun, in seconds.
LOOK_FOR_A_NEW_DAY = 600
# So many new things lie in memory before Python looks for what is left over: a long list is made without stopping for that.
LOOK_FOR_WHAT_IS_LEFT_OVER = 50_000

_opened = {}
_opening = threading.Lock()


def the_store():
    """The store of this process: of RECKONER_STORE, or of config.toml. Everything here shares the one."""
    path = places(os.environ.get("RECKONER_STORE")).path
    with _opening:
        if path not in _opened:
            _opened[path] = open_store(os.environ.get("RECKONER_STORE"))
        return _opened[path]


def serve(path=None, port=None, address=None, quiet=False, script=None):
    """Serve the store at path, or the council's own, until stopped. What is in the way is said in a sentence, with exit code 1."""
    if path is not None:
        os.environ["RECKONER_STORE"] = str(places(path).path)
    try:
        store, listening = the_store(), _listen(address or settings()["serve"]["address"], port or settings()["serve"]["port"])
    except UserError as error:
        sys.exit(str(error))
    catch_up(store, today(), None if quiet else bar())
    threading.Thread(target=_keep_up_with_the_day, args=(store,), daemon=True).start()
    _run(store, listening, quiet, script)


def _keep_up_with_the_day(store):
    """Compute anew, once a day and after an upgrade, what depends on the day; look whether we contradict ourselves; count a month's end while nobody is here: it keeps a large store busy for minutes."""
    while not store.read_only_because:
        day = today()
        if is_due(store, day):
            beside.refresh(store, OPERATOR, day)
        store.contradictions = tuple(check["title"] for check in run_checks(store) if check["rows"])
        time.sleep(LOOK_FOR_A_NEW_DAY)
        if not store.read_only_because and is_quiet(LOOK_FOR_A_NEW_DAY):
            month_end = next_to_count(store, day)
            if month_end:
                count_month(store, month_end, day)


def _run(store, listening, quiet, script):
    # Streamlit takes seconds to load, so it is loaded only once the store and the port are ours.
    os.chdir(ROOT)  # It looks for .streamlit/config.toml here.
    import uvicorn
    from streamlit import config

    from lib.gate import build_app
    from lib.users import demo_sign_ins

    class Server(uvicorn.Server):
        """Says where it is once it answers, and closes the store last."""

        async def startup(self, sockets=None):
            await super().startup(sockets)
            if self.started and not quiet:
                print(_greeting(port, demo), flush=True)

        async def shutdown(self, sockets=None):
            await super().shutdown(sockets)
            store.close()

    address, port = listening.getsockname()[:2]
    host_names = settings()["serve"]["host_names"]
    demo = demo_sign_ins(store)
    app = build_app(store, demo, **({"script": script} if script else {}))
    for option, value in {
        "server.address": address,
        "server.port": port,
        "server.allowedHosts": host_names,
        "browser.serverAddress": host_names[0],
        "browser.serverPort": 443 if settings()["serve"]["https"] else port,
    }.items():
        config.set_option(option, value)
    # Uvicorn believes a proxy's word on the client's address only from this machine.
    how = {
        "log_level": "warning", "access_log": False, "server_header": False, "lifespan": "on", "timeout_graceful_shutdown": 5,
        "ws": "websockets-sansio", "ws_max_size": config.get_option("server.maxMessageSize") * 2**20, "ws_per_message_deflate": False,
    }  # fmt: skip
    # What is loaded by now stays, and is not looked through again and again while people wait.
    gc.set_threshold(LOOK_FOR_WHAT_IS_LEFT_OVER)
    gc.collect()
    gc.freeze()
    Server(uvicorn.Config(app, **how)).run(sockets=[listening])


def _listen(address, port):
    try:
        listening = socket.create_server((address, port), family=socket.AF_INET6 if ":" in address else socket.AF_INET, backlog=2048)
    except OSError as error:
        raise UserError(f"Port {port} of {address} can't be used ({error.strerror}). Stop what uses it, or choose another in config.toml.") from error
    listening.setblocking(False)
    return listening


def _greeting(port, demo):
    serving = settings()["serve"]
    where = f"https://{serving['host_names'][0]}" if serving["https"] else f"http://{serving['host_names'][0]}:{port}"
    lines = [f"Reckoner is at {where}. Stop it with Ctrl-C."]
    if demo:
        width = max(len(username) for username, *_ in demo)
        lines += ["", "The made-up council's sign-ins:"]
        lines += [f"  {username:<{width}}  {password:<{width + 14}}  {note}" for username, password, note in demo]
    return "\n".join(lines)
