"""A snapshot as a folder of Parquet files: a folder for each table, and in it one for each year.

    events/year=2025/part-0.parquet                        Hive's way of naming partitions; ``year`` is in the name only
    events/year=-43/part-0.parquet                         44 BCE: years are astronomical
    events/year=__HIVE_DEFAULT_PARTITION__/part-0.parquet  undated, or in no single year: NULL for every reader
    actors/part-0.parquet                                  tables without days are one file

Partitioned are the tables that have ``first_day``; those without a column ``year`` get one by it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import BigInteger, Column, Date, DateTime, Engine, Integer, Table

from timeline import days
from timeline.db import Unreachable
from timeline.publish import calendar, parts
from timeline.publish.parts import Part, Told
from timeline.publish.places import MARK
from timeline.publish.tables import KEPT, tables
from timeline.schema import events

UNDATED = "__HIVE_DEFAULT_PARTITION__"
"""Hive's name for the partition of NULL."""

_ROWS = 20_000
_GROUP = 100_000
"""Rows in a row group, about what readers like to take at once."""

Row = Sequence[Any]


def fill(engine: Engine, part: Part, folder: Path, meta: Mapping[str, Any], told: Told) -> dict[str, int]:
    """Write the tables of a snapshot into an empty folder; see :func:`timeline.publish.sqlite_file.fill`."""
    _need()
    made = tables(keys=False)
    written = {}
    with engine.connect() as conn, conn.begin():
        wanted = parts.selects(conn, part)
        for name in KEPT:
            told(name)
            table = made[name]
            query = wanted[name]
            if "first_day" in table.c:
                query = query.order_by(query.selected_columns["first_day"])
            with conn.execution_options(yield_per=_ROWS).execute(query) as result:
                written[name] = _write(folder / name, table, (tuple(row) for row in result))
        span = calendar.years(conn, wanted["events"].subquery() if not part.whole else events)
        row = {**parts.meta(conn, part), **meta}
    _write(folder / "dates", made["dates"], (tuple(d.values()) for d in calendar.rows(*span)) if span else ())
    _write(folder / "meta", made["meta"], [tuple(row[c.name] for c in made["meta"].columns)])
    (folder / MARK).write_text(json.dumps({"timeline": row}, indent=2) + "\n", encoding="utf-8")
    return written


def _need() -> None:
    try:
        import pyarrow.parquet
    except ModuleNotFoundError:
        raise Unreachable("Parquet needs pyarrow; install it with: pip install 'timeline-db[parquet]'") from None
    assert pyarrow.parquet


def _write(folder: Path, table: Table, rows: Iterable[Row]) -> int:
    """Write a table's rows, which come by ``first_day`` where it has one; returns their number."""
    names = [column.name for column in table.columns]
    if "first_day" not in names:
        file = _File(folder, list(table.columns))
        for row in rows:
            file.add(row)
        return file.close()
    first, last = names.index("first_day"), names.index("last_day")
    year = names.index("year") if "year" in names else len(names)
    columns = [column for column in table.columns if column.name != "year"]
    # Spans of several years lie between the others, so this file is open all the while; and it is always made, for a
    # reader that finds no file cannot tell what columns there are.
    rest = _File(folder / f"year={UNDATED}", columns)
    written = 0
    for start, group in groupby(rows, key=lambda row: _year(row[first])):
        part: _File | None = None
        for row in group:
            if start is None or _year(row[last]) != start:
                rest.add((*row[:year], *row[year + 1 :]))
                continue
            part = part or _File(folder / f"year={start}", columns)
            part.add((*row[:year], *row[year + 1 :]))
        written += part.close() if part else 0
    return written + rest.close()


def _year(day: int | None) -> int | None:
    return None if day is None else days.civil(day)[0]


class _File:
    """One Parquet file, written a row group at a time."""

    def __init__(self, folder: Path, columns: list[Column[Any]]) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        folder.mkdir(parents=True, exist_ok=True)
        self.schema = pa.schema([_field(column) for column in columns])
        self.file = pq.ParquetWriter(folder / "part-0.parquet", self.schema, compression="zstd")
        self.rows: list[Row] = []
        self.written = 0

    def add(self, row: Row) -> None:
        """One more row."""
        self.rows.append(row)
        if len(self.rows) == _GROUP:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        values = zip(self.schema, zip(*self.rows, strict=True), strict=True)
        arrays = [pa.array(column, field.type) for field, column in values]
        self.file.write_table(pa.Table.from_arrays(arrays, schema=self.schema))
        self.written += len(self.rows)
        self.rows = []

    def close(self) -> int:
        """Write what is left; returns the number of rows."""
        if self.rows:
            self._flush()
        self.file.close()
        return self.written


def _field(column: Column[Any]) -> Any:
    import pyarrow as pa

    kinds = ((DateTime, pa.timestamp("us")), (Date, pa.date32()), (BigInteger, pa.int64()), (Integer, pa.int32()))
    kind = next((arrow for sql, arrow in kinds if isinstance(column.type, sql)), pa.string())
    return pa.field(column.name, kind, nullable=bool(column.nullable), metadata={"comment": column.comment or ""})
