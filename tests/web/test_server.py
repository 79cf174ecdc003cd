"""The service: its answers are those of the commands, and it answers nobody else's questions."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from sqlalchemy.exc import OperationalError

from tests.store.world import CLOCK, article, say
from tests.web.conftest import TODAY, asking
from tests.web.press import TREATY, build
from timeline import cli, db
from timeline.web import guards
from timeline.web.api import ENDPOINTS
from timeline.web.page import SCRIPTS


def command(capsys, path, *words: str):
    """What a command prints as JSON."""
    assert cli.run([*words, "-o", "json", "--db", str(path)]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ("", ""),
        ("period=2025-02", "2025-02"),
        ("period=2025-02&certainly=true", "2025-02 --certainly"),
        ("period=..2024&possibly=true", "..2024 --possibly"),
        ("actor=Petrova", "--actor Petrova"),
        ("actor=Petrova&actor=Ruritania", "--actor Petrova --actor Ruritania"),
        ("actor=Petrova&actor=Ruritania&any-actor=true", "--actor Petrova --actor Ruritania --any-actor"),
        ("type=ASSAULT&type=AID", "--type ASSAULT --type AID"),
        ("status=cancelled", "--status cancelled"),
        ("place=strelsau", "--place strelsau"),
        ("grep=SQUARE", "--grep SQUARE"),
        ("all=true", "--all"),
        ("published-until=2025-01-16", "--published-until 2025-01-16"),
        ("as-of=2025-01-12", "--as-of 2025-01-12"),
        ("actor=nobody", "--actor nobody"),
    ],
)
def test_events_are_those_of_the_command(client, press_path, capsys, query, options):
    answer = client.get(f"/api/events?{query}").json()
    assert answer["events"] == command(capsys, press_path, "events", *options.split())
    assert answer["next"] is None


def test_other_answers_are_those_of_the_commands(client, press_path, capsys):
    assert client.get("/api/count?by=type").json()["counts"] == command(capsys, press_path, "count", "--by", "type")
    assert client.get(f"/api/events/{TREATY}").json() == command(capsys, press_path, "show", TREATY)[0]
    history = client.get(f"/api/events/{TREATY}/history").json()["records"]
    assert history == command(capsys, press_path, "history", TREATY)
    due = client.get("/api/due").json()["events"]
    assert due == command(capsys, press_path, "due", "--today", TODAY) and len(due) == 1
    assert client.get("/api/actors").json()["actors"] == command(capsys, press_path, "actors", "list")
    assert client.get("/api/articles").json()["articles"] == command(capsys, press_path, "articles", "list")
    assert client.get("/api/actors/bo").json()["name"] == "Bo Lund"
    assert client.get("/api/articles/https://paper.example/6").json()["article_id"] == "a6"
    assert [source["publisher"] for source in client.get("/api/sources").json()["sources"]] == ["The Paper", "The Mail"]


@pytest.mark.parametrize("extra", ["", "&all=true", "&as-of=2025-01-16", "&published-until=2025-02-28"])
@pytest.mark.parametrize("limit", [1, 3])
def test_pages_one_after_the_other_are_the_whole(client, limit, extra):
    whole = client.get(f"/api/events?limit=1000{extra}").json()["events"]
    found, address = [], f"/api/events?limit={limit}{extra}"
    while address:
        answer = client.get(address)
        found += answer.json()["events"]
        following = answer.json()["next"]
        assert ("link" in answer.headers) is bool(following)
        assert not following or answer.headers["link"] == f'<{following}>; rel="next"'
        address = following
    assert found == whole and len(whole) > limit


def test_actors_and_articles_come_in_pages_too(client):
    for name, key in (("actors", "actor_id"), ("articles", "article_id")):
        first = client.get(f"/api/{name}?limit=2").json()
        second = client.get(first["next"]).json()
        whole = client.get(f"/api/{name}").json()[name]
        assert [row[key] for row in (first[name] + second[name])] == [row[key] for row in whole][:4]


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/api/events?period=yesteryear", 400, "period: "),
        ("/api/events?limit=0", 400, "limit: '0' is no number from 1 to 1000"),
        ("/api/events?limit=1001", 400, "limit"),
        ("/api/events?limit=٣", 400, "limit"),
        ("/api/events?limti=3", 400, "there is no parameter 'limti' here; there are period"),
        ("/api/events?type=PARTY", 400, "type: 'PARTY' is not one of AGREE"),
        ("/api/events?all=yes", 400, "all: 'yes' is neither true nor false"),
        ("/api/events?certainly=true&possibly=true", 400, "exclude each other"),
        ("/api/events?as-of=2025-01-01&published-until=2025-01-01", 400, "two different questions"),
        ("/api/events?place=a&place=b", 400, "place is given twice"),
        ("/api/events?actor=", 400, "actor: it is empty"),
        ("/api/events?grep=" + "x" * 201, 400, "grep is longer than 200"),
        ("/api/events?" + "&".join(["actor=x"] * 21), 400, "more than 20 times"),
        ("/api/events?after=nobody", 404, "there is no event 'nobody'"),
        ("/api/events?grep=%00", 400, "no text"),
        ("/api/events/nobody", 404, "there is no event 'nobody'"),
        ("/api/events/nobody", 404, "title; /api/events shows them"),
        ("/api/articles/" + "x" * 300, 404, "no such id"),
        ("/api/nothing", 404, "there is nothing at this address"),
        ("/api/events?" + "x" * 9000, 414, "longer than 8000"),
    ],
)
def test_a_bad_question_gets_one_clear_line(client, address, status, said):
    answer = client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/json")
    assert said in answer.json()["error"] and "\n" not in answer.json()["error"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_nothing_can_be_done_but_reading(client, method):
    answer = client.request(method, "/api/events")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1", 200), ("127.0.0.1:8765", 200), ("localhost:1", 200), ("LOCALHOST", 200), ("[::1]:80", 200),
     ("evil.example", 421), ("127.0.0.1.evil.example", 421), ("evil.example:127.0.0.1", 421), ("", 421), ("[::1", 421),
     ("user@127.0.0.1", 200)],
)  # fmt: skip
def test_other_names_are_not_answered(client, host, status):
    """A page elsewhere may bend its own name to this machine (DNS rebinding); its requests carry that name."""
    assert client.get("/api/head", headers={"Host": host}).status_code == status


@pytest.mark.parametrize("address", ["/", "/api/head", "/api/nothing", f"/page/{SCRIPTS[0]}", "/api/events?limit=0"])
def test_every_answer_carries_the_policy(client, address):
    headers = client.get(address).headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"


def test_a_question_has_no_body_and_too_many_wait_outside(client, monkeypatch):
    assert client.request("GET", "/api/head", content=b"{}").status_code == 400
    monkeypatch.setattr(guards, "MOST_AT_ONCE", 0)
    answer = client.get("/api/head")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")


def test_head_answers_without_a_body(client):
    answer = client.head("/api/events")
    assert answer.status_code == 200 and answer.content == b"" and int(answer.headers["content-length"]) > 100


def test_what_has_not_changed_is_not_sent_again(press_path, tmp_path, monkeypatch):
    monkeypatch.setattr("timeline.web.server._REST", 0.0)
    path = tmp_path / "copy.db"
    shutil.copy(press_path, path)
    engine = db.connect(path)
    with asking(engine) as client:
        for address in ("/api/events", "/page/data", f"/page/{SCRIPTS[0]}"):
            first = client.get(address)
            again = client.get(address, headers={"If-None-Match": f'W/{first.headers["etag"]}, "x"'})
            assert (again.status_code, again.content) == (304, b"")
        before = client.get("/page/data")
        say(engine, ("article/new", [article("new", "2025-03-02")]), now=CLOCK % (25, 0))
        after = client.get("/page/data", headers={"If-None-Match": before.headers["etag"]})
        assert after.status_code == 200 and after.json()["head"] == {
            key: client.get("/api/head").json()[key] for key in ("position", "hash")
        }
    engine.dispose()


def test_a_database_that_fails_is_said_and_nothing_of_it(client, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise OperationalError("select secret", {}, Exception("disk I/O error at /home/somebody"))

    monkeypatch.setattr("timeline.web.server.log.head", broken)
    answer = client.get("/api/events")
    assert answer.status_code == 503 and "secret" not in answer.text and "somebody" not in answer.text

    def bug(*_: object, **__: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("timeline.web.server.log.head", bug)
    answer = client.get("/api/events")
    assert answer.status_code == 500 and "secret" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_description_names_every_address(client):
    described = client.get("/api/openapi.json").json()
    assert described["openapi"] == "3.1.0"
    assert set(described["paths"]) == {endpoint.path for endpoint in ENDPOINTS}
    for endpoint in ENDPOINTS:
        named = {parameter["name"] for parameter in described["paths"][endpoint.path]["get"]["parameters"]}
        assert named == {p.name for p in endpoint.parameters} | ({"id"} if "{id}" in endpoint.path else set())


def test_the_page_comes_in_its_parts(client):
    page = client.get("/")
    assert page.headers["content-type"].startswith("text/html") and "<script>" not in page.text
    for name in SCRIPTS:
        assert f'src="page/{name}"' in page.text
        assert client.get(f"/page/{name}").headers["content-type"].startswith("text/javascript")
    assert client.get("/page/page.css").headers["content-type"].startswith("text/css")
    assert client.get("/page/data").json()["live"] is True
    assert client.get("/page/evidence").json()["reports"]["event"]


def test_serve_says_what_is_missing_and_what_is_taken(capsys, press_path, monkeypatch):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert cli.run(["serve", "--port", str(port), "--db", str(press_path)]) == 1
    error = capsys.readouterr().err
    assert f"cannot listen on 127.0.0.1 port {port}" in error and "choose another --port" in error
    monkeypatch.setitem(__import__("sys").modules, "uvicorn", None)
    assert cli.run(["serve", "--db", str(press_path)]) == 1
    assert "pip install 'timeline-db[web]'" in capsys.readouterr().err


def test_it_is_the_same_on_every_engine(database, press_path):
    """Answers, pages of answers and the data of the page, on SQLite and on PostgreSQL."""
    engine, other = db.connect(database), db.connect(press_path, readonly=True)
    build(engine)
    addresses = ("/api/events?all=true", "/api/events?published-until=2025-02-28", "/api/actors", "/api/count?by=month",
                 "/api/events/treaty", "/api/articles")  # fmt: skip
    with asking(engine) as here, asking(other) as there:
        for address in addresses:
            answers = [json.loads(_without_ids(client.get(address).text)) for client in (here, there)]
            assert answers[0] == answers[1], address
        found, address = [], "/api/events?limit=2&all=true"
        while address:
            answer = here.get(address).json()
            found += answer["events"]
            address = answer["next"]
        assert found == here.get("/api/events?all=true").json()["events"]
        drawn = [client.get("/page/data").json() for client in (here, there)]
        for data in drawn:
            data.pop("head")
        assert drawn[0] == drawn[1]
        quotes = [client.get("/page/evidence").json()["reports"]["quote"] for client in (here, there)]
        assert quotes[0] == quotes[1]
    engine.dispose()
    other.dispose()


def _without_ids(text: str) -> str:
    """Ids of records are random."""
    return re.sub(r'"record_id":"[^"]*"', '"record_id":""', text)
