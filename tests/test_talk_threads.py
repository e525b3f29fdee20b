"""What is read: threads, counts, what waits for somebody, what is new."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from waypost.conversations import access, actions, queries
from waypost.conversations.models import Comment
from waypost.conversations.tests.factories import (
    NOW,
    make_comment,
    make_mention,
    make_reply,
)
from waypost.core.feeds import Before
from waypost.okrs.tests.factories import make_check_in, make_key_result, make_objective
from waypost.people.models import Person
from waypost.people.tests.factories import make_person
from waypost.projects.tests.factories import make_project, make_task

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def viewer() -> Person:
    return make_person("Vera View")


def test_stand_with_the_latest_first_and_replies_in_order(viewer: Person) -> None:
    objective = make_objective()
    old = make_comment(objective, body="old")
    new = make_comment(objective, body="new", posted_at=NOW + HOUR)
    make_reply(old, body="second", posted_at=NOW + 3 * HOUR)
    make_reply(old, body="first", posted_at=NOW + 2 * HOUR)
    make_comment(make_objective(), body="elsewhere")

    rows = queries.thread(viewer=viewer, thing=objective)

    assert [row.pk for row in rows] == [new.pk, old.pk]
    assert [reply.body for reply in rows[1].replies] == ["first", "second"]


def test_go_on_where_the_page_before_ended(viewer: Person) -> None:
    objective = make_objective()
    made = [make_comment(objective).pk for _n in range(5)]  # all of one instant

    first = queries.thread(viewer=viewer, thing=objective, limit=2)
    before = Before(first[1].posted_at, first[1].pk)
    rest = queries.thread(viewer=viewer, thing=objective, before=before)

    assert [row.pk for row in [*first[:2], *rest]] == made[::-1]


def test_tell_who_may_change_them(viewer: Person) -> None:
    objective = make_objective()
    make_comment(objective, author=viewer)
    make_comment(objective, posted_at=NOW + HOUR)

    others, own = queries.thread(viewer=viewer, thing=objective)

    assert (own.may_edit, own.may_delete) == (True, True)
    assert (others.may_edit, others.may_delete) == (False, False)


def test_name_people_as_they_are_called_now(viewer: Person) -> None:
    objective = make_objective()
    make_mention(objective, viewer)
    viewer.name = "Vera Newname"
    viewer.save()

    row = queries.thread(viewer=viewer, thing=objective)[0]

    assert row.names == {viewer.key: "Vera Newname"}
    assert row.mentions_me


def test_are_not_there_for_a_stranger(viewer: Person) -> None:
    hidden = make_objective(visibility="named")
    comment = make_mention(hidden, viewer)

    with pytest.raises(access.NothingThere):
        queries.thread(viewer=viewer, thing=hidden)
    with pytest.raises(Comment.DoesNotExist):
        queries.comment(viewer=viewer, pk=comment.pk)
    assert not queries.waiting(viewer=viewer)
    assert queries.unread(viewer=viewer) == 0
    assert not queries.mentions_of(viewer=viewer)
    assert not queries.news(viewer=viewer, since=NOW - HOUR)
    assert not queries.counts(viewer=viewer, kind="okrs.objective", ids=[hidden.pk])


def test_cost_as_much_for_twenty_as_for_two(
    viewer: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    few, many = make_objective(), make_objective()
    for objective, count in ((few, 2), (many, 20)):
        for _n in range(count):
            comment = make_mention(objective, viewer)
            make_reply(comment)
            actions.react(actor=viewer, now=NOW, thing=comment, kind="agree")

    for objective in (few, many):
        with django_assert_num_queries(7):
            queries.thread(viewer=viewer, thing=objective)


def test_are_counted_for_many_things_at_once(
    viewer: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    key_result = make_key_result()
    one, two = (make_check_in(key_result, days_ago=n) for n in (1, 2))
    make_reply(make_comment(one))

    with django_assert_num_queries(1):
        found = queries.counts(viewer=viewer, kind="okrs.checkin", ids=[one.pk, two.pk])

    assert found == {one.pk: 2}


def test_wait_for_who_is_named(viewer: Person) -> None:
    task = make_task()
    comment = make_mention(task, viewer)
    make_comment(task)

    (line,) = queries.waiting(viewer=viewer)

    assert (line.pk, line.thing, line.is_reply) == (comment.pk, task, False)
    assert queries.unread(viewer=viewer) == 1


@pytest.mark.parametrize("answer", ["reply", "reaction", "acknowledgement"])
def test_wait_no_more_once_answered(viewer: Person, answer: str) -> None:
    comment = make_mention(make_objective(), viewer)
    later = NOW + HOUR

    if answer == "reply":
        make_reply(comment, author=viewer, posted_at=later)
    elif answer == "reaction":
        actions.react(actor=viewer, now=later, thing=comment, kind="looking")
    else:
        actions.acknowledge(actor=viewer, now=later, thing=comment)

    assert not queries.waiting(viewer=viewer)
    assert queries.mentions_of(viewer=viewer)


def test_wait_again_when_named_in_a_later_reply(viewer: Person) -> None:
    objective = make_objective()
    comment = make_mention(objective, viewer)
    make_reply(comment, author=viewer, posted_at=NOW + HOUR)

    again = make_mention(objective, viewer, reply_to=comment, posted_at=NOW + 2 * HOUR)

    assert [line.pk for line in queries.waiting(viewer=viewer)] == [again.pk]


def test_are_news_on_what_somebody_owns_or_has_spoken_on(viewer: Person) -> None:
    own = make_objective(owner=viewer)
    run = make_project(manager=viewer)
    done = make_task(assignee=viewer)
    spoken, other = make_objective(), make_objective()
    make_comment(spoken, author=viewer)
    things = [own, run, done, spoken]
    expected = [make_comment(thing, posted_at=NOW + HOUR).pk for thing in things]
    make_comment(other, posted_at=NOW + HOUR)
    make_comment(own, author=viewer, posted_at=NOW + HOUR)
    make_comment(own, posted_at=NOW - HOUR)

    found = queries.news(viewer=viewer, since=NOW)

    assert sorted(line.pk for line in found) == sorted(expected)
    assert {type(line.thing) for line in found} == {type(thing) for thing in things}


def test_people_are_offered_who_spoke_there_first(viewer: Person) -> None:
    objective = make_objective()
    make_person("Anna Ash")
    spoke = make_person("Zoe Zeller")
    make_person("Gone Away", is_active=False)
    make_comment(objective, author=spoke)

    names = [each.name for each in queries.candidates(viewer=viewer, thing=objective)]

    assert names[0] == "Zoe Zeller"
    assert "Anna Ash" in names
    assert not {"Gone Away", "Vera View"} & set(names)


def test_people_are_offered_by_what_is_typed(viewer: Person) -> None:
    hidden = make_objective(visibility="named", owner=viewer)
    make_person("Anna Ash")
    stranger = make_person("Zoe Zeller")

    (found,) = queries.candidates(viewer=viewer, thing=hidden, words="zo ze")

    assert (found.key, found.is_reached) == (stranger.key, False)
