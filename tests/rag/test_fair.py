"""A semaphore that keeps the order of those who wait, and never lets in more than it should."""

from __future__ import annotations

import contextlib
import signal
import threading
import time

import pytest

from rag.fair import FairSemaphore


def waiting(gate: FairSemaphore) -> int:
    return len(gate._waiting)  # that a thread waits is seen nowhere else


def test_who_waits_longest_is_next_and_a_newcomer_never_before() -> None:
    gate, order = FairSemaphore(1), list[int]()

    def come(number: int) -> None:
        with gate:
            order.append(number)

    threads = []
    with gate:
        for number in range(20):
            threads.append(threading.Thread(target=come, args=(number,)))
            threads[-1].start()
            while waiting(gate) <= number:
                time.sleep(0.001)
    for thread in threads:
        thread.join()

    assert order == list(range(20))


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no such signal on this system")
def test_who_is_interrupted_while_waiting_keeps_nobody_out() -> None:
    gate, held, leave = FairSemaphore(1), threading.Event(), threading.Event()

    def hold() -> None:
        with gate:
            held.set()
            leave.wait()

    def interrupt(*_: object) -> None:
        raise InterruptedError

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()
    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        with pytest.raises(InterruptedError), gate:
            raise AssertionError("it was let in")
    finally:
        signal.signal(signal.SIGALRM, before)
    leave.set()
    holder.join()

    with gate:
        assert waiting(gate) == 0


def test_no_more_are_let_in_than_it_was_made_for_and_an_error_gives_the_place_back() -> None:
    gate, inside, most = FairSemaphore(2), list[int](), list[int]()

    def come(number: int) -> None:
        with contextlib.suppress(ZeroDivisionError), gate:
            inside.append(number)
            most.append(len(inside))
            time.sleep(0.002)
            inside.remove(number)
            _ = number / 0

    threads = [threading.Thread(target=come, args=(number,)) for number in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(most) == 30
    assert max(most) <= 2
    with gate, gate:
        assert waiting(gate) == 0
