"""Superset on a snapshot: the twelve questions by its REST API, and a picture of a chart.

    python -m tests.bi.others.superset ADDRESS SNAPSHOT PICTURE

ADDRESS is that of a Superset whose user is admin, password admin, with ``PREVENT_UNSAFE_DB_CONNECTIONS = False`` (it
does not take SQLite files otherwise) and ``WTF_CSRF_ENABLED = False``, as for a trial. It knows the
snapshot: ``superset set-database-uri -d Timeline -u sqlite:////path/to/bi.db``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import httpx

from tests.bi.questions import QUESTIONS, plain
from timeline import db

_YEARS = {"clause": "WHERE", "expressionType": "SIMPLE", "subject": "starts_at", "operator": "TEMPORAL_RANGE",
          "comparator": "2024-01-01 : 2026-01-01"}  # fmt: skip
CHART = {
    "viz_type": "echarts_timeseries_bar", "x_axis": "starts_at", "time_grain_sqla": "P1M", "groupby": ["status"],
    "metrics": ["count"], "adhoc_filters": [_YEARS], "row_limit": 1000, "stack": "Stack", "x_axis_title": "month",
}  # fmt: skip


NAME = "Timeline"


class Superset:
    """One signed-in user."""

    def __init__(self, address: str) -> None:
        self.client = httpx.Client(base_url=f"{address}/api/v1", timeout=300)
        said = {"username": "admin", "password": "admin"}
        self.client.post(f"{address}/login/", data=said, follow_redirects=True).raise_for_status()

    def post(self, path: str, said: dict[str, Any]) -> dict[str, Any]:
        """What it answers; an error says what it did not like."""
        answer = self.client.post(path, json=said)
        if answer.status_code >= 300:
            raise SystemExit(f"{path}: {answer.status_code} {answer.text[:300]}")
        found: dict[str, Any] = answer.json()
        return found


def main() -> None:
    """Ask, and draw."""
    address, snapshot, picture = sys.argv[1], Path(sys.argv[2]).absolute(), Path(sys.argv[3])
    superset = Superset(address)
    known = superset.client.get("/database/").json()["result"]
    database = next(d["id"] for d in known if d["database_name"] == NAME)
    engine = db.connect(snapshot.with_name("live.db"), readonly=True)
    with engine.connect() as conn:
        expected = [question.answer(conn) for question in QUESTIONS]
    good = sum(_ask(superset, database, q.sql, q.types) == right for q, right in zip(QUESTIONS, expected, strict=True))
    print(f"Superset: {good} of {len(QUESTIONS)}")
    dataset = superset.post("/dataset/", {"database": database, "schema": "main", "table_name": "events"})["id"]
    columns = superset.client.get(f"/dataset/{dataset}").json()["result"]["columns"]
    print("starts_at:", next((c["type"], c["is_dttm"]) for c in columns if c["column_name"] == "starts_at"))
    params = json.dumps({**CHART, "datasource": f"{dataset}__table"})
    said = {"slice_name": "Events by month and status", "viz_type": CHART["viz_type"], "params": params}
    chart = superset.post("/chart/", {**said, "datasource_id": dataset, "datasource_type": "table"})
    draw(address, chart["id"], picture)


def _ask(superset: Superset, database: int, sql: str, types: str) -> list[tuple[Any, ...]]:
    said = {"database_id": database, "sql": sql, "runAsync": False, "queryLimit": 1000, "schema": "main"}
    answer = superset.post("/sqllab/execute/", said)
    names = [column["column_name"] for column in answer["columns"]]
    return plain([[row[name] for name in names] for row in answer["data"]], types)


def draw(address: str, chart: int, picture: Path) -> None:
    """The chart as a browser shows it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1200, "height": 700})
        page.goto(f"{address}/login/")
        page.wait_for_timeout(5000)
        if page.locator("input[name=username], #username").count():
            page.locator("input[name=username], #username").first.fill("admin")
            page.locator("input[name=password], #password").first.fill("admin")
            page.locator("button[type=submit], input[type=submit]").first.click()
            page.wait_for_timeout(8000)
        page.goto(f"{address}/explore/?slice_id={chart}&standalone=1")
        page.locator("canvas").first.wait_for(timeout=180_000)
        page.wait_for_timeout(8000)
        page.screenshot(path=str(picture))
        browser.close()


if __name__ == "__main__":
    main()
