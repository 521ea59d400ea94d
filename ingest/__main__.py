"""`python -m ingest`."""

import sys

from ingest.cli import main
from rag.door import run

if __name__ == "__main__":
    sys.exit(run(main, after="; what was served before is unchanged, run it again to go on"))
