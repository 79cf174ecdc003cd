"""Run by a Python of its own: TOOL SNAPSHOT PARQUET; statements on standard input, one a line, answers as JSON."""

import json
import sys
from datetime import date, datetime
from pathlib import Path


def ibis(snapshot, parquet):
    import ibis

    connection = ibis.sqlite.connect(snapshot)

    def ask(sql):
        frame = connection.raw_sql(sql)
        rows = frame.fetchall()
        frame.close()
        return rows

    # What ibis is for: an expression of its own, with the types it has read from the declarations.
    events = connection.table("events")
    assert events.schema()["starts_at"].is_timestamp(), events.schema()["starts_at"]
    month = events.filter(events.starts_at >= datetime(2025, 1, 1), events.starts_at < datetime(2025, 2, 1))
    print(json.dumps({"version": ibis.__version__, "january": sorted(month.event_id.execute())}))
    return ask


def chdb(snapshot, parquet):
    import chdb
    from chdb import session

    asked = session.Session()
    for folder in sorted(Path(parquet).iterdir()):
        if folder.is_dir():
            # ClickHouse does not know Hive's name for NULL; the year is read from the path instead.
            year = ", toInt32OrNull(extract(_path, 'year=(-?[0-9]+)')) AS year" if any(folder.glob("year=*")) else ""
            files = f"file('{folder}/**/part-0.parquet', Parquet)"
            asked.query(f"CREATE VIEW {folder.name} AS SELECT *{year} FROM {files} SETTINGS use_hive_partitioning = 0")
    settings = "SETTINGS join_use_nulls = 1"

    def ask(sql):
        return [json.loads(line) for line in str(asked.query(f"{sql} {settings}", "JSONCompactEachRow")).splitlines()]

    january = "SELECT event_id FROM events WHERE starts_at >= '2025-01-01' AND starts_at < '2025-02-01' ORDER BY 1"
    print(json.dumps({"version": chdb.__version__, "january": [row[0] for row in ask(january)]}))
    return ask


def spark(snapshot, parquet):
    import pyspark
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    for folder in sorted(Path(parquet).iterdir()):
        if folder.is_dir():
            session.read.parquet(str(folder)).createOrReplaceTempView(folder.name)
    january = "SELECT event_id FROM events WHERE starts_at >= '2025-01-01' AND starts_at < '2025-02-01' ORDER BY 1"
    found = [row[0] for row in session.sql(january).collect()]
    print(json.dumps({"version": pyspark.__version__, "january": found}))
    return lambda sql: [tuple(row) for row in session.sql(sql).collect()]


def plain(value):
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S.%f").rjust(26, "0")
    return value.isoformat() if isinstance(value, date) else value


if __name__ == "__main__":
    tool, *places = sys.argv[1:]
    ask = globals()[tool](*places)
    for line in sys.stdin:
        try:
            print(json.dumps([[plain(value) for value in row] for row in ask(line.rstrip("\n"))]), flush=True)
        except Exception as error:
            print(json.dumps({"error": str(error).splitlines()[0][:200]}), flush=True)
