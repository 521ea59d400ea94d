"""`python -m rag`."""

import sys

from rag.cli import main
from rag.door import run

if __name__ == "__main__":
    sys.exit(run(main))
