"""The gate, asked over real HTTP and WebSockets by people who should get in and people who should not."""

import re
import shutil
import subprocess
import sys
import tomllib

import pytest
import requests
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus

from lib import gate, users
from lib.store import OPERATOR, Actor, open_store
from tests.gate_server import ROOT, Tab, running

STRONG = "copper lantern thirteen whales"


@pytest.fixture(scope="module")
def one_time(tmp_path_factory, empty_path):
    """A store with people, and the one-time password of the one who has not signed in yet."""
    path = shutil.copy(empty_path, tmp_path_factory.mktemp("gate") / "gate.duckdb")
    store = open_store(path)
    for username, role in (("olive", "officer"), ("leo", "team_leader"), ("dan", "auditor"), ("ivy", "officer")):
        users.add(store, OPERATOR, username, username.title(), role, ["Northshire"], "O1")
        users.choose_first_password(store, Actor(username, role), STRONG)
    password = users.add(store, OPERATOR, "newt", "Newt", "auditor", ["Northshire"])
    store.close()
    return path, password


@pytest.fixture(scope="module")
def server(one_time):
    with running(one_time[0]) as started:
        yield started


@pytest.fixture
def olive(server):
    return server.sign_in("olive", STRONG)


@pytest.fixture
def leo(server):
    return server.sign_in("leo", STRONG)


@pytest.mark.parametrize(
    "path",
    ["/", "/review?case=1", "/_stcore/health", "/_stcore/host-config", "/_stcore/metrics", "/_stcore/agent/openapi.json", "/static/js/index.js",
     "/media/00.txt", "/component/x/index.html", "/session", "/session.js", "/_stcore/bidi-components/reckoner.choices/choices.js", "/logout", "/favicon.png", "//", "/login/../", "/livez/x", "/LOGIN"],
)  # fmt: skip
def test_nothing_is_shown_to_who_is_not_signed_in(server, path):
    for accept in ("*/*", "text/html"):
        answer = requests.get(f"{server.url}{path}", headers={"Accept": accept}, allow_redirects=False, timeout=30)
        assert answer.status_code in (303, 401)
        assert answer.headers.get("Location", "/login").startswith("/login")


def test_an_upload_without_a_session_is_refused(server):
    address = f"{server.url}/_stcore/upload_file/6b1f9d0e-0000-4000-8000-000000000000/1"
    assert requests.put(address, files={"file": b"x" * 100_000}, timeout=30).status_code == 401


def test_a_page_without_a_session_is_refused(server):
    with pytest.raises(InvalidStatus) as refused:
        Tab(server, requests.Session())
    assert refused.value.response.status_code == 401


def test_another_name_for_this_server_is_refused(server):
    for host in ("evil.example", "localhost.evil.example", "localhost@evil.example", ""):
        assert requests.get(f"{server.url}/livez", headers={"Host": host}, timeout=30).status_code == 400


def test_the_session_cookie_is_for_this_server_alone_and_hidden_from_scripts(server, olive):
    answer = requests.post(f"{server.url}/login", {"username": "olive", "password": STRONG}, allow_redirects=False, timeout=30)
    name, _, rest = answer.headers["Set-Cookie"].partition("=")
    flags = {flag.strip().lower() for flag in rest.split(";")[1:]}
    assert name == "reckoner"
    assert flags == {"httponly", "path=/", "samesite=strict"}
    assert len(rest.split(";")[0]) == 43


def test_every_answer_carries_the_security_headers(server, olive):
    for jar, path in ((requests, "/login"), (requests, "/"), (requests, "/livez"), (requests, "/review"), (olive, "/"), (olive, "/_stcore/health")):
        answer = jar.get(f"{server.url}{path}", allow_redirects=False, timeout=30)
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'self' 'wasm-unsafe-eval' 'sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA=';" in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Server" not in answer.headers


def test_streamlit_learns_who_it_is_from_the_gate_alone(server, olive):
    forged = {"X-Reckoner-User": "leo", "X-Reckoner-Session": "0" * 16, "x-reckoner-user": "leo"}
    assert "Olive is officer of Northshire" in Tab(server, olive, **forged).texts()
    assert requests.get(f"{server.url}/_stcore/health", headers=forged, timeout=30).status_code == 401


def test_a_session_is_worth_nothing_after_signing_out(server):
    jar = server.sign_in("olive", STRONG)
    copy = requests.Session()
    copy.cookies.update(jar.cookies)
    tab = Tab(server, jar)
    tab.run()
    answer = jar.post(f"{server.url}/logout", allow_redirects=False)
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert copy.get(f"{server.url}/_stcore/health").status_code == 401
    with pytest.raises(InvalidStatus):
        Tab(server, copy)
    with pytest.raises(ConnectionClosed):
        tab.run()


def test_signing_in_again_gives_another_token_and_ends_the_first(server):
    jar = server.sign_in("olive", STRONG)
    first = jar.cookies["reckoner"]
    jar.post(f"{server.url}/login", {"username": "olive", "password": STRONG}, allow_redirects=False)
    assert jar.cookies["reckoner"] != first
    assert requests.get(f"{server.url}/_stcore/health", cookies={"reckoner": first}, timeout=30).status_code == 401


def test_a_token_of_ones_own_choice_opens_nothing(server):
    chosen = "A" * 43
    jar = requests.Session()
    jar.cookies.set("reckoner", chosen)
    jar.post(f"{server.url}/login", {"username": "olive", "password": STRONG}, allow_redirects=False)
    assert requests.get(f"{server.url}/_stcore/health", cookies={"reckoner": chosen}, timeout=30).status_code == 401


@pytest.mark.parametrize("origin", [None, "https://evil.example", "null", "http://localhost", "https://localhost:1"])
def test_a_page_of_another_site_or_of_none_gets_no_connection(server, olive, origin):
    with pytest.raises(InvalidStatus) as refused:
        Tab(server, olive, origin=origin)
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}])
def test_a_form_of_another_site_is_refused(server, olive, headers):
    form = {"username": "olive", "password": STRONG}
    assert requests.post(f"{server.url}/login", form, headers=headers, allow_redirects=False, timeout=30).status_code == 403
    assert olive.post(f"{server.url}/logout", headers=headers, allow_redirects=False).status_code == 403
    assert olive.get(f"{server.url}/_stcore/health").status_code == 200


def test_our_own_form_is_taken(server):
    headers = {"Origin": server.url, "Sec-Fetch-Site": "same-origin"}
    answer = requests.post(f"{server.url}/login", {"username": "olive", "password": STRONG}, headers=headers, allow_redirects=False, timeout=30)
    assert answer.status_code == 303


def test_a_form_of_more_than_four_kilobytes_is_refused(server):
    assert requests.post(f"{server.url}/login", {"username": "olive", "password": "x" * 5000}, timeout=30).status_code == 413


def test_only_signing_in_on_this_server_is_followed(server):
    for asked, given in (("/review?case=1", "/review?case=1"), ("//evil.example", "/"), ("https://evil.example", "/"), ("/\\evil.example", "/"), ("", "/")):
        form = {"username": "olive", "password": STRONG, "next": asked}
        assert requests.post(f"{server.url}/login", form, allow_redirects=False, timeout=30).headers["Location"] == given


def test_what_was_typed_is_shown_as_text(server):
    answer = requests.post(f"{server.url}/login", {"username": '"><script>alert(1)</script>', "password": "x", "next": '/"><b>'}, timeout=30)
    assert answer.status_code == 401
    assert "<script>" not in answer.text
    assert "<b>" not in answer.text


def test_streamlits_own_back_rooms_are_closed_to_everybody(server, olive):
    for path in ("/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/script-health-check", "/auth/login", "/oauth2callback", "/docs", "/openapi.json"):
        assert olive.get(f"{server.url}{path}", allow_redirects=False).status_code == 404


def test_a_streamlit_session_can_not_be_taken_over_with_its_id(server, olive, leo):
    """Plain Streamlit hands the whole session, with what is on the screen, to whoever knows its id."""
    tab = Tab(server, olive)
    tab.run()
    taken = Tab(server, leo, resume=tab.session_id)
    assert "Leo is team_leader of Northshire" in taken.texts()
    assert taken.session_id != tab.session_id
    assert "Olive is officer of Northshire" in tab.texts()


def test_one_uploads_to_ones_own_page_only(server, olive, leo):
    tab = Tab(server, olive)
    tab.run()
    address = f"{server.url}{tab.upload_address()}"
    other = Tab(server, leo)
    other.run()
    file = {"file": ("a.csv", b"a,b\n")}
    for jar, xsrf, status in ((leo, other.xsrf, 404), (olive, tab.xsrf, 204)):
        assert jar.put(address, files=file, headers={"X-Xsrftoken": xsrf}).status_code == status
    assert leo.delete(address, headers={"X-Xsrftoken": other.xsrf}).status_code == 404
    made_up = re.sub("[^/]+$", "made-up", address)
    assert olive.put(made_up, files=file, headers={"X-Xsrftoken": tab.xsrf}).status_code == 404


def test_a_download_is_for_the_page_that_offered_it(server, olive, leo):
    messages = Tab(server, olive).run()
    address = next(said.delta.new_element.download_button.url for said in messages if said.delta.new_element.download_button.url)
    answer = olive.get(f"{server.url}{address}")
    assert answer.text == "secret of olive"
    assert answer.headers["Cache-Control"] == "no-store"
    Tab(server, leo).run()
    assert leo.get(f"{server.url}{address}").status_code == 404
    assert requests.get(f"{server.url}{address}", timeout=30).status_code == 401


def test_wrong_passwords_make_a_name_wait_even_for_the_right_one(server):
    statuses = [requests.post(f"{server.url}/login", {"username": "ivy", "password": "wrong"}, timeout=30).status_code for _ in range(5)]
    answer = requests.post(f"{server.url}/login", {"username": "ivy", "password": STRONG}, allow_redirects=False, timeout=30)
    assert statuses == [401] * 5
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 6
    assert 'role="alert"' in answer.text
    assert "Set-Cookie" not in answer.headers


def test_a_one_time_password_opens_only_the_choice_of_ones_own(server, one_time):
    jar = requests.Session()
    answer = jar.post(f"{server.url}/login", {"username": "newt", "password": one_time[1]}, allow_redirects=False)
    ticket = re.search(r'name="ticket" value="([^"]+)"', answer.text)[1]
    assert "reckoner" not in jar.cookies
    for new, again, said in (("short", "short", "at least 12"), (STRONG, "another", "not the same"), (one_time[1], one_time[1], "the one you have")):
        refused = jar.post(f"{server.url}/login", {"ticket": ticket, "new": new, "again": again}, allow_redirects=False)
        assert (refused.status_code, said in refused.text) == (422, True)
    chosen = jar.post(f"{server.url}/login", {"ticket": ticket, "new": STRONG, "again": STRONG}, allow_redirects=False)
    assert chosen.status_code == 303
    assert "Newt is auditor of Northshire" in Tab(server, jar).texts()
    again = {"ticket": ticket, "new": f"{STRONG} more", "again": f"{STRONG} more"}
    assert requests.post(f"{server.url}/login", again, allow_redirects=False, timeout=30).status_code == 401
    assert requests.post(f"{server.url}/login", {"ticket": "made up", "new": STRONG, "again": STRONG}, timeout=30).status_code == 401


def test_a_changed_role_works_at_the_next_click(server):
    jar = server.sign_in("dan", STRONG)
    tab = Tab(server, jar)
    assert "Dan is auditor of Northshire" in tab.texts()
    server.tell("role dan senior_officer")
    seen = tab.texts()
    for _ in range(100):
        if "Dan is senior_officer of Northshire" in seen:
            break
        seen = tab.texts()
    assert "Dan is senior_officer of Northshire" in seen


def test_a_disabled_persons_open_page_is_closed_without_a_click(server):
    jar = server.sign_in("dan", STRONG)
    tab = Tab(server, jar)
    tab.run()
    server.tell("disable dan")
    assert tab.wait_until_closed() == 4401
    assert jar.get(f"{server.url}/_stcore/health").status_code == 401
    assert requests.post(f"{server.url}/login", {"username": "dan", "password": STRONG}, timeout=30).status_code == 401


def test_a_real_store_lists_no_sign_ins(server):
    page = requests.get(f"{server.url}/login", timeout=30).text
    assert "Made-up council" not in page
    assert 'lang="en"' in page


def test_a_second_process_on_the_same_store_says_so_in_one_sentence(server, one_time):
    command = [sys.executable, "-c", "import sys; from lib.serve import serve; serve(sys.argv[1], 1)", str(one_time[0])]
    second = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert second.returncode == 1
    assert re.fullmatch(r"The store gate\.duckdb is open in another process.*\n", second.stderr)


def test_a_port_in_use_is_said_in_one_sentence(server, tmp_path, empty_path):
    port = server.host.partition(":")[2]
    other = shutil.copy(empty_path, tmp_path / "other.duckdb")
    command = [sys.executable, "-c", f"import sys; from lib.serve import serve; serve(sys.argv[1], {port})", str(other)]
    second = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert second.returncode == 1
    assert second.stderr.count("\n") == 1
    assert port in second.stderr


def test_text_that_looks_like_an_address_opens_nothing():
    said, offered = ForwardMsg(), ForwardMsg()
    said.delta.new_element.text.body = "/media/0123.txt"
    offered.delta.new_element.download_button.url = "/media/0123.txt"
    assert gate._addresses_in(said.SerializeToString()) == set()
    assert gate._addresses_in(offered.SerializeToString()) == {"/media/0123.txt"}


def test_a_page_that_refreshes_itself_does_not_keep_its_session_alive():
    clicked, refreshed, heartbeat = BackMsg(), BackMsg(), BackMsg()
    clicked.rerun_script.query_string = ""
    refreshed.rerun_script.is_auto_rerun = True
    heartbeat.app_heartbeat = True
    deeds = [gate._is_a_deed({"type": "websocket.receive", "bytes": message.SerializeToString()}) for message in (clicked, refreshed, heartbeat)]
    assert deeds == [True, False, False]


def test_streamlits_settings_are_the_ones_the_gate_relies_on():
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    server = settings["server"]
    assert "trustedUserHeaders" not in server
    assert "cookieSecret" not in server
    assert (server["enableXsrfProtection"], server["enableCORS"], server["enableStaticServing"], server["enableAgentApi"]) == (True, True, False, False)
    assert (server["xsrfCookieSameSite"], server["fileWatcherType"], server["maxUploadSize"]) == ("strict", "none", 200)
    assert settings["client"]["showErrorDetails"] == "none"
    assert settings["browser"]["gatherUsageStats"] is False


def test_every_page_leaves_for_the_sign_in_page_once_its_session_is_over(server, olive):
    page = olive.get(f"{server.url}/review", headers={"Accept": "text/html"})
    assert '<script src="/session.js" defer></script></head>' in page.text
    assert len(page.content) == int(page.headers["Content-Length"])
    assert olive.get(f"{server.url}/session").status_code == 204
    assert "text/javascript" in olive.get(f"{server.url}/session.js").headers["Content-Type"]
    assert requests.get(f"{server.url}/session", timeout=30).status_code == 401


def test_a_link_in_an_email_opens_its_page_for_who_is_signed_in(server, olive):
    """A strict cookie is not sent when another site leads here; asked again by our own page, the browser sends it."""
    headers = {"Accept": "text/html", "Sec-Fetch-Site": "cross-site"}
    answer = requests.get(f"{server.url}/review?case=1&x=%22", headers=headers, allow_redirects=False, timeout=30)
    assert answer.status_code == 200
    assert 'content="0;url=/review?case=1&amp;x=%22"' in answer.text
    headers["Sec-Fetch-Site"] = "same-origin"
    answer = requests.get(f"{server.url}/review?case=1", headers=headers, allow_redirects=False, timeout=30)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/login?next=%2Freview%3Fcase%3D1")
