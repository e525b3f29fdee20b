"""One comment: shown, changed, deleted, nodded to."""

import pytest
from django.test import Client
from django.urls import reverse

from waypost.conversations.models import Acknowledgement, Comment, Reaction
from waypost.conversations.tests.factories import make_comment, make_mention, make_reply
from waypost.core import history
from waypost.okrs.models import Objective
from waypost.okrs.tests.factories import make_objective
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_organisation, make_person

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def person() -> Person:
    make_organisation()
    return make_person("Vera View")


@pytest.fixture
def objective() -> Objective:
    return make_objective()


@pytest.fixture
def comment(objective: Objective, person: Person) -> Comment:
    return make_comment(objective, author=person, body="First words")


@pytest.fixture
def client(person: Person) -> Client:
    return signed_in(person)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def url(name: str, comment: Comment) -> str:
    return reverse(f"conversations:{name}", args=[comment.pk])


def mark_url(name: str, comment: Comment) -> str:
    return reverse(f"conversations:{name}", args=["conversations.comment", comment.pk])


def test_stands_by_itself_with_its_replies(client: Client, comment: Comment) -> None:
    reply = make_reply(comment, body="An answer")

    for each in (comment, reply):
        body = client.get(url("comment", each)).content.decode()

        assert "First words" in body
        assert "An answer" in body


def test_is_changed_in_its_place(client: Client, comment: Comment) -> None:
    form = client.get(url("edit", comment), headers=HTMX).content.decode()
    sent = {"body": "Better words", "version": history.version_of(comment)}

    answer = client.post(url("edit", comment), sent, headers=HTMX)

    assert "First words</textarea>" in form
    assert "Better words" in answer.content.decode()
    assert answer.content.decode().lstrip().startswith('<li class="comment"')
    comment.refresh_from_db()
    assert comment.body == "Better words"


def test_is_changed_on_a_page_without_script(client: Client, comment: Comment) -> None:
    page = client.get(url("edit", comment))
    answer = client.post(url("edit", comment), {"body": "Better words"})

    assert "<html" in page.content.decode()
    assert answer.headers["Location"] == url("comment", comment)


def test_stands_in_the_box_with_names(client: Client, person: Person) -> None:
    aila = make_person("Aila Niemi")
    comment = make_mention(make_objective(), aila, author=person)

    body = client.get(url("edit", comment)).content.decode()

    assert "@Aila Niemi, what do you think?</textarea>" in body
    assert f'value="{aila.key}"' in body


def test_says_that_it_was_saved_meanwhile(client: Client, comment: Comment) -> None:
    client.post(url("edit", comment), {"body": "One"})

    answer = client.post(url("edit", comment), {"body": "Two", "version": "0"})

    assert answer.status_code == 422
    assert "Somebody else has saved this" in answer.content.decode()
    assert "Two</textarea>" in answer.content.decode()


@pytest.mark.parametrize("body", ["", "a\x00b", "x" * 10_001])
def test_refuses_what_is_no_text(client: Client, comment: Comment, body: str) -> None:
    answer = client.post(url("edit", comment), {"body": body}, headers=HTMX)

    comment.refresh_from_db()
    assert answer.status_code == 422
    assert comment.body == "First words"


def test_is_not_changed_by_others(comment: Comment) -> None:
    for other in (make_person(), make_admin()):
        client = signed_in(other)
        assert client.get(url("edit", comment)).status_code == 403
        assert client.post(url("edit", comment), {"body": "X"}).status_code == 403


def test_is_deleted_and_comes_back(client: Client, comment: Comment) -> None:
    person = comment.author

    answer = client.post(url("delete", comment), headers=HTMX)
    gone = not Comment.objects.exists()
    client.post(f"/history/{history.last_change_set(person)}/undo/")

    assert gone
    assert '<section class="panel talk"' in answer.content.decode()
    assert "/undo/" in answer.headers["HX-Trigger"]
    assert Comment.objects.get().body == "First words"


def test_is_not_deleted_by_others(comment: Comment) -> None:
    assert signed_in(make_person()).post(url("delete", comment)).status_code == 403
    assert Comment.objects.exists()


def test_is_nodded_to_and_the_nod_taken_back(client: Client, comment: Comment) -> None:
    address = mark_url("react", comment)

    given = client.post(address, {"give": "thanks"}, headers=HTMX).content.decode()
    there = Reaction.objects.get().kind
    taken = client.post(address, {"take": "thanks"}, headers=HTMX).content.decode()

    assert there == "thanks"
    assert 'aria-pressed="true"' in given
    assert "aria-pressed" not in taken
    assert not Reaction.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"give": "shrug"}, {"give": "x" * 5_000}])
def test_knows_only_its_reactions(
    client: Client, comment: Comment, sent: dict[str, str]
) -> None:
    answer = client.post(mark_url("react", comment), sent, headers=HTMX)

    assert "no such reaction" in answer.headers["HX-Trigger"]
    assert not Reaction.objects.exists()


def test_is_acknowledged_by_who_is_named(client: Client, person: Person) -> None:
    comment = make_mention(make_objective(), person)
    page = client.get(url("comment", comment)).content.decode()

    answer = client.post(mark_url("acknowledge", comment), headers=HTMX)

    assert "Acknowledge" in page
    assert "read by Vera View" in answer.content.decode()
    assert Acknowledgement.objects.get().person == person


def test_is_not_there_for_a_stranger(client: Client) -> None:
    comment = make_comment(make_objective(visibility="named"))

    for name in ("comment", "edit"):
        assert client.get(url(name, comment)).status_code == 404
    for address in (
        url("edit", comment),
        url("delete", comment),
        mark_url("react", comment),
        mark_url("acknowledge", comment),
    ):
        assert client.post(address, {"give": "agree"}).status_code == 404
    assert not Reaction.objects.exists()


def test_nothing_is_written_by_looking(client: Client, comment: Comment) -> None:
    for address in (
        url("delete", comment),
        mark_url("react", comment),
        mark_url("acknowledge", comment),
    ):
        assert client.get(address).status_code == 405
    assert Comment.objects.exists()
