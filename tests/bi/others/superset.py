"""Superset on a snapshot: the twelve questions by its REST API, and a picture of a chart.

It runs in an environment of its own, on a port of its own, with its own database in a folder that is made anew; its
configuration is that of a trial (SQLite files are refused otherwise), its password random.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

NAME = "Timeline"
_PATIENCE = 300
"""Seconds until it must answer."""
_CONFIGURATION = """\
SECRET_KEY = {key!r}
SQLALCHEMY_DATABASE_URI = {database!r}
PREVENT_UNSAFE_DB_CONNECTIONS = False
WTF_CSRF_ENABLED = False
TALISMAN_ENABLED = False
"""
_YEARS = {"clause": "WHERE", "expressionType": "SIMPLE", "subject": "starts_at", "operator": "TEMPORAL_RANGE",
          "comparator": "2024-01-01 : 2026-01-01"}  # fmt: skip
CHART = {
    "viz_type": "echarts_timeseries_bar", "x_axis": "starts_at", "time_grain_sqla": "P1M", "groupby": ["status"],
    "metrics": ["count"], "adhoc_filters": [_YEARS], "row_limit": 1000, "stack": "Stack", "x_axis_title": "month",
}  # fmt: skip


def ask(press: Path, program: Path, statements: Sequence[str], picture: Path) -> tuple[str, list[Any]]:
    """Ask, and draw.

    Args:
        press: the folder of ``bi.db``; Superset's own files go there, too.
        program: the ``superset`` of an environment.
        statements: the questions in SQL.
        picture: where the picture of the chart goes.

    Returns:
        What answered, and for each question its rows.
    """
    with _serving(press, program) as (address, password):
        superset = _SignedIn(address, password)
        known = superset.get("/database/")["result"]
        database = next(d["id"] for d in known if d["database_name"] == NAME)
        answers = [superset.rows(database, sql) for sql in statements]
        dataset = superset.post("/dataset/", {"database": database, "schema": "main", "table_name": "events"})["id"]
        columns = superset.get(f"/dataset/{dataset}")["result"]["columns"]
        kind = next((c["type"], c["is_dttm"]) for c in columns if c["column_name"] == "starts_at")
        params = json.dumps({**CHART, "datasource": f"{dataset}__table"})
        said = {"slice_name": "Events by month and status", "viz_type": CHART["viz_type"], "params": params}
        chart = superset.post("/chart/", {**said, "datasource_id": dataset, "datasource_type": "table"})["id"]
        _draw(superset, chart, picture)
    temporal = "" if kind == ("DATETIME", True) else f" (starts_at is {kind})"
    return f"{_version(program)}{temporal}, picture {picture}", answers


class _SignedIn:
    """Superset as its administrator sees it."""

    def __init__(self, address: str, password: str) -> None:
        self.address = address
        self.client = httpx.Client(timeout=_PATIENCE)
        said = {"username": "admin", "password": password}
        self.client.post(f"{address}/login/", data=said, follow_redirects=True).raise_for_status()

    def get(self, path: str) -> dict[str, Any]:
        return self._told(path, self.client.get(f"{self.address}/api/v1{path}"))

    def post(self, path: str, said: dict[str, Any]) -> dict[str, Any]:
        return self._told(path, self.client.post(f"{self.address}/api/v1{path}", json=said))

    def rows(self, database: int, sql: str) -> Any:
        """The rows of an answer of SQL Lab, or what it did not like."""
        said = {"database_id": database, "sql": sql, "runAsync": False, "queryLimit": 1000, "schema": "main"}
        try:
            answer = self.post("/sqllab/execute/", said)
        except OSError as error:
            return {"error": str(error)}
        names = [column["column_name"] for column in answer["columns"]]
        return [[row[name] for name in names] for row in answer["data"]]

    @staticmethod
    def _told(path: str, answer: httpx.Response) -> dict[str, Any]:
        if answer.status_code >= 300:
            raise OSError(f"{path}: {answer.status_code} {answer.text[:300]}")
        found: dict[str, Any] = answer.json()
        return found


@contextmanager
def _serving(press: Path, program: Path) -> Iterator[tuple[str, str]]:
    """A Superset that knows the snapshot; its address and the administrator's password."""
    if not program.exists():
        raise FileNotFoundError("Superset is not installed")
    home, password = press / "superset", secrets.token_urlsafe(12)
    home.mkdir()
    configuration = home / "superset_config.py"
    text = _CONFIGURATION.format(key=secrets.token_urlsafe(42), database=f"sqlite:///{home / 'superset.db'}")
    configuration.write_text(text, encoding="utf-8")
    environment = {**os.environ, "SUPERSET_CONFIG_PATH": str(configuration), "SUPERSET_HOME": str(home),
                   "FLASK_APP": "superset.app:create_app()"}  # fmt: skip
    person = ["--username", "admin", "--firstname", "A", "--lastname", "B", "--email", "a@example.org"]
    for words in (
        ["db", "upgrade"],
        ["fab", "create-admin", *person, "--password", password],
        ["init"],
        ["set-database-uri", "-d", NAME, "-u", f"sqlite:///{press / 'bi.db'}"],
    ):
        subprocess.run([program, *words], env=environment, capture_output=True, encoding="utf-8", check=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    with (home / "log").open("w") as log:
        server = subprocess.Popen([program, "run", "-p", port], env=environment, stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}", server)
            yield f"http://127.0.0.1:{port}", password
        finally:
            server.terminate()
            server.wait()


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(_PATIENCE):
        try:
            if httpx.get(f"{address}/health").status_code == 200:
                return
        except httpx.TransportError:
            pass
        if server.poll() is not None:
            break
        time.sleep(1)
    raise OSError("Superset did not start")


def _version(program: Path) -> str:
    asked = [
        program.with_name("python"),
        "-c",
        "from importlib.metadata import version as v; print(v('apache-superset'))",
    ]
    return subprocess.run(asked, capture_output=True, encoding="utf-8", check=True).stdout.strip()


def _draw(superset: _SignedIn, chart: int, picture: Path) -> None:
    """The chart as a browser shows it."""
    from playwright.sync_api import sync_playwright

    cookies = [{"name": c.name, "value": c.value or "", "url": superset.address} for c in superset.client.cookies.jar]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1200, "height": 700})
        context.add_cookies(cookies)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{superset.address}/explore/?slice_id={chart}&standalone=1")
        page.locator("canvas").first.wait_for(timeout=180_000)
        page.wait_for_timeout(8000)
        page.screenshot(path=str(picture))
        browser.close()
