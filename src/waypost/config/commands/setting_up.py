"""``init``, ``createadmin`` and ``sample``: from nothing to somebody who signs in."""

import getpass
import sys
from argparse import Namespace
from dataclasses import asdict

from django.utils import timezone

from waypost import sample as sample_organisation
from waypost.config import database
from waypost.config import environment as env
from waypost.config.terminal import CommandFailed, ExitCode, Terminal
from waypost.people import actions, installation
from waypost.people.models import Person


def init(options: Namespace, terminal: Terminal) -> int:
    """Create the database or bring it up to date, and say what comes next."""
    applied = database.migrate(terminal.progress("Preparing the database"))
    what = f"{len(applied)} migrations were applied" if applied else "it was up to date"
    terminal.say(f"The database is ready: {what}.")
    if not installation.is_set_up():
        terminal.say("Next: `waypost serve`, and set up your organisation there;")
        terminal.say("or `waypost createadmin` first; or `waypost sample` to try it.")
    facts = {"applied": list(applied), "is_set_up": installation.is_set_up()}
    terminal.result({"ok": True, **facts})
    return ExitCode.DONE


def create_admin(options: Namespace, terminal: Terminal) -> int:
    """Create an admin; on a new installation the organisation as well."""
    database.require_current()
    is_new = not installation.is_set_up()
    terms = actions.PersonTerms(
        email=options.email or _asked("E-mail", "--email"),
        name=options.name or _asked("Full name", "--name"),
    )
    name = options.organisation or (
        _asked("Organisation", "--organisation") if is_new else ""
    )
    password = _password(options)
    person = _create(terms, password, organisation=name if is_new else None)
    terminal.say(f"{person.name} administers Waypost and signs in as {person.email}.")
    terminal.result({"ok": True, "email": person.email, "name": person.name})
    return ExitCode.DONE


def sample(options: Namespace, terminal: Terminal) -> int:
    """Load the sample organisation, and say who may sign in."""
    database.migrate(terminal.progress("Preparing the database"))
    if installation.is_set_up():
        raise CommandFailed(
            "This database holds an organisation already; the sample takes an empty"
            " one: set WAYPOST_DATA_DIR or WAYPOST_DATABASE_URL to another."
        )
    load_sample(terminal, None if options.size == "heart" else options.size)
    for line in sign_in_lines():
        terminal.say(line)
    terminal.result({"ok": True, "people": sample_people()})
    return ExitCode.DONE


def load_sample(terminal: Terminal, size: str | None) -> None:
    """Load the sample organisation in a size, as of now."""
    with terminal.progress("Loading the sample organisation") as bar:
        sample_organisation.load(now=timezone.now(), size=size, progress=bar)


def sample_people() -> list[dict[str, str]]:
    """Return the people of the sample to sign in as, as machines read them."""
    rows = []
    for each in sample_organisation.demo_people():
        person = installation.who_acts(each.email)
        if person is not None:
            rows.append(asdict(each) | {"role": person.role, "title": each.role})
    return rows


def sign_in_lines() -> list[str]:
    """Say how to sign in as the people of the sample."""
    people = sample_people()
    if not people:
        return ["It holds an organisation of its own: sign in as one of its people."]
    width = max(len(person["email"]) for person in people)
    lines = [f"  {p['email']:<{width}}  {p['title']}: {p['why']}" for p in people]
    passwords = sorted({person["password"] for person in people})
    return ["Sign in as", *lines, f"each with the password  {' or '.join(passwords)}"]


def _create(
    terms: actions.PersonTerms, password: str, *, organisation: str | None
) -> Person:
    if organisation is None:
        return actions.install_admin(
            actor=None, now=timezone.now(), terms=terms, password=password
        )
    return actions.set_up_organisation(
        now=timezone.now(),
        organisation=actions.OrganisationTerms(name=organisation),
        admin=terms,
        password=password,
    )


def _asked(label: str, option: str) -> str:
    """Ask a person at the terminal; a script must have said it."""
    if not sys.stdin.isatty():
        message = f"{label} is missing: give {option}, or run this in a terminal."
        raise CommandFailed(message, code=ExitCode.USAGE)
    sys.stderr.write(f"{label}: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip()


def _password(options: Namespace) -> str:
    """Take the password from standard input, the environment, or a person unseen."""
    if options.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    given = env.text("ADMIN_PASSWORD")
    if given:
        return given
    if not sys.stdin.isatty():
        raise CommandFailed(
            "The password is missing: give --password-stdin, or set"
            " WAYPOST_ADMIN_PASSWORD.",
            code=ExitCode.USAGE,
        )
    password = getpass.getpass("Password: ")
    if password != getpass.getpass("Once more: "):
        raise CommandFailed("The two passwords differ; nothing was changed.")
    return password
