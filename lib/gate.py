"""The gate before every page: who is not signed in gets the sign-in page and nothing else.

Streamlit itself knows no sessions that can be ended. So a cookie that only this server sets and reads opens a session in the
store, and Streamlit learns who it is from headers that only the gate can write.
"""

import asyncio
import base64
import hashlib
import re
from html import escape
from pathlib import Path
from urllib.parse import quote, urlsplit

import anyio
import streamlit
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.websockets import WebSocket
from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.pages_manager import PagesManager

from lib import sessions
from lib.config import ROOT, settings
from lib.sign_in import SignIn, cookie_name, is_https, local
from lib.together import Together

# What Streamlit is told of the person. The mapping is set here and in no file, so that without the gate nobody is believed.
IDENTITY = {"X-Reckoner-User": "username", "X-Reckoner-Session": "sid"}

OPEN = ("/login", "/livez")
CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check", "/auth/", "/oauth2callback", "/docs", "/openapi")

# A file that a page offers, and the place a page uploads to: known only to the session that was told of it.
OWN_ADDRESSES = ("/media/", "/_stcore/upload_file/")

# What is never a page of Streamlit's, even where it is HTML.
FILES = ("/media/", "/component/", "/static/", "/_stcore/")

# How often an open page's session is looked at when nothing is clicked.
WATCH_SECONDS = 5

# How many bytes only something to draw has.
LONG = 50_000


def build_app(store, demo_sign_ins=(), script=ROOT / "app.py"):
    """The whole web app: Streamlit's script behind the gate, with the sign-in pages beside it."""
    app = streamlit.App(
        script,
        middleware=[Middleware(Gate, store=store)],
        routes=[
            *SignIn(store, demo_sign_ins).routes(),
            Route("/session", _still_there, methods=["GET"]),
            Route("/session.js", _script_of_every_page, methods=["GET"]),
            Route("/session.css", _style_of_every_page, methods=["GET"]),
            Route("/livez", _alive, methods=["GET"]),
        ],
    )
    config.get_config_options(force_reparse=True)
    # Else the first page asked for after a start, when it is not the first of the site map, would be run without app.py round it.
    PagesManager.uses_pages_directory = False
    config.set_option("server.trustedUserHeaders", IDENTITY)
    return app


class Gate:
    """Lets a request through when its session is alive, and says to Streamlit whose it is."""

    def __init__(self, app, store):
        self.app, self.store = app, store
        self.headers = _security_headers()
        self.threads = anyio.CapacityLimiter(8)
        self.addresses = {}

    async def __call__(self, scope, receive, send):
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        headers, path = Headers(scope=scope), scope["path"]
        token = cookie_parser(headers.get("cookie", "")).get(cookie_name())
        answer = _Answer(scope, receive, send, self.headers)
        if not _is_our_host(headers):
            return await answer.refuse(400, "This is not the address of this server.")
        if scope["type"] == "http" and scope["method"] not in ("GET", "HEAD", "OPTIONS") and _is_foreign(headers):
            return await answer.refuse(403, "This request came from another site.")
        if path in OPEN:
            return await self.app(_named(scope, None, token), receive, answer.send)
        actor = await self.who(token, active=_is_somebody_there(scope))
        if actor is None:
            return await answer.ask_to_sign_in(headers)
        if path.startswith(CLOSED) or (path.startswith(OWN_ADDRESSES) and path not in self.addresses.get(actor.session, ())):
            return await answer.refuse(404, "Not found")
        scope = answer.scope = _named(scope, actor, token)
        if scope["type"] == "websocket":
            if headers.get("origin") != f"{_scheme()}://{headers['host']}":
                return await answer.refuse(403, "This request came from another site.")
            return await self.talk(scope, receive, send, token, actor)
        return await self.app(scope, receive, answer.send)

    async def who(self, token, active=True):
        """The person whose session a token opens, or None."""
        if not token:
            return None
        return await anyio.to_thread.run_sync(lambda: sessions.find(self.store, token, active=active), limiter=self.threads)

    async def talk(self, scope, receive, send, token, actor):
        """Carry a page's messages for as long as its session lives, and learn which addresses the page was given."""
        own, waiting = self.addresses.setdefault(actor.session, set()), None

        async def listen():
            nonlocal waiting
            while True:
                waiting = waiting or asyncio.ensure_future(receive())
                done, _ = await asyncio.wait({waiting}, timeout=WATCH_SECONDS)
                message = None
                if done:
                    message, waiting = waiting.result(), None
                    if message["type"] != "websocket.receive":
                        return message
                if await self.who(token, active=_is_a_deed(message)) is None:
                    together.stop()
                    self.addresses.pop(actor.session, None)
                    await send({"type": "websocket.close", "code": 4401})
                    return {"type": "websocket.disconnect", "code": 4401}
                if message:
                    return message

        async def speak(message):
            own.update(_addresses_in(message.get("bytes") or b""))
            await together.give(message)

        together = Together(send, _is_drawn)
        try:
            await self.app(scope, listen, speak)
        finally:
            together.stop()
            if waiting:
                waiting.cancel()


class _Answer:
    """How the gate answers: with the security headers, and a page with its script and its style."""

    def __init__(self, scope, receive, send, headers):
        self.scope, self.receive, self.raw_send, self.headers = scope, receive, send, headers
        self.start, self.body = None, b""

    async def refuse(self, status, sentence):
        await self._give(PlainTextResponse(sentence, status))

    async def ask_to_sign_in(self, headers):
        """Send a person who follows a link to the sign-in page, and back afterwards; anything else is refused."""
        is_page = self.scope["type"] == "http" and self.scope["method"] == "GET" and "text/html" in headers.get("accept", "")
        path = self.scope["path"] + (f"?{query}" if (query := self.scope["query_string"].decode("latin-1")) else "")
        if is_page and headers.get("sec-fetch-site") == "cross-site":
            # The cookie stays at home when a link in an e-mail is followed. Asked for again from here, it comes along.
            await self._give(HTMLResponse(f'<!doctype html><meta http-equiv="refresh" content="0;url={escape(local(path))}">'))
        elif is_page or (self.scope["type"] == "http" and path == "/"):
            await self._give(RedirectResponse("/login" if path == "/" else f"/login?next={quote(path, safe='')}", 303))
        else:
            await self.refuse(401, "Sign in first.")

    async def _give(self, response):
        if self.scope["type"] == "websocket":
            return await WebSocket(self.scope, self.receive, self.raw_send).send_denial_response(response)
        await response(self.scope, self.receive, self.send)

    async def send(self, message):
        """Pass a response on with our headers. A page of Streamlit's is held back until its script and its style are in."""
        if message["type"] == "http.response.start":
            path, headers = self.scope["path"], Headers(raw=message["headers"])
            ours = self.headers if path.startswith("/static/") else [*self.headers, (b"cache-control", b"no-store")]
            names = {b"server", b"etag", b"last-modified"} if ours is not self.headers else {b"server"}
            names |= {name for name, _ in ours}
            message = message | {"headers": [(name, value) for name, value in message["headers"] if name.lower() not in names] + ours}
            is_html = headers.get("content-type", "").startswith("text/html")
            if is_html and self.scope.get("reckoner.actor") and path != "/logout" and not path.startswith(FILES):
                self.start = message
                return
        elif self.start:
            self.body += message.get("body", b"")
            if message.get("more_body"):
                return
            body = self.body.replace(b"</head>", b'<link rel="stylesheet" href="/session.css"><script src="/session.js" defer></script></head>', 1)
            headers = [(name, value) for name, value in self.start["headers"] if name.lower() != b"content-length"]
            length = (b"content-length", str(len(body)).encode())
            await self.raw_send(self.start | {"headers": [*headers, length]})
            message = {"type": "http.response.body", "body": body if self.scope["method"] != "HEAD" else b""}
        await self.raw_send(message)


async def _alive(request):
    return PlainTextResponse("ok")


async def _still_there(request):
    return Response(status_code=204)


async def _script_of_every_page(request):
    return Response(WATCH + LISTS, media_type="text/javascript")


async def _style_of_every_page(request):
    return Response(STYLE, media_type="text/css")


def _named(scope, actor, token):
    """The request as the app may see it: what a client says of itself is gone, our cookie too, and who it is written in."""
    ours = {name.lower().encode() for name in IDENTITY}
    headers = [(name, value) for name, value in scope["headers"] if name.lower() not in ours]
    if actor:
        cookies = cookie_parser(Headers(scope=scope).get("cookie", ""))
        cookies.pop(cookie_name(), None)
        kept = "; ".join(f"{name}={value}" for name, value in cookies.items()).encode("latin-1", "ignore")
        headers = [(name, value) for name, value in headers if name.lower() != b"cookie"] + [(b"cookie", kept)]
        headers += [(name.lower().encode(), value.encode()) for name, value in zip(IDENTITY, (actor.username, actor.session), strict=True)]
        if b"text/html" in dict(headers).get(b"accept", b""):
            headers = [(name, value) for name, value in headers if name.lower() != b"accept-encoding"]
    return scope | {"headers": headers, "reckoner.token": token, "reckoner.actor": actor}


def _is_somebody_there(scope):
    """Whether a request shows a person at work. Streamlit's own and our script's come from an unattended page too."""
    return not scope["path"].startswith("/_stcore/") and (scope["path"] != "/session" or scope["query_string"] == b"here")


def _is_a_deed(message):
    """Whether somebody did something, or the page only shows that it is open."""
    if message is None:
        return False
    try:
        said = BackMsg.FromString(message.get("bytes") or b"")
    except Exception:  # Streamlit answers a broken message itself.
        return False
    return said.WhichOneof("type") != "app_heartbeat" and not said.rerun_script.is_auto_rerun


def _is_drawn(message):
    """Whether a message is something to draw. What else a page is told, such as that a run began or ended, is short."""
    content = message.get("bytes") or b""
    return message["type"] == "websocket.send" and (len(content) > LONG or ForwardMsg.FromString(content).WhichOneof("type") == "delta")


def _addresses_in(content):
    """The addresses of files and uploads in a message to a page. Only where Streamlit writes them: text that looks like one is not one."""
    if not any(address.encode() in content for address in OWN_ADDRESSES):
        return set()
    return {urlsplit(value).path for value in _url_fields(ForwardMsg.FromString(content)) if value.startswith(OWN_ADDRESSES)}


def _url_fields(message):
    for field, value in message.ListFields():
        if field.message_type is None:
            if field.name in ("url", "upload_url", "delete_url"):
                yield value
        elif field.message_type.GetOptions().map_entry or message.DESCRIPTOR.name == "LinkButton":
            continue
        elif field.is_repeated:
            for part in value:
                yield from _url_fields(part)
        else:
            yield from _url_fields(value)


def _is_our_host(headers):
    hosts = headers.getlist("host")
    try:
        return len(hosts) == 1 and urlsplit(f"//{hosts[0]}").hostname in settings()["serve"]["host_names"]
    except ValueError:
        return False


def _is_foreign(headers):
    """Whether a browser says that another site sent this. A program that says nothing has no cookie to abuse."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    return (site is not None and site != "same-origin") or (origin is not None and origin != f"{_scheme()}://{headers['host']}")


def _scheme():
    return "https" if is_https() else "http"


def _security_headers():
    policy = (
        f"default-src 'self'; script-src 'self' 'wasm-unsafe-eval' {' '.join(_inline_scripts())}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; frame-src 'self'; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    headers = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",  # no-referrer would make our own forms come from nowhere
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), usb=(), payment=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Robots-Tag": "noindex",
    }
    if is_https():
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


def _inline_scripts():
    """The hashes of the scripts that Streamlit's own page holds; no other inline script runs."""
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    found = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    return [f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in found]


# What is on every page, beside what Streamlit puts there.
WATCH, LISTS, STYLE = (Path(__file__).with_name(name).read_text(encoding="utf-8") for name in ("watch.js", "lists.js", "page.css"))
