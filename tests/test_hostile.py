"""Wrong and hostile input: an answer in words, never a crash, never half a write."""

import pickle
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import Any, ClassVar
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from tests.addresses import addresses, plain_addresses
from tests.crawl import changed, client_of, crash_of, digest, kind_of
from tests.filling import Form, forms_of
from tests.scene import Scene, make_scene
from waypost.core.history import last_change_set
from waypost.core.models import ChangeSet
from waypost.okrs import actions as okrs
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin
from waypost.projects.tests.factories import make_dependency, make_task

# Each test stands in a savepoint of the transaction in which the scene is built.
pytestmark = pytest.mark.django_db

LONG = "x" * 10_000
MARKUP = "<script>alert(1)</script>"
# What a name may well hold; it must come back as it is, escaped.
_SQL = "'; DROP TABLE people_person; --"
ODD = f"\u202egnp \u05d0\u05d1 👩🏽‍🚀 {MARKUP} {_SQL} {{{{7*7}}}} %s"
NUL = "a\x00b"
TEXTS = (LONG, ODD)
NUMBERS = ("NaN", "9" * 40)
DAYS = ("0001-01-01", "9999-12-31", "2026-02-30")
MOMENTS = ("0001-01-01T00:00", "9999-12-31T23:59", "soon")
# More digits than Python turns into a number.
MANY = "9" * 5_000
CHOICES = (MANY,)
BY_KIND = {
    "choice": CHOICES,
    "hidden": CHOICES,
    "number": NUMBERS,
    "date": DAYS,
    "datetime-local": MOMENTS,
}
# What PostgreSQL refuses and SQLite takes: words too long, NUL, numbers too large. All
# else is answered before a database hears of it, so one of the two is enough.
OF_POSTGRES = {
    "choice": (MANY,),
    "hidden": (MANY,),
    "number": ("9" * 40,),
    "date": (),
    "datetime-local": (),
}
# A value that both databases take the same way.
ONCE = partial(pytest.param, marks=pytest.mark.once)
# Where the forms stand; the pages themselves carry the small ones.
PAGES = {
    "new objective": "/objectives/new/?cycle={cycle.pk}",
    "objective": "/objectives/O-{of_team.number}/edit/",
    "new key result": "/objectives/O-{of_team.number}/key-results/new/",
    "new guardrail": "/objectives/O-{of_team.number}/guardrails/new/",
    "new cycle": "/cycles/new/",
    "cycle": "/cycles/{cycle.pk}/edit/",
    "start of a cycle": "/cycles/{cycle.pk}/start/",
    "end of a cycle": "/cycles/{cycle.pk}/close/",
    "new metric": "/metrics/new/?source=computed",
    "metric": "/metrics/M-{key_result.metric.number}/edit/",
    "metric's page": "/metrics/M-{key_result.metric.number}/",
    "reading": "/metrics/readings/{check_in.reading.pk}/",
    "key result": "/key-results/KR-{key_result.number}/edit/",
    "target": "/key-results/KR-{key_result.number}/target/",
    "key result's page": "/key-results/KR-{key_result.number}/",
    "check-in": "/key-results/check-ins/{check_in.pk}/",
    "new bet": "/bets/new/?key_result={key_result.code}&project={other.code}",
    "bet": "/bets/{bet.pk}/edit/",
    "new project": "/projects/new/",
    "project": "/projects/{project.code}/edit/",
    "new milestone": "/projects/{project.code}/milestones/",
    "milestone": "/projects/{project.code}/milestones/{milestone.pk}/",
    "plan": "/projects/{project.code}/plan/",
    "board": "/projects/{project.code}/board/?move={task.number}",
    "new allocation": "/projects/{project.code}/people/new/",
    "new budget line": "/projects/{project.code}/budget/new/",
    "new status": "/projects/statuses/new/",
    "task": "/projects/{project.code}/tasks/{task.number}/edit/",
    "task's page": "/projects/{project.code}/tasks/{task.number}/",
    "talk": "/talk/okrs.objective/{of_team.pk}/",
    "imports": "/imports/",
    "invitation": "/people/new/",
    "person": "/people/{extra.pk}/edit/",
    "hand over": "/people/{extra.pk}/hand-over/",
    "time off": "/people/{extra.pk}/time-off/",
    "new contact": "/people/contacts/new/",
    "new team": "/teams/new/",
    "team": "/teams/{team.pk}/edit/",
    "new member": "/teams/{team.pk}/members/",
    "settings": "/settings/",
    "organization": "/organization/edit/",
    "new calendar": "/calendars/new/",
}
# Their own theme and sessions, that they were here, and what they have read, readers
# may say.
OF_READERS = {
    "shell:theme", "home:seen", "home:read_comment", "conversations:acknowledge",
    "settings:end_others",
}  # fmt: skip
LEADING_OUT = ("/accounts/", "/shell/", "/delete/", "/remove/", "/undo/")


@dataclass(frozen=True, slots=True)
class Ground:
    """The scene and the admin who is let through everywhere."""

    scene: Scene
    admin: Person


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[bytes]:
    """The ground, pickled: to copy it that way takes a fifth of the time."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield pickle.dumps(Ground(make_scene(), make_admin()))
        transaction.set_rollback(True)


@pytest.fixture
def ground(built: bytes) -> Ground:
    found: Ground = pickle.loads(built)
    return found


@pytest.mark.parametrize("name", PAGES)
def test_no_field_takes_what_it_must_not(ground: Ground, name: str) -> None:
    """Fill one field after the other of each form of the page with each bad value."""
    client = client_of(ground.admin)
    address = PAGES[name].format(**_named(ground.scene))
    page = client.get(address)
    assert page.status_code == 200, f"{address}: {page.status_code} {crash_of(page)}"

    troubles = [
        trouble
        for form in _writing_forms(page.content.decode(), address)
        for trouble in _try_form(client, form)
    ]

    assert not troubles, "\n".join(troubles)


def _named(scene: Scene) -> dict[str, object]:
    return {name: getattr(scene, name) for name in scene.__dataclass_fields__}


def _writing_forms(html: str, address: str) -> list[Form]:
    """Return the forms that write, one of each kind: a list has one in every row."""
    found = {
        kind_of(form.action): form
        for form in forms_of(html, at=address)
        if form.method == "post" and not any(out in form.action for out in LEADING_OUT)
    }
    return list(found.values())


def _try_form(client: Client, form: Form) -> Iterator[str]:
    """Try each field with its first bad value, then with its second, and so on.

    A field that has refused one value by itself, and can only refuse the next too, is
    tried together with all others of that sort: it is enough that each is marked as
    wrong. So are all fields that may well take odd words: it is enough that they are
    written. What is neither marked nor written is tried by itself. What one wrong field
    does to the rest of its form is the same on both databases.
    """
    waiting = _attempts(form)
    refusing = set(waiting) if connection.vendor == "postgresql" else set()
    while waiting:
        bad = {field: values.pop(0) for field, values in waiting.items()}
        together = {
            field: value
            for field, value in bad.items()
            if field in refusing or value == ODD
        }
        if len(together) > 1:
            answer = _send(client, form, together)
            yield from answer.troubles()
            bad = {
                field: value
                for field, value in bad.items()
                if field not in together
                or not (answer.marks(field) or (value == ODD and answer.wrote))
            }
        for field, value in bad.items():
            answer = _send(client, form, {field: value})
            yield from answer.troubles()
            if answer.marks(field):
                refusing.add(field)
        waiting = {field: values for field, values in waiting.items() if values}


def _attempts(form: Form) -> dict[str, list[str]]:
    is_postgres = connection.vendor == "postgresql"
    values = OF_POSTGRES if is_postgres else BY_KIND
    words = (LONG, NUL) if is_postgres else TEXTS
    found = {
        field: list(values.get(kind, words))
        for field, kind in form.kinds.items()
        if field not in {"csrfmiddlewaretoken", "next"}
    }
    return {field: bad for field, bad in found.items() if bad}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for a form with bad values."""

    sent: str
    status: int
    body: str
    crash: str
    wrote: bool

    def marks(self, field: str) -> bool:
        """Tell whether the field stands there again as one that is wrong."""
        named = re.escape(f'name="{field}"')
        tags = re.findall(
            rf"<(?:input|select|textarea)\b[^>]*\s{named}[^>]*>", self.body
        )
        return self.status == 422 and any('aria-invalid="true"' in tag for tag in tags)

    def troubles(self) -> Iterator[str]:
        """Say what is wrong with the answer."""
        if self.status >= 500:
            yield f"{self.sent}: {self.status} {self.crash}"
        elif self.status >= 400 and self.wrote:
            yield f"{self.sent}: refused with {self.status}, and something was written"
        elif (
            self.status == 422
            and 'aria-invalid="true"' not in self.body
            and 'role="alert"' not in self.body
        ):
            yield f"{self.sent}: refused without a word"
        elif self.status == 200:
            yield f"{self.sent}: answered 200, neither saved nor refused"
        if MARKUP in self.body:
            yield f"{self.sent}: comes back as markup"


def _send(client: Client, form: Form, bad: dict[str, str]) -> Answer:
    """Send it, and take back what it wrote."""
    with transaction.atomic():
        before = ChangeSet.objects.count()
        answer = client.post(form.action, form.filled(**bad))
        wrote = ChangeSet.objects.count() > before
        transaction.set_rollback(True)
    said = " ".join(f"{field}={value[:30]!r}" for field, value in bad.items())
    return Answer(
        sent=f"{form.action} {said}",
        status=answer.status_code,
        body=answer.content.decode(errors="replace"),
        crash=crash_of(answer),
        wrote=wrote,
    )


def test_odd_words_come_back_as_they_are(ground: Ground) -> None:
    """Stored through the door of the actions, shown everywhere, escaped everywhere."""
    scene = ground.scene
    for thing in (scene.company, scene.of_team, scene.key_result, scene.milestone):
        thing.title = ODD
        thing.save()
    for named in (scene.project, scene.metric, scene.extra, scene.team):
        named.name = ODD
        named.save()
    client = client_of(ground.admin)
    shown = [
        "/", "/map/", "/objectives/", "/projects/", "/history/",
        f"/objectives/O-{scene.of_team.number}/",
        f"/key-results/KR-{scene.key_result.number}/",
        f"/projects/{scene.project.code}/",
        f"/projects/{scene.project.code}/plan/",
        f"/bets/{scene.bet.pk}/",
    ]  # fmt: skip

    for address in shown:
        answer = client.get(address)
        assert answer.status_code == 200, f"{address}: {crash_of(answer)}"
        assert MARKUP not in answer.content.decode(), f"{address} shows it raw"


# --- Addresses and queries ----------------------------------------------------------

QUERIES = ("cycle", "words", "q", "by", "team", "owner", "health", "sort", "phase",
           "manager", "focus", "group", "edit", "at", "add", "view", "key_result",
           "project", "next", "serves", "level", "person", "page", "open")  # fmt: skip


@pytest.mark.parametrize("value", [*map(ONCE, ("-1", MARKUP)), MANY])
def test_no_query_breaks_a_page(ground: Ground, value: str) -> None:
    client = client_of(ground.admin)
    project = ground.scene.project.code
    pages = [*plain_addresses().values(), f"/projects/{project}/plan/"]
    query = "&".join(f"{name}={quote(value)}" for name in QUERIES)

    for address in pages:
        answer = client.get(f"{address}?{query}")
        assert answer.status_code < 500, f"{address}: {crash_of(answer)}"
        assert MARKUP not in answer.content.decode(errors="replace")


class Watched(QueryDict):
    """A query that notes the names it is asked for."""

    asked: ClassVar[set[str]] = set()

    def __getitem__(self, name: str) -> Any:
        self.asked.add(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self.asked.add(str(name))
        return super().__contains__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.asked.add(name)
        return super().get(name, default)

    def getlist(self, name: str, default: Any = None) -> Any:
        self.asked.add(name)
        return super().getlist(name, default)

    def lists(self) -> Any:
        self.asked.update(QUERIES)  # whoever reads all of it may look for any name
        return super().lists()


@pytest.mark.parametrize(
    "address", ["/map/", "/objectives/", "/projects/", "/bets/new/"]
)
def test_no_single_query_breaks_the_big_pages(
    ground: Ground, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One at a time: of several, the first that is wrong may hide the rest.

    What a page does not even look for when nothing is given, it does not look for when
    that alone is given; so it is tried with all that it looks for, and with a stranger.
    """
    client = client_of(ground.admin)
    with monkeypatch.context() as patch:
        patch.setattr("django.core.handlers.wsgi.QueryDict", Watched)
        patch.setattr(Watched, "asked", set())
        client.get(address)
        names = sorted({*Watched.asked, "stranger"})
    assert len(names) > 1

    for name, value in product(names, ("9" * 40, "\x00")):
        answer = client.get(address, {name: value})
        assert answer.status_code < 500, f"{address}?{name}: {crash_of(answer)}"


TYPING = ("value", "target", "baseline", "low", "metric", "title", "done_steps", "text")


@pytest.mark.parametrize("value", ["NaN", "-Infinity", "1e400", MANY, "\x00", ODD])
def test_advice_while_typing_takes_anything(ground: Ground, value: str) -> None:
    """What the pages ask for while somebody types is asked with half-typed words."""
    client, scene = client_of(ground.admin), ground.scene
    typed = dict.fromkeys(TYPING, value)

    for address in (
        f"/objectives/O-{scene.of_team.number}/key-results/coach/",
        f"/week/KR-{scene.key_result.number}/preview/",
        f"/projects/{scene.project.code}/tasks/{scene.task.number}/find/",
        "/objectives/coach/",
        "/objectives/draft/",
        "/projects/new/key/",
    ):
        kinds: list[dict[str, str]] = [{"kind": kind} for kind in ("metric", "steps")]
        for kind in kinds:
            answer = client.get(address, {**typed, **kind, "q": value, "name": value,
                                          "group": f"team-{value}"})  # fmt: skip
            assert answer.status_code < 500, f"{address}: {crash_of(answer)}"


@pytest.mark.parametrize("number", [*map(ONCE, (0, 999_999)), 10**30])
def test_what_is_not_there_is_not_found(ground: Ground, number: int) -> None:
    client = client_of(ground.admin)
    prints = digest()

    for view, address in addresses(_missing(number)).items():
        if view == "home:row":  # leads back to the week, there or not
            continue
        for answer in (client.get(address), client.post(address, {"title": "Mine"})):
            assert answer.status_code in {404, 405}, (
                f"{view} {address}: {answer.status_code} {crash_of(answer)}"
            )

    assert not changed(prints, digest())


def _missing(number: int) -> dict[tuple[str, ...], object]:
    families = (
        *("bets", "cycles", "history", "home", "imports", "key_results", "metrics"),
        *("objectives", "projects", "conversations"),
    )
    names = ("pk", "number", "key_result")
    numbered: dict[tuple[str, ...], object] = {
        (family, name): number for family in families for name in names
    }
    return numbered | {
        ("objectives", "step"): "cancel",
        ("projects", "code"): f"NONE-{number}",
        ("projects", "what"): "hold",
        ("home", "code"): f"NONE-{number}",
        ("strategy_map", "name"): f"KR-{number}",
        ("conversations", "kind"): "okrs.objective",
    }


@pytest.mark.parametrize(
    "name", ["nothing", "KR-", "KR-x", "%00", "O-1'--", "..", "🚀"]
)
def test_a_node_that_is_none_is_not_found(ground: Ground, name: str) -> None:
    answer = client_of(ground.admin).get(f"/map/node/{name}/")

    assert answer.status_code == (400 if name == "%00" else 404)


# --- Methods, forgery, strangers ----------------------------------------------------


def _standing(ground: Ground) -> dict[str, str]:
    """Return the address of each view, for things that are there."""
    scene = ground.scene
    waits = make_dependency(scene.task, make_task(scene.project))
    step = okrs.create_key_result(
        actor=ground.admin,
        now=scene.check_in.observed_at,
        objective=scene.company,
        terms=okrs.KeyResultTerms(
            title="Signed", kind="binary", owner=scene.extra,
            starts_on=scene.cycle.starts_on, due_on=scene.cycle.ends_on,
        ),
    ).key_result.steps.get()  # fmt: skip
    assert scene.check_in.reading is not None
    return plain_addresses() | addresses({
        ("bets", "pk"): scene.bet.pk,
        ("bets", "mark", "pk"): scene.assumption.pk,
        ("history", "pk"): last_change_set(ground.admin),
        ("home", "number"): scene.key_result.number,
        ("home", "acknowledge", "pk"): scene.check_in.pk,
        ("home", "pk"): scene.bet.pk,
        ("home", "code"): scene.project.code,
        ("home", "tick", "number"): scene.task.number,
        ("key_results", "number"): scene.key_result.number,
        ("key_results", "pk"): scene.check_in.pk,
        **{("key_results", f"{verb}_step", "pk"): step.pk
           for verb in ("edit", "tick", "remove")},
        **{("key_results", f"{verb}_reading", "pk"): scene.check_in.reading.pk
           for verb in ("edit", "delete")},
        ("objectives", "number"): scene.of_team.number,
        ("objectives", "key_result"): scene.key_result.number,
        ("objectives", "step"): "cancel",
        ("cycles", "pk"): scene.cycle.pk,
        ("metrics", "number"): scene.metric.number,
        ("metrics", "pk"): scene.check_in.reading.pk,
        ("projects", "code"): scene.project.code,
        ("projects", "number"): scene.task.number,
        ("projects", "what"): "hold",
        ("projects", "pk"): scene.milestone.pk,
        **{("projects", view, "pk"): scene.pencilled().pk
           for view in ("allocation", "confirm", "withdraw")},
        **{("projects", view, "pk"): scene.budget_line().pk
           for view in ("budget_line", "delete_budget_line")},
        **{("projects", view, "pk"): scene.unused_status().pk
           for view in ("status", "move_status", "delete_status", "merge_status")},
        ("projects", "edit_dependency", "pk"): waits.pk,
        ("projects", "remove_dependency", "pk"): waits.pk,
        ("strategy_map", "name"): scene.key_result.code,
        ("conversations", "kind"): "okrs.objective",
        ("conversations", "pk"): scene.of_team.pk,
        **{("conversations", verb, "pk"): scene.comment.pk
           for verb in ("comment", "edit", "delete")},
        ("home", "read_comment", "pk"): scene.comment.pk,
    })  # fmt: skip


@pytest.mark.once  # refused before anything is asked
@pytest.mark.parametrize("method", ["put", "delete"])
def test_other_methods_are_refused(ground: Ground, method: str) -> None:
    client = client_of(ground.admin)
    standing = _standing(ground)
    prints = digest()

    for address in standing.values():
        answer = getattr(client, method)(address)
        assert answer.status_code in {404, 405}, f"{address}: {answer.status_code}"

    assert not changed(prints, digest())


@pytest.mark.once  # refused before anything is asked
def test_a_forged_post_is_refused_in_words(ground: Ground) -> None:
    standing = _standing(ground)
    client = Client(enforce_csrf_checks=True)
    client.force_login(ground.admin)
    prints = digest()

    for address in standing.values():
        answer = client.post(address, {"title": "Forged"})
        assert answer.status_code in {403, 405}, f"{address}: {answer.status_code}"
        assert b"<h1" in answer.content, f"{address} refuses without a word"

    assert not changed(prints, digest())


@pytest.mark.once  # refused before anything is asked
def test_nothing_is_done_for_whoever_is_not_signed_in(ground: Ground) -> None:
    standing = _standing(ground)
    client = Client()
    prints = digest()

    for name, address in standing.items():
        if name.startswith("start:"):
            continue
        answer = client.post(address, {"title": "Mine"})
        assert answer.status_code in {302, 401, 404, 405}, (
            f"{name}: {answer.status_code}"
        )

    assert not changed(prints, digest())


def test_a_look_changes_nothing(ground: Ground) -> None:
    """Every address, looked at by a reader, who may do nothing with it."""
    standing = _standing(ground)
    reader = ground.scene.extra
    reader.role = Person.Role.VIEWER
    reader.save()
    client = client_of(reader)
    prints = digest()

    for name, address in standing.items():
        answer = client.get(address)
        assert answer.status_code < 500, f"{name}: {crash_of(answer)}"

    assert not changed(prints, digest())


def test_a_reader_writes_nowhere(ground: Ground) -> None:
    standing = _standing(ground)
    reader = ground.scene.extra
    reader.role = Person.Role.VIEWER
    reader.save()
    client = client_of(reader)
    prints = digest()

    for name, address in standing.items():
        if name in OF_READERS:
            continue
        answer = client.post(address, {"title": "Mine", "reason": "Because"})
        assert answer.status_code in {403, 404, 405, 422, 303}, f"{name}"

    assert not changed(prints, digest())
