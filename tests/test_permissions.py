"""The permission table, row by row, through the actions and through the pages."""

import csv
import pickle
import re
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from tests.deeds import DEEDS, Deed
from tests.filling import Form, form_to
from tests.scene import RELATIONS, STATES, Scene, make_scene
from waypost.core.access import Denied
from waypost.core.models import ChangeSet
from waypost.exchange.models import ExportRun, ImportRun
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person

# Each test stands in a savepoint of the transaction in which the scene is built.
pytestmark = pytest.mark.django_db
TABLE = Path(__file__).with_name("permissions.csv")
COUNTS = " + ".join(
    f'(SELECT COUNT(*) FROM "{model._meta.db_table}")'
    for model in (ChangeSet, ImportRun, ExportRun)
)
NOT_OFFERED = "is not one of the available choices"
ALLOWED, DENIED, NOT_FOUND = "allowed", "denied", "not found"


@dataclass(frozen=True, slots=True)
class Row:
    """Who, in which relation to it, may do what, in which state."""

    action: str
    state: str
    role: str
    relation: str
    answer: str

    def __str__(self) -> str:
        return ", ".join(astuple(self)[:-1])


LINES = TABLE.read_text(encoding="utf-8").splitlines()
ROWS = [Row(**row) for row in csv.DictReader(LINES)]
BY_PAGE = [row for row in ROWS if DEEDS[row.action].address is not None]


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[bytes]:
    """The scene, pickled: to copy it that way takes a fifth of the time."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield pickle.dumps(make_scene())
        transaction.set_rollback(True)


@pytest.fixture
def scene(built: bytes) -> Scene:
    """The scene as it was built: what a test sets is not the next one's."""
    found: Scene = pickle.loads(built)
    return found


def make_actor(scene: Scene, row: Row) -> Person:
    """Set the state, and put somebody into the row's role and relation."""
    actor = make_person("Actor Gum", role=row.role)
    RELATIONS[row.relation](scene, actor)
    STATES[row.state](scene)
    return actor


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_actions_answer_as_the_table_says(scene: Scene, row: Row) -> None:
    actor = make_actor(scene, row)
    before = _written()

    answer = _by_action(DEEDS[row.action], scene, actor)

    assert answer == row.answer
    assert (_written() > before) == (answer == ALLOWED)


@pytest.mark.once  # the page asks the action, which is tried on both
@pytest.mark.parametrize("row", BY_PAGE, ids=str)
def test_the_pages_answer_as_the_table_says(scene: Scene, row: Row) -> None:
    actor = make_actor(scene, row)
    deed = DEEDS[row.action]
    sent = _sent(row, scene)
    before = _written()

    answer = _by_page(deed, scene, actor, sent)

    assert answer == row.answer
    assert (_written() > before) == (answer == ALLOWED)


def test_every_action_is_asked_of_every_role() -> None:
    asked = {(row.action, row.role) for row in ROWS}

    for action in DEEDS:
        assert (action, "member") in asked or (action, "manager") in asked, action
    assert {row.action for row in ROWS} == DEEDS.keys()


def test_no_row_stands_twice() -> None:
    keys = [astuple(row)[:-1] for row in ROWS]

    assert len(set(keys)) == len(keys)


def _written() -> int:
    """Return how many rows there are of what every writing leaves behind."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COUNTS}")
        return int(cursor.fetchone()[0])


def _by_action(deed: Deed, scene: Scene, actor: Person) -> str:
    try:
        with transaction.atomic():
            deed.act(scene, actor)
    except Denied:
        return DENIED
    except ObjectDoesNotExist:
        return NOT_FOUND
    return ALLOWED


# Forms by action, state and relation: what stands in them does not depend on the role.
_forms: dict[tuple[str, str, str], Form] = {}


def _sent(row: Row, scene: Scene) -> dict[str, object]:
    """Return what a browser would send: the form as it stands, filled in."""
    deed = DEEDS[row.action]
    changes = deed.sent(scene)
    if deed.form is None or deed.address is None:
        return changes
    which = (row.action, row.state, row.relation)
    admin = make_admin()  # may stand in the form
    if which not in _forms:
        client = Client()
        client.force_login(admin)
        address = deed.form(scene)
        page = client.get(address)
        assert page.status_code == 200, f"{address}: {page.status_code}"
        target = urlsplit(deed.address(scene)).path
        _forms[which] = form_to(page.content.decode(), target, at=address)
    return _forms[which].filled(**changes)


def _by_page(deed: Deed, scene: Scene, actor: Person, sent: dict[str, object]) -> str:
    assert deed.address is not None
    client = Client()
    client.force_login(actor)
    answer = client.post(deed.address(scene), sent)
    words = {200: ALLOWED, 204: ALLOWED, 302: ALLOWED, 303: ALLOWED}
    words |= {403: DENIED, 404: NOT_FOUND}
    body = answer.content.decode()
    if answer.status_code == 422 and NOT_OFFERED in body:
        return DENIED  # the form lets nobody choose what they may not
    assert answer.status_code in words, f"{answer.status_code} {_complaints(body)}"
    return words[answer.status_code]


def _complaints(body: str) -> list[str]:
    """Return what the page says is wrong, so that a failing row explains itself."""
    lists = re.findall(
        r'class="(?:errors|banner)[^"]*".*?</(?:ul|div)>', body, re.DOTALL
    )
    return [re.sub(r"<[^>]*>|\s+", " ", words).strip()[:200] for words in lists]
