"""Names of hosts → IP addresses, by the system, within a time."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Sequence

LOOKUP_SECONDS = 10.0

Resolve = Callable[[str, int], Sequence[str]]
"""The IP addresses of a host; OSError where it has none."""


def look_up(host: str, port: int) -> Sequence[str]:
    """Ask the system for the addresses of a host, in its order.

    Raises:
        OSError: it has none, or no answer came in time.
    """
    found: list[str] = []
    failed: list[OSError] = [TimeoutError("looking the name up took too long")]

    def ask() -> None:
        try:
            # Also what reads 2130706433 and 0x7f.1 as the addresses they are.
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except UnicodeError as error:
            failed.append(OSError(str(error)))
        except OSError as error:
            failed.append(error)
        else:
            found.extend(dict.fromkeys(str(row[4][0]) for row in rows))

    thread = threading.Thread(target=ask, daemon=True)  # getaddrinfo has no time limit of its own
    thread.start()
    thread.join(LOOKUP_SECONDS)
    if not found:
        raise failed[-1]
    return tuple(found)
