"""The tools find what tests run on, and say so where there is nothing to find."""

from pathlib import Path

import pytest
from tools import chromium, postgres


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine with no database server and no browser on it."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(postgres, "PLACES", [])
    monkeypatch.delenv("WAYPOST_TEST_POSTGRES", raising=False)
    monkeypatch.delenv("WAYPOST_CHROMIUM", raising=False)


def test_a_postgres_that_is_named_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYPOST_TEST_POSTGRES", "postgres://me@host/db")

    with postgres.database() as address:
        assert address == "postgres://me@host/db"


@pytest.mark.usefixtures("bare_machine")
def test_the_package_carries_a_postgres_that_is_new_enough() -> None:
    (found,) = postgres.candidates()

    assert found.is_bundled
    assert found.version() >= postgres.OLDEST


@pytest.mark.usefixtures("bare_machine")
def test_no_postgres_at_all_is_said_in_one_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(postgres, "bundled", list)

    with pytest.raises(postgres.NoServer) as caught, postgres.database():
        pass

    assert "WAYPOST_TEST_POSTGRES" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_browser_that_is_named_and_cannot_run_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WAYPOST_CHROMIUM", "/nowhere/chromium")

    with pytest.raises(chromium.NoBrowser, match="/nowhere/chromium"):
        chromium.find()


@pytest.mark.usefixtures("bare_machine")
def test_no_browser_and_no_way_to_one_is_said_in_one_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chromium, "_playwrights_own", lambda: None)

    with pytest.raises(chromium.NoBrowser) as caught:
        chromium.find()

    assert "WAYPOST_CHROMIUM" in str(caught.value)
    assert "\n" not in str(caught.value)
