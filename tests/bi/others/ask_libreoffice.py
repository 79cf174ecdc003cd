"""Run by the Python that has LibreOffice's ``uno``: PIPE SNAPSHOT DRIVER; statements on standard input, one a line.

Asks through LibreOffice's own way to ODBC, as Base and Calc do.
"""

import json
import os
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue

NAME = "timeline-snapshot"


def connected(pipe: str) -> object:
    """The office's context."""
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(600):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.1)
    raise SystemExit("LibreOffice did not start")


def value(row: object, column: int, kind: str) -> object:
    """One cell by the kind of value that is wanted."""
    if kind == "d":
        found = row.getTimestamp(column)
        if row.wasNull():
            return None
        day = f"{found.Year:04d}-{found.Month:02d}-{found.Day:02d}"
        clock = f"{found.Hours:02d}:{found.Minutes:02d}:{found.Seconds:02d}.{found.NanoSeconds // 1000:06d}"
        return f"{day} {clock}"
    found = row.getLong(column) if kind == "i" else row.getString(column)
    return None if row.wasNull() else found


def main() -> None:
    """Ask every statement."""
    pipe, snapshot, driver = sys.argv[1:]
    with tempfile.TemporaryDirectory() as home:
        with open(f"{home}/odbc.ini", "w", encoding="utf-8") as file:
            file.write(f"[{NAME}]\nDriver = {driver}\nDatabase = {snapshot}\n")
        env = {**os.environ, "ODBCINI": f"{home}/odbc.ini", "HOME": home}
        options = ("--headless", "--norestore", "--nologo", f"-env:UserInstallation=file://{home}/profile")
        office = subprocess.Popen(["soffice", *options, f"--accept=pipe,name={pipe};urp;"], env=env)
        try:
            context = connected(pipe)
            manager = context.ServiceManager.createInstanceWithContext("com.sun.star.sdbc.DriverManager", context)
            charset = PropertyValue(Name="CharSet", Value="utf-8")
            connection = manager.getConnectionWithInfo(f"sdbc:odbc:{NAME}", (charset,))
            for line in sys.stdin:
                kinds, sql = line.rstrip("\n").split("\t")
                rows, found = connection.createStatement().executeQuery(sql), []
                while rows.next():
                    found.append([value(rows, n, kind) for n, kind in enumerate(kinds, 1)])
                print(json.dumps(found), flush=True)
            connection.close()
        finally:
            office.terminate()
            office.wait()


main()
