"""Opens a collection and searches it, in a process of its own: a crash of Chroma is then an exit status.

Prints what it found as JSON, or the error that it met: `python -m tests.store.probe FOLDER`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from rag.collection import Collection
from rag.errors import DatelineError
from tests.fakes import WordEmbedder, read_contents, search_vectors, search_words

QUESTIONS = ("the frozen canal in the rain", "a row of cranes before dawn", "the bell tower and the school roof")


def main(folder: Path) -> str:
    """Return the outcome as one line of JSON."""
    collection = Collection(folder, WordEmbedder())
    try:
        contents = read_contents(collection)
        return json.dumps(
            {
                "ids": sorted(contents.vectors),
                "texts": [passage.text for passage in contents.passages],
                "words": [search_words(collection, question) for question in QUESTIONS],
                "near": [search_vectors(collection, question) for question in QUESTIONS],
            }
        )
    except DatelineError as error:
        return json.dumps({"error": type(error).__name__, "message": error.message, "hint": error.hint})
    finally:
        collection.close()


if __name__ == "__main__":
    sys.stdout.write(main(Path(sys.argv[1])))
