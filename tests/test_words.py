"""Every word that people read is marked for translation."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.db import models, transaction
from django.utils.text import Truncator
from pytest_django.plugin import DjangoDbBlocker

from tests.crawl import client_of, crash_of
from tests.pseudo import CLOSE, OPEN, Known, spoken, unmarked, wrapped
from tests.scene import Scene, make_scene
from waypost.conversations.models import Comment
from waypost.okrs.tests.factories import make_steps_key_result
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin
from waypost.projects.tests.factories import make_dependency, make_task
from waypost.web.home.said import WORDS
from waypost.web.locales import LOCALES
from waypost.web.zones import CURRENCIES, zones

# Each test stands in a savepoint of the transaction in which the scene is built.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
# Names that are the same in every language, and the kinds of numbers.
PLAIN = [
    "Waypost", "Jira", "Microsoft Project", "CSV", "XML", "Esc", "Ctrl", "Enter", "UTC",
    "hand",
]  # fmt: skip
PLAIN += [locale.name for locale in LOCALES]
PLAIN += [*CURRENCIES, *(label for _name, label in zones())]
PAGES = {
    "home": "/",
    "map": "/map/?view=map",
    "outline": "/map/?view=outline",
    "objectives": "/objectives/",
    "objectives by owner": "/objectives/?by=owner",
    "objective": "/objectives/O-{of_team.number}/",
    "new objective": "/objectives/new/?cycle={cycle.pk}",
    "edit objective": "/objectives/O-{of_team.number}/edit/",
    "new key result": "/objectives/O-{of_team.number}/key-results/new/",
    "cycles": "/cycles/",
    "new cycle": "/cycles/new/",
    "cycle": "/cycles/{cycle.pk}/",
    "end of a cycle": "/cycles/{cycle.pk}/close/",
    "metrics": "/metrics/",
    "metric": "/metrics/M-{key_result.metric.number}/",
    "edit metric": "/metrics/M-{key_result.metric.number}/edit/",
    "edit reading": "/metrics/readings/{check_in.reading.pk}/",
    "key result": "/key-results/KR-{key_result.number}/",
    "steps": "/key-results/KR-{steps.number}/",
    "edit key result": "/key-results/KR-{key_result.number}/edit/",
    "move target": "/key-results/KR-{key_result.number}/target/",
    "bet": "/bets/{bet.pk}/",
    "choose a bet": "/bets/new/",
    "new bet": "/bets/new/?key_result={key_result.code}&project={other.code}",
    "projects": "/projects/",
    "project": "/projects/{project.code}/",
    "new project": "/projects/new/",
    "edit project": "/projects/{project.code}/edit/",
    "plan": "/projects/{project.code}/plan/",
    "task": "/projects/{project.code}/tasks/{task.number}/",
    "edit task": "/projects/{project.code}/tasks/{task.number}/edit/",
    "milestone": "/projects/{project.code}/milestones/{milestone.pk}/",
    "talk": "/talk/okrs.objective/{of_team.pk}/",
    "comment": "/talk/comments/{comment.pk}/",
    "imports": "/imports/",
    "people": "/people/",
    "person": "/people/{extra.pk}/",
    "edit person": "/people/{extra.pk}/edit/",
    "invite": "/people/new/",
    "hand over": "/people/{extra.pk}/hand-over/",
    "time off": "/people/{extra.pk}/time-off/",
    "contacts": "/people/contacts/",
    "new contact": "/people/contacts/new/",
    "teams": "/teams/",
    "team": "/teams/{team.pk}/",
    "edit team": "/teams/{team.pk}/edit/",
    "new member": "/teams/{team.pk}/members/",
    "settings": "/settings/",
    "my time off": "/settings/time-off/",
    "sessions": "/settings/sessions/",
    "organization": "/organization/",
    "edit organization": "/organization/edit/",
    "calendars": "/calendars/",
    "new calendar": "/calendars/new/",
    "history": "/history/",
    "first steps": "/start/guide/",
    "not found": "/objectives/O-999/",
}
# What people choose from is in the words of the model, so not their data.
WRITTEN = (models.CharField, models.TextField, models.EmailField)
_MARK = re.compile("[*_`]")
_MENTION = re.compile(r"\[@([^\]]*)\]\(person:[0-9]+\)")


@dataclass(frozen=True, slots=True)
class Spoken:
    """The scene, who looks at it, and all the words that are data."""

    scene: Scene
    steps: object
    admin: Person
    data: Known


@pytest.fixture(scope="module")
def ground(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Spoken]:
    with django_db_blocker.unblock(), transaction.atomic():
        scene, admin = make_scene(), make_admin()
        steps = make_steps_key_result(
            objective=scene.company,
            starts_on=scene.cycle.starts_on,
            due_on=scene.cycle.ends_on,
        )
        make_dependency(scene.task, make_task(scene.project))
        yield Spoken(scene, steps, admin, Known(written()))
        transaction.set_rollback(True)


def _as_shown(comment: str) -> str:
    """Return a comment without its marks, with names for links."""
    return _MARK.sub("", _MENTION.sub(r"@\1", comment))


def written() -> list[str]:
    """Return every text that somebody has typed, from all tables."""
    found = list(PLAIN)
    for model in apps.get_models():
        if not model.__module__.startswith("waypost."):
            continue
        for column in model._meta.concrete_fields:
            if isinstance(column, WRITTEN) and not column.choices:
                found += model._base_manager.values_list(column.attname, flat=True)
    said = list(map(_as_shown, Comment.objects.values_list("body", flat=True)))
    found += said
    found += [Truncator(text).words(WORDS, truncate="").strip() for text in said]
    names = [name for name in found if " " in name]
    return [*found, *(name.split()[0] for name in names)]


@pytest.mark.parametrize("name", PAGES)
def test_no_word_of_the_page_is_unmarked(ground: Spoken, name: str) -> None:
    named = {n: getattr(ground.scene, n) for n in ground.scene.__dataclass_fields__}
    address = PAGES[name].format(**named, steps=ground.steps)

    with spoken():
        answer = client_of(ground.admin).get(address)

    assert not crash_of(answer), crash_of(answer)
    body = answer.content.decode()
    assert OPEN in body, "the page does not speak the language of the test"
    assert not unmarked(body, ground.data)


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/password/reset/"])
def test_no_word_of_the_entrance_is_unmarked(ground: Spoken, address: str) -> None:
    with spoken():
        answer = client_of(None).get(address)

    assert not unmarked(answer.content.decode(), ground.data)


def test_a_word_that_is_not_marked_is_found() -> None:
    page = f'<p title="Loose">{wrapped("Marked")} Bare KR-7 <b>Data</b></p>'

    found = unmarked(page, Known(["Data"]))

    assert [each.split(" (")[0] for each in found] == ["Loose", "Bare"]


def test_brackets_may_stand_in_brackets() -> None:
    page = f"<p>{OPEN}{OPEN}one{CLOSE} of {OPEN}two{CLOSE}{CLOSE}</p>"

    assert not unmarked(page, Known([]))


def test_markup_may_stand_in_brackets() -> None:
    page = f"<p>{OPEN}one <b>more</b> word{CLOSE} <i>loose</i></p>"

    assert [each.split(" (")[0] for each in unmarked(page, Known([]))] == ["loose"]
