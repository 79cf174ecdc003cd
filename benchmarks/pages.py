"""Reads saved web pages the way ``timeline add`` does: dates, titles and text for the pages kit.

usage: python -m benchmarks.pages PAGES OUT

PAGES is pages.jsonl of the kit ({"page", "url"} a line; the pages lie beside it as html/<page>.html.gz) or its folder.
OUT gets one row a page: {"page", "published", "title", "text"}; null = not found.
"""

from __future__ import annotations

import argparse
import gzip
from pathlib import Path

from benchmarks.public import read_jsonl, write_jsonl
from timeline import parsers
from timeline.model import Article


def main() -> None:
    """Write a prediction for each page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    listing = args.pages / "pages.jsonl" if args.pages.is_dir() else args.pages
    rows = (_predicted(listing.parent, row["page"], row.get("url")) for row in read_jsonl(listing))
    write_jsonl(args.out, rows)


def _predicted(kit: Path, page: str, url: str | None) -> dict[str, str | None]:
    data = gzip.decompress((kit / "html" / f"{page}.html.gz").read_bytes())
    item = next(parsers.parse(data, f"{page}.html", url=url))
    if not isinstance(item, Article):
        print(f"{page}: {item.reason}")
        return {"page": page, "published": None, "title": None, "text": None}
    return {"page": page, "published": item.published_day, "title": item.title, "text": item.text}


if __name__ == "__main__":
    main()
