"""A real server on a free port, for the tests of the gate, and a tab of a browser without the browser."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import requests
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "tests" / "gate_page.py"

# The server does as it is told on standard input, for the store has one process: "disable NAME" or "role NAME ROLE".
PROGRAM = """
import sys, threading
from lib import users
from lib.serve import serve, the_store
from lib.store import OPERATOR

def obey():
    for line in sys.stdin:
        match line.split():
            case "disable", name:
                users.disable(the_store(), OPERATOR, name)
            case "role", name, role:
                users.change_role(the_store(), OPERATOR, name, role, ["Northshire"], "O1")

threading.Thread(target=obey, daemon=True).start()
serve(sys.argv[1], int(sys.argv[2]), script=sys.argv[3])
"""


class Server:
    """A running server: its address, and a way to tell it something."""

    def __init__(self, process, port):
        self.process, self.host = process, f"localhost:{port}"
        self.url = f"http://{self.host}"

    def tell(self, words):
        self.process.stdin.write(f"{words}\n")
        self.process.stdin.flush()

    def sign_in(self, username, password):
        """A browser's jar of cookies, signed in."""
        jar = requests.Session()
        answer = jar.post(f"{self.url}/login", {"username": username, "password": password}, allow_redirects=False)
        assert answer.status_code == 303, answer.text
        return jar


class Tab:
    """An open page: the WebSocket that Streamlit's own page would hold."""

    def __init__(self, server, jar, resume=None, **headers):
        xsrf = jar.get(f"{server.url}/_stcore/health").cookies.get("_streamlit_xsrf") or jar.cookies.get("_streamlit_xsrf", "none")
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar.cookies)
        self.xsrf = xsrf
        opening = connect(
            f"ws://{server.host}/_stcore/stream", origin=headers.pop("origin", server.url), additional_headers={"Cookie": cookies} | headers,
            subprotocols=["streamlit", xsrf, *([resume] if resume else [])], max_size=None,
        )  # fmt: skip
        self.socket = opening.__enter__()  # It is closed when the server is.

    def run(self):
        """Run the page's script, and give all the messages until it has finished."""
        message = BackMsg()
        message.rerun_script.query_string = ""
        self.socket.send(message.SerializeToString())
        messages = []
        while not messages or messages[-1].WhichOneof("type") != "script_finished":
            messages.append(ForwardMsg.FromString(self.socket.recv(timeout=30)))
        self.session_id = next(said.new_session.initialize.session_id for said in messages if said.WhichOneof("type") == "new_session")
        return messages

    def texts(self):
        return [said.delta.new_element.text.body for said in self.run() if said.delta.new_element.text.body]

    def wait_until_closed(self):
        """Say nothing and read on, and give the code that the server closes the page with."""
        try:
            while True:
                self.socket.recv(timeout=60)
        except ConnectionClosed as closed:
            return closed.rcvd.code

    def upload_address(self):
        message = BackMsg()
        message.file_urls_request.request_id, message.file_urls_request.session_id = "1", self.session_id
        message.file_urls_request.file_names.append("a.csv")
        self.socket.send(message.SerializeToString())
        while True:
            said = ForwardMsg.FromString(self.socket.recv(timeout=30))
            if said.WhichOneof("type") == "file_urls_response":
                return said.file_urls_response.file_urls[0].upload_url


@contextmanager
def running(store_path, script=PAGE, today=None):
    """Serve a store in a process of its own, as on a day, and stop it afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", PROGRAM, str(store_path), str(port), str(script)]
    env = os.environ | ({"RECKONER_TODAY": str(today)} if today else {})
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        _wait_until_it_answers(process, port)
        yield Server(process, port)
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _wait_until_it_answers(process, port):
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        assert process.poll() is None, process.stderr.read()
        try:
            if requests.get(f"http://localhost:{port}/livez", timeout=60).ok:
                return
        except requests.RequestException:
            time.sleep(0.1)
    raise AssertionError("The server did not answer within three minutes.")
