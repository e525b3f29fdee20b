import argparse
import io
import json
import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import OperationalError
from django.utils import timezone

from tests.source import ROOT
from waypost.config import cli
from waypost.config.terminal import CommandFailed, ExitCode, Terminal
from waypost.people import actions, installation
from waypost.people.models import Person
from waypost.projects.models import Project

DOCUMENT = ROOT / "docs" / "operate" / "command-line.md"
PASSWORD = "correct horse battery"


def commands() -> dict[str, argparse.ArgumentParser]:
    actions = cli.parser()._actions
    (choice,) = [a for a in actions if isinstance(a, argparse._SubParsersAction)]
    return dict(choice.choices)


def options() -> set[str]:
    return {
        name
        for command in commands().values()
        for action in command._actions
        for name in action.option_strings
        if name.startswith("--") and action.help != argparse.SUPPRESS
    } - {"--help"}


def create_admin(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    return cli.main(["createadmin", "--password-stdin", *arguments])


def test_every_command_is_documented() -> None:
    documented = set(re.findall(r"^\| `waypost (\w+)`", DOCUMENT.read_text(), re.M))

    assert documented == set(commands()), f"{DOCUMENT} and the commands differ"


def test_every_option_is_documented() -> None:
    rows = re.findall(r"^\| (`--.+?) \|", DOCUMENT.read_text(), re.M)
    documented = {name for row in rows for name in re.findall(r"`(--[\w-]+)`", row)}

    assert documented == options(), f"{DOCUMENT} and the options differ"


def test_every_exit_code_is_documented() -> None:
    documented = set(re.findall(r"^\| (\d+) \|", DOCUMENT.read_text(), re.M))
    codes = {str(v) for k, v in vars(ExitCode).items() if k.isupper()}

    assert documented == codes, f"{DOCUMENT} and the exit codes differ"


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (CommandFailed("No file."), ExitCode.REFUSED, "No file."),
        (ImproperlyConfigured("X is odd"), ExitCode.MISCONFIGURED, "X is odd"),
        (ValidationError("Too short."), ExitCode.REFUSED, "Too short."),
        (OperationalError("locked"), ExitCode.NO_DATABASE, "waypost doctor"),
        (FileNotFoundError(2, "gone", "a.csv"), ExitCode.MISCONFIGURED, "a.csv"),
        (KeyError("x"), ExitCode.UNEXPECTED, "WAYPOST_DEBUG"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_error_gets_its_code_and_a_line(
    error: Exception, code: int, words: str
) -> None:
    assert cli.explain(error)[0] == code
    assert words in cli.explain(error)[1]


def test_an_error_is_one_line_whatever_it_says() -> None:
    err = io.StringIO()

    Terminal(err=err).failure("First.\n  Second.", ExitCode.REFUSED)

    assert err.getvalue() == "waypost: First. Second.\n"


def test_a_machine_gets_an_error_as_json() -> None:
    out = io.StringIO()

    Terminal(as_json=True, out=out).failure("No.", ExitCode.REFUSED)

    assert json.loads(out.getvalue()) == {"ok": False, "error": "No.", "exit_code": 1}


def test_no_bar_is_drawn_where_nobody_watches() -> None:
    err = io.StringIO()

    with Terminal(err=err).progress("Loading") as bar:
        bar(1, 2)

    assert err.getvalue() == ""


@pytest.mark.django_db
def test_createadmin_sets_up_a_new_installation(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = create_admin(
        monkeypatch,
        *("--email", "ada@example.org", "--name", "Ada Ames"),
        *("--organisation", "Ames & Co"),
    )

    assert code == ExitCode.DONE
    assert installation.is_set_up()
    assert Person.objects.get().check_password(PASSWORD)
    assert PASSWORD not in "".join(capsys.readouterr())


@pytest.mark.django_db
def test_createadmin_lets_in_a_second_admin(monkeypatch: pytest.MonkeyPatch) -> None:
    first = ("--email", "ada@example.org", "--name", "Ada", "--organisation", "Ames")
    create_admin(monkeypatch, *first)

    code = create_admin(monkeypatch, "--email", "bo@example.org", "--name", "Bo Berg")

    assert code == ExitCode.DONE
    assert Person.objects.filter(role=Person.Role.ADMIN).count() == 2


@pytest.mark.django_db
def test_createadmin_refuses_a_weak_password_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WAYPOST_ADMIN_PASSWORD", "short")
    who = ("--email", "ada@example.org", "--name", "Ada", "--organisation", "Ames")

    code = cli.main(["createadmin", *who])

    said = capsys.readouterr()
    assert code == ExitCode.REFUSED
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_createadmin_in_a_script_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))

    code = cli.main(["createadmin", "--name", "Ada"])

    assert code == ExitCode.USAGE
    assert "--email" in capsys.readouterr().err


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A small file as Jira writes it, and an admin to import it."""
    terms = actions.PersonTerms(email="ada@example.org", name="Ada Ames")
    actions.set_up_organisation(
        now=timezone.now(),
        organisation=actions.OrganisationTerms(name="Ames & Co"),
        admin=terms,
        password=PASSWORD,
    )
    path = tmp_path / "issues.csv"
    path.write_text(
        "Summary,Issue key,Issue id,Issue Type,Status,Project key,Project name\n"
        "Lay the cable,CAB-1,1001,Task,To Do,CAB,Cable\n"
        "Test the cable,CAB-2,1002,Task,To Do,CAB,Cable\n"
    )
    return path


@pytest.mark.django_db
def test_a_dry_run_says_what_would_come_and_changes_nothing(
    export: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = cli.main(["import", str(export), "--as", "jira", "--dry-run", "--json"])

    answer = json.loads(capsys.readouterr().out)
    assert code == ExitCode.DONE
    assert answer["preview"]["counts"]["tasks"] == 2
    assert not Project.objects.exists()


@pytest.mark.django_db
def test_import_takes_a_file_in_once(
    export: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["import", str(export), "--as", "jira", "--json"]

    cli.main(command)
    cli.main(command)

    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert Project.objects.count() == 1
    assert first["change_set"] is not None
    assert second["change_set"] is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--as", "mspdi"], "not XML"),
        (["--as", "jira", "--by", "no@example.org"], "no@example.org"),
        (["--as", "jira", "--map", "/nowhere.json"], "/nowhere.json"),
        (["--as", "jira", "--into", "NONE"], "no project NONE"),
    ],
    ids=["kind", "by", "map", "into"],
)
def test_import_refuses_in_one_line_and_changes_nothing(
    export: Path,
    arguments: list[str],
    words: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = cli.main(["import", str(export), *arguments])

    said = capsys.readouterr().err
    assert code != ExitCode.DONE
    assert words in said
    assert len(said.splitlines()) == 1
    assert not Project.objects.exists()


@pytest.mark.django_db
def test_import_knows_a_table_by_its_header(
    export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export.exists()
    path = tmp_path / "people.csv"
    path.write_text("E-mail,Name,Role\nbo@example.org,Bo Lind,member\n")

    code = cli.main(["import", str(path), "--dry-run", "--json"])

    answer = json.loads(capsys.readouterr().out)
    assert code == ExitCode.DONE
    assert answer["preview"]["kind"] == "people"
    assert answer["preview"]["counts"]["new"] == 1


def test_import_writes_a_template(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "okrs.xlsx"

    assert cli.main(["import", "--template", "readings"]) == ExitCode.DONE
    assert capsys.readouterr().out.strip() == "Metric,Date,Value,Note"
    assert cli.main(["import", "--template", "okrs", str(path)]) == ExitCode.DONE
    assert path.read_bytes().startswith(b"PK")
    assert cli.main(["import", "--template", "okrs", str(path)]) == ExitCode.REFUSED
    assert cli.main(["import", "--template", "tea"]) == ExitCode.USAGE
    assert cli.main(["import"]) == ExitCode.USAGE


@pytest.mark.django_db
def test_doctor_tells_machines_each_finding(
    capsys: pytest.CaptureFixture[str],
) -> None:
    cli.main(["doctor", "--json"])

    answer = json.loads(capsys.readouterr().out)
    verdicts = {row["subject"]: row["verdict"] for row in answer["findings"]}
    assert verdicts["data folder"] == "ok"
    assert verdicts["database"] == "ok"
    assert verdicts["migrations"] == "ok"


@pytest.mark.django_db
def test_doctor_finds_a_folder_that_cannot_be_written(
    settings: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    settings.DATA_DIR = tmp_path / "file"  # type: ignore[attr-defined]  # the wrapper

    code = cli.main(["doctor"])

    assert code == ExitCode.REFUSED
    assert "set WAYPOST_DATA_DIR" in capsys.readouterr().out
