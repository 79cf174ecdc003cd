"""A door: the command line from a checkout, the same as the installed ``timeline``."""

from timeline.cli import main

if __name__ == "__main__":
    main()
