"""How long the reader takes for each real document."""

import os
import statistics
import time
from pathlib import Path

from django.conf import settings

from documents.reading.read import read
from documents.services.vocabulary import shipped

ROUNDS = 15


def measure():
    """{file name: median milliseconds}; nothing where the documents are not at hand."""
    folder = Path(os.environ.get("SEEDS_DIR") or settings.BASE_DIR.parent / "shared" / "seeds")
    vocabulary = shipped()
    return {file.name: _median(file, vocabulary) for file in sorted(folder.glob("*.txt"))}


def _median(file, vocabulary):
    content = file.read_bytes()
    taken = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        read(content, file.name, vocabulary=vocabulary)
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)
