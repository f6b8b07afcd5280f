"""`python -m lyhord_planner`."""

import sys

from lyhord_planner.cli import main

if __name__ == "__main__":
    sys.exit(main())
