"""The collector rests while much is built."""

import gc

from waypost.core.garbage import uncollected


def test_it_works_again_after_the_last_block() -> None:
    with uncollected():
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()

    assert gc.isenabled()


def test_it_works_again_after_an_error() -> None:
    try:
        with uncollected():
            raise OSError
    except OSError:
        pass

    assert gc.isenabled()


def test_where_it_was_switched_off_it_stays_so() -> None:
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
