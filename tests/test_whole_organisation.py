"""The sample organisation carried out and in again, by the doors that people use."""

import gzip
import json
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

from waypost.config import cli
from waypost.config.terminal import ExitCode
from waypost.core import as_of
from waypost.exchange.whole.tests import house
from waypost.okrs.models import KeyResult, Objective
from waypost.sample.tests.house import NOW, loaded

pytestmark = pytest.mark.django_db


def _run(*words: str) -> int:
    return cli.main(words)


@pytest.fixture(scope="module")
def exported(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The sample S as a file; the place where it was made is empty again."""
    path = tmp_path_factory.mktemp("whole") / "all.json.gz"
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        loaded(NOW, size="S"),
    ):
        patch.setattr("waypost.core.db.SNAPSHOT", "default")
        assert _run("export", "--output", str(path)) == ExitCode.DONE
    return path


def test_the_sample_comes_in_as_it_went_out(
    exported: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run("import", str(exported), "--as", "waypost") == ExitCode.DONE
    said = capsys.readouterr().out
    assert "the whole organisation is here" in said
    assert "createadmin" in said

    again = tmp_path / "again.json.gz"
    assert _run("export", "--output", str(again)) == ExitCode.DONE

    assert again.read_bytes() == exported.read_bytes()


def test_a_past_day_is_as_it_was(exported: Path) -> None:
    rows = json.loads(gzip.decompress(exported.read_bytes()))["tables"]
    assert sum(map(len, rows.values())) > 20_000
    began = {
        change["row"]
        for change in rows["core.change"]
        if change["model"] == "okrs.objective" and change["kind"] == "created"
    }
    assert began == {row["key"] for row in rows["okrs.objective"]}

    house.take(exported.read_bytes())

    moment = NOW.replace(year=NOW.year - 1)
    with as_of.as_of(moment):
        then = Objective.objects.count()
    assert 0 < then < Objective.objects.count()
    assert KeyResult.objects.exists()


def test_an_installation_that_holds_something_says_what_to_do(
    exported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house.take(exported.read_bytes())

    code = _run("import", str(exported), "--as", "waypost")

    assert code == ExitCode.REFUSED
    assert "waypost init" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["export", "--json"], ExitCode.USAGE, "--output FILE"),
        (["import", "--as", "waypost"], ExitCode.USAGE, "FILE is missing"),
        (["import", "no.json", "--as", "waypost"], ExitCode.MISCONFIGURED, "no file"),
        (["import", "x", "--as", "waypost", "--dry-run"], ExitCode.USAGE, "--dry-run"),
    ],
)
def test_what_cannot_be_done_is_said(
    words: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    house.make_house()

    assert _run(*words) == code

    told = capsys.readouterr()
    assert said in told.err + told.out


def test_nothing_is_exported_from_an_empty_place(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert _run("export") == ExitCode.REFUSED
    assert "waypost serve" in capsys.readouterr().err


def test_a_file_that_stands_there_is_not_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house.make_house()
    path = tmp_path / "all.json"
    path.write_text("mine")

    assert _run("export", "--output", str(path)) == ExitCode.REFUSED
    assert path.read_text() == "mine"


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    house.make_house()
    path = tmp_path / "all.json"

    assert _run("export", "--output", str(path)) == ExitCode.DONE

    assert path.stat().st_mode & 0o077 == 0
    assert json.loads(path.read_text())["passwords"] is False
