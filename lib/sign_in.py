"""The sign-in pages: plain HTML from this server, so nothing of Streamlit is reached before.

They check a password, let a first one be chosen, and set or take the cookie that the gate looks for.
"""

import asyncio
import re
import secrets
from html import escape
from string import Template
from urllib.parse import parse_qs

import anyio
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from starlette.routing import Route

from lib import passwords, sessions, users
from lib.config import settings
from lib.errors import UserError

BIGGEST_FORM = 4096
TICKET_SECONDS = 600


class SignIn:
    """The pages before and after: signing in, choosing a first password, signing out."""

    def __init__(self, store, demo_sign_ins):
        self.store, self.demo_sign_ins = store, demo_sign_ins
        self.one_at_a_time = asyncio.Lock()
        self.tickets = {}

    def routes(self):
        return [
            Route("/login", self.show, methods=["GET"]),
            Route("/login", self.sign_in, methods=["POST"]),
            Route("/logout", self.ask_sign_out, methods=["GET"]),
            Route("/logout", self.sign_out, methods=["POST"]),
        ]

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
        response = RedirectResponse(local(next_page), 303)
        response.set_cookie(cookie_name(), token, httponly=True, secure=is_https(), samesite="strict", path="/")
        return response

    async def ask_sign_out(self, request):
        return _page("Sign out", '<form method="post" action="/logout"><button>Sign out</button></form><p><a href="/">Back to work</a></p>')

    async def sign_out(self, request):
        await _in_thread(sessions.end, self.store, request.scope["reckoner.token"])
        response = RedirectResponse("/login?out", 303, {"Clear-Site-Data": '"cache", "storage"'})
        response.delete_cookie(cookie_name(), path="/", secure=is_https(), httponly=True, samesite="strict")
        return response

    def _ticket(self, person):
        """A short-lived secret that lets somebody with a right one-time password choose their own, and nothing else."""
        now = asyncio.get_running_loop().time()
        self.tickets = {ticket: held for ticket, held in self.tickets.items() if held[1] > now}
        ticket = secrets.token_urlsafe(32)
        self.tickets[ticket] = (person, now + TICKET_SECONDS)
        return ticket

    def _sign_in_page(self, username="", next_page="", error=None, status=200, headers=None, notice=""):
        body = SIGN_IN.substitute(username=escape(username[:100]), next=escape(local(next_page)), demo=self._demo(next_page))
        return _page("Sign in", body, error, status, headers, notice)

    def _password_page(self, ticket, next_page, error=None, status=200):
        body = NEW_PASSWORD.substitute(ticket=escape(ticket), next=escape(local(next_page)), shortest=passwords.SHORTEST, longest=passwords.LONGEST)
        return _page("Choose your password", body, error, status)

    def _demo(self, next_page):
        if not self.demo_sign_ins:
            return ""
        rows = "".join(
            DEMO_ROW.substitute(username=escape(username), password=escape(password), note=escape(note), next=escape(local(next_page)))
            for username, password, note in self.demo_sign_ins
        )
        return DEMO.substitute(rows=rows)


def cookie_name():
    """The __Host- prefix makes a browser take the cookie from this very server over TLS alone."""
    return "__Host-reckoner" if is_https() else "reckoner"


def is_https():
    """Whether people reach this server over TLS."""
    return settings()["serve"]["https"]


def local(path):
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
