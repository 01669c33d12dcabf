"""The gate before every page: who is not signed in gets the sign-in page and nothing else.

Streamlit itself knows no sessions that can be ended. So a cookie that only this server sets and reads opens a session in the
store, and Streamlit learns who it is from headers that only the gate can write.
"""

import asyncio
import base64
import hashlib
import re
import secrets
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import parse_qs, quote, urlsplit

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

from lib import sessions, users
from lib.config import ROOT, settings
from lib.errors import UserError

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
BIGGEST_FORM = 4096
TICKET_SECONDS = 600


def build_app(store, demo_sign_ins=(), script=ROOT / "app.py"):
    """The whole web app: Streamlit's script behind the gate, with the sign-in pages beside it."""
    pages = SignIn(store, demo_sign_ins)
    app = streamlit.App(
        script,
        middleware=[Middleware(Gate, store=store)],
        routes=[
            Route("/login", pages.show, methods=["GET"]),
            Route("/login", pages.sign_in, methods=["POST"]),
            Route("/logout", pages.ask_sign_out, methods=["GET"]),
            Route("/logout", pages.sign_out, methods=["POST"]),
            Route("/session", _still_there, methods=["GET"]),
            Route("/session.js", _watch_script, methods=["GET"]),
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
        own, waiting, is_over = self.addresses.setdefault(actor.session, set()), None, False

        async def listen():
            nonlocal waiting, is_over
            while True:
                waiting = waiting or asyncio.ensure_future(receive())
                done, _ = await asyncio.wait({waiting}, timeout=WATCH_SECONDS)
                message = None
                if done:
                    message, waiting = waiting.result(), None
                    if message["type"] != "websocket.receive":
                        return message
                if await self.who(token, active=_is_a_deed(message)) is None:
                    is_over = True
                    self.addresses.pop(actor.session, None)
                    await send({"type": "websocket.close", "code": 4401})
                    return {"type": "websocket.disconnect", "code": 4401}
                if message:
                    return message

        async def speak(message):
            if is_over:
                return
            own.update(_addresses_in(message.get("bytes") or b""))
            await send(message)

        try:
            await self.app(scope, listen, speak)
        finally:
            if waiting:
                waiting.cancel()


class _Answer:
    """How the gate answers: with the security headers, and a page with its watch script."""

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
            await self._give(HTMLResponse(f'<!doctype html><meta http-equiv="refresh" content="0;url={escape(_local(path))}">'))
        elif is_page or (self.scope["type"] == "http" and path == "/"):
            await self._give(RedirectResponse("/login" if path == "/" else f"/login?next={quote(path, safe='')}", 303))
        else:
            await self.refuse(401, "Sign in first.")

    async def _give(self, response):
        if self.scope["type"] == "websocket":
            return await WebSocket(self.scope, self.receive, self.raw_send).send_denial_response(response)
        await response(self.scope, self.receive, self.send)

    async def send(self, message):
        """Pass a response on with our headers. A page of Streamlit's is held back until its watch script is in."""
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
            body = self.body.replace(b"</head>", b'<script src="/session.js" defer></script></head>', 1)
            headers = [(name, value) for name, value in self.start["headers"] if name.lower() != b"content-length"]
            length = (b"content-length", str(len(body)).encode())
            await self.raw_send(self.start | {"headers": [*headers, length]})
            message = {"type": "http.response.body", "body": body if self.scope["method"] != "HEAD" else b""}
        await self.raw_send(message)


class SignIn:
    """The sign-in pages: plain HTML from this server, so nothing of Streamlit is reached before."""

    def __init__(self, store, demo_sign_ins):
        self.store, self.demo_sign_ins = store, demo_sign_ins
        self.one_at_a_time = asyncio.Lock()
        self.tickets = {}

    async def show(self, request):
        words = {"ended": "You are signed out, because nothing was done for a while or you signed out elsewhere.", "out": "You are signed out."}
        notice = next((sentence for name, sentence in words.items() if name in request.query_params), "")
        return self._sign_in_page(next_page=request.query_params.get("next", ""), notice=notice)

    async def sign_in(self, request):
        form = await _form(request)
        if form is None:
            return PlainTextResponse("This form is too large.", 413)
        return await (self._choose_password(request, form) if form.get("ticket") else self._check(request, form))

    async def _check(self, request, form):
        username, next_page = form.get("username", ""), form.get("next", "")
        try:
            # One at a time: so many tries at once can't slip past the count of wrong ones.
            async with self.one_at_a_time:
                person = await _in_thread(users.sign_in, self.store, username, form.get("password", ""), _address(request))
            if person["must_change_password"]:
                return self._password_page(self._ticket(person), next_page)
            return await self._begin(request, person["username"], next_page)
        except users.TooManyAttempts as error:
            return self._sign_in_page(username, next_page, error, 429, {"Retry-After": str(error.seconds)})
        except users.WrongPassword as error:
            return self._sign_in_page(username, next_page, error, 401)
        except UserError as error:
            return self._sign_in_page(username, next_page, error, 503)

    async def _choose_password(self, request, form):
        now, ticket, next_page = asyncio.get_running_loop().time(), form["ticket"], form.get("next", "")
        person, until = self.tickets.get(ticket, (None, 0))
        if now > until:
            self.tickets.pop(ticket, None)
            return self._sign_in_page(error="That took longer than ten minutes. Sign in again.", status=401)
        new, again = form.get("new", ""), form.get("again", "")
        try:
            if new != again:
                raise UserError("The two passwords are not the same. Type the new one twice.")
            await _in_thread(users.choose_first_password, self.store, sessions.actor_from(person), new, person["password_hash"])
        except UserError as error:
            return self._password_page(ticket, next_page, error, 422)
        self.tickets.pop(ticket, None)
        return await self._begin(request, person["username"], next_page)

    async def _begin(self, request, username, next_page):
        if request.scope["reckoner.token"]:
            await _in_thread(sessions.end, self.store, request.scope["reckoner.token"])
        token = await _in_thread(sessions.start, self.store, username, _address(request))
        response = RedirectResponse(_local(next_page), 303)
        response.set_cookie(cookie_name(), token, httponly=True, secure=_is_https(), samesite="strict", path="/")
        return response

    async def ask_sign_out(self, request):
        return _page("Sign out", '<form method="post" action="/logout"><button>Sign out</button></form><p><a href="/">Back to work</a></p>')

    async def sign_out(self, request):
        await _in_thread(sessions.end, self.store, request.scope["reckoner.token"])
        response = RedirectResponse("/login?out", 303, {"Clear-Site-Data": '"cache", "storage"'})
        response.delete_cookie(cookie_name(), path="/", secure=_is_https(), httponly=True, samesite="strict")
        return response

    def _ticket(self, person):
        """A short-lived secret that lets somebody with a right one-time password choose their own, and nothing else."""
        now = asyncio.get_running_loop().time()
        self.tickets = {ticket: held for ticket, held in self.tickets.items() if held[1] > now}
        ticket = secrets.token_urlsafe(32)
        self.tickets[ticket] = (person, now + TICKET_SECONDS)
        return ticket

    def _sign_in_page(self, username="", next_page="", error=None, status=200, headers=None, notice=""):
        body = SIGN_IN.substitute(username=escape(username[:100]), next=escape(_local(next_page)), demo=self._demo(next_page))
        return _page("Sign in", body, error, status, headers, notice)

    def _password_page(self, ticket, next_page, error=None, status=200):
        body = NEW_PASSWORD.substitute(ticket=escape(ticket), next=escape(_local(next_page)), shortest=users.SHORTEST, longest=users.LONGEST)
        return _page("Choose your password", body, error, status)

    def _demo(self, next_page):
        if not self.demo_sign_ins:
            return ""
        rows = "".join(
            DEMO_ROW.substitute(username=escape(username), password=escape(password), note=escape(note), next=escape(_local(next_page)))
            for username, password, note in self.demo_sign_ins
        )
        return DEMO.substitute(rows=rows)


async def _alive(request):
    return PlainTextResponse("ok")


async def _still_there(request):
    return Response(status_code=204)


async def _watch_script(request):
    return Response(WATCH, media_type="text/javascript")


def cookie_name():
    """The __Host- prefix makes a browser take the cookie from this very server over TLS alone."""
    return "__Host-reckoner" if _is_https() else "reckoner"


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
    """Whether a request shows a person at work. Streamlit's own and the watch script's come from an unattended page too."""
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


def _local(path):
    """A path on this server, whatever was asked for."""
    return path if re.fullmatch(r"/(?![/\\])[^\x00-\x20\\]*", path) and not path.startswith(("/login", "/logout")) else "/"


async def _form(request):
    """The fields of a small form, or None when it is not small. What comes after is not read."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > BIGGEST_FORM:
            return None
    return {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True).items()}


async def _in_thread(function, *values):
    return await anyio.to_thread.run_sync(lambda: function(*values))


def _address(request):
    return request.client.host if request.client else ""


def _is_https():
    return settings()["serve"]["https"]


def _scheme():
    return "https" if _is_https() else "http"


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
    if _is_https():
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


def _inline_scripts():
    """The hashes of the scripts that Streamlit's own page holds; no other inline script runs."""
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    found = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    return [f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in found]


def _page(title, body, error=None, status=200, headers=None, notice=""):
    organisation = settings()["words"]["organisation"]
    said = f'<p class="error" role="alert">{escape(str(error))}</p>' if error else f'<p role="status">{escape(notice)}</p>' if notice else ""
    page = PAGE.substitute(title=escape(f"{'Error: ' if error else ''}{title} – {organisation}"), organisation=escape(organisation), heading=escape(title), said=said, body=body)
    return HTMLResponse(page, status, headers)


PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<link rel="icon" href="data:,">
<style>
:root { color-scheme: light dark; --text: #14212b; --muted: #4a5a66; --primary: #0b5c74; --on: #fff; --panel: #f3f5f7; --line: #c9d1d8; --back: #fff; --red: #a4262c; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e8edf1; --muted: #b3c0ca; --primary: #6cc5df; --on: #12191f; --panel: #1b252d; --line: #3a4955; --back: #12191f; --red: #ff8f8a; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 1rem/1.5 "Source Sans", "Segoe UI", system-ui, sans-serif; }
header { padding: 1rem 1.5rem; border-bottom: 1px solid var(--line); font-weight: 600; }
main { max-width: 56rem; margin: 0 auto; padding: 2rem 1.5rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .25rem; }
form.panel { max-width: 26rem; padding: 1.5rem; background: var(--panel); border: 1px solid var(--line); border-radius: .5rem; }
label { display: block; margin-bottom: .25rem; font-weight: 600; }
input { width: 100%; margin-bottom: 1rem; padding: .6rem; font: inherit; color: var(--text); background: var(--back); border: 1px solid var(--muted); border-radius: .25rem; }
button { padding: .6rem 1.25rem; font: inherit; font-weight: 600; color: var(--on); background: var(--primary); border: 2px solid var(--primary); border-radius: .25rem; cursor: pointer; }
td button { padding: .35rem .75rem; color: var(--primary); background: transparent; white-space: nowrap; }
a { color: var(--primary); }
:focus-visible { outline: 3px solid var(--primary); outline-offset: 2px; }
.error { max-width: 26rem; padding: .75rem 1rem; border-left: 5px solid var(--red); color: var(--red); font-weight: 600; background: var(--panel); }
.hint { margin: 0 0 .5rem; color: var(--muted); }
form + .hint { margin-top: 1rem; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .5rem .75rem .5rem 0; text-align: left; border-bottom: 1px solid var(--line); vertical-align: middle; }
code { font-size: .95em; white-space: nowrap; }
</style>
</head>
<body>
<header>$organisation</header>
<main>
<h1>$heading</h1>
$said
$body
</main>
</body>
</html>
""")

SIGN_IN = Template("""<form class="panel" method="post" action="/login">
<input type="hidden" name="next" value="$next">
<label for="username">Username</label>
<input id="username" name="username" value="$username" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="100" required>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="200" required>
<button>Sign in</button>
</form>
<p class="hint">Forgotten your password? Ask your administrator for a new one-time password.</p>
$demo""")

NEW_PASSWORD = Template("""<p>You signed in with a one-time password. Choose one that only you know.</p>
<form class="panel" method="post" action="/login">
<input type="hidden" name="ticket" value="$ticket">
<input type="hidden" name="next" value="$next">
<label for="new">New password</label>
<p class="hint" id="rule">$shortest to $longest characters. Three or four unrelated words are easy to remember and hard to guess.</p>
<input id="new" name="new" type="password" autocomplete="new-password" aria-describedby="rule" required>
<label for="again">New password again</label>
<input id="again" name="again" type="password" autocomplete="new-password" required>
<button>Save and sign in</button>
</form>""")

DEMO = Template("""<h2 id="demo">Made-up council</h2>
<p>Every person and payment here is invented. Sign in as any of these:</p>
<div class="wide"><table aria-labelledby="demo">
<thead><tr><th scope="col">Who</th><th scope="col">Username</th><th scope="col">Password</th><td></td></tr></thead>
<tbody>$rows</tbody>
</table></div>""")

DEMO_ROW = Template("""<tr><td>$note</td><td><code>$username</code></td><td><code>$password</code></td><td>
<form method="post" action="/login"><input type="hidden" name="next" value="$next"><input type="hidden" name="username" value="$username">
<input type="hidden" name="password" value="$password"><button aria-label="Sign in as $username">Sign in</button></form></td></tr>
""")

# On every page: leave it for the sign-in page once the session is over, and say that somebody is there while they type.
WATCH = """
let here = false;
for (const deed of ["keydown", "pointerdown"]) addEventListener(deed, () => { here = true; }, {passive: true});
setInterval(async () => {
  const answer = await fetch(here ? "/session?here" : "/session", {cache: "no-store"}).catch(() => null);
  here = false;
  if (answer && answer.status === 401) location.replace("/login?ended");
}, 10000);
"""
