"""A lock in turns: who asked first has it first, and who has it may take it again."""

from threading import Thread

from lib.turns import Turns


def test_who_takes_it_again_at_once_comes_after_those_who_wait():
    turns, order = Turns(), []

    def take(name):
        with turns, turns:
            order.append(name)

    turns.acquire()
    waiting = [Thread(target=take, args=[name]) for name in ("first", "second")]
    for number, thread in enumerate(waiting, start=2):
        thread.start()
        while len(turns._queue) < number:
            pass
    assert turns.acquire()
    turns.release()
    turns.release()
    take("again")
    for thread in waiting:
        thread.join()
    assert order == ["first", "second", "again"]


def test_who_does_not_wait_is_told_that_somebody_has_it():
    turns, told = Turns(), []
    with turns:
        other = Thread(target=lambda: told.append(turns.acquire(blocking=False)))
        other.start()
        other.join()
    assert told == [False]
    assert turns.acquire(blocking=False)
