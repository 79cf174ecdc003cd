"""``python -m timeline`` is the command line."""

from timeline.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
