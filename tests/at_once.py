"""Things that happen at the same moment, each over a database connection of its own."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

SECONDS_TO_WAIT = 20


def at_once(*calls: Callable[[], Any], seconds: float = SECONDS_TO_WAIT) -> list[Any]:
    """What each call gives within `seconds`, or the exception that it raises, in the order of `calls`."""
    gate = threading.Barrier(len(calls), timeout=SECONDS_TO_WAIT)
    outcomes: list[Any] = [None] * len(calls)

    def run(place: int, call: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            gate.wait()
            outcomes[place] = call()
        except Exception as refusal:
            outcomes[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair, daemon=True) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds)
    assert not any(thread.is_alive() for thread in threads), "they wait for each other"
    return outcomes
