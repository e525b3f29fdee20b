import pytest

from waypost.conversations import access, actions, queries
from waypost.conversations.models import Acknowledgement, Reaction
from waypost.conversations.tests.factories import NOW, make_comment
from waypost.core.access import Denied
from waypost.core.models import ChangeSet
from waypost.okrs.tests.factories import make_check_in, make_key_result, make_objective
from waypost.people.tests.factories import make_person

pytestmark = pytest.mark.django_db


def test_a_reaction_is_given_once_and_taken_back() -> None:
    objective, actor = make_objective(), make_person()

    for _twice in range(2):
        actions.react(actor=actor, now=NOW, thing=objective, kind="agree")
    given = Reaction.objects.count()
    for _twice in range(2):
        actions.take_back(actor=actor, now=NOW, thing=objective, kind="agree")

    assert (given, Reaction.objects.count()) == (1, 0)
    assert ChangeSet.objects.count() == 2


def test_a_reaction_is_one_that_everybody_understands() -> None:
    with pytest.raises(actions.Refused, match="no such reaction"):
        actions.react(
            actor=make_person(), now=NOW, thing=make_objective(), kind="shrug"
        )


def test_a_viewer_does_not_react_and_may_say_that_they_have_read_it() -> None:
    objective, viewer = make_objective(), make_person(role="viewer")

    with pytest.raises(Denied):
        actions.react(actor=viewer, now=NOW, thing=objective, kind="agree")
    for _twice in range(2):
        actions.acknowledge(actor=viewer, now=NOW, thing=objective)

    assert Acknowledgement.objects.count() == 1


def test_a_stranger_marks_nothing() -> None:
    hidden, stranger = make_objective(visibility="named"), make_person()

    for mark in (
        lambda: actions.react(actor=stranger, now=NOW, thing=hidden, kind="agree"),
        lambda: actions.take_back(actor=stranger, now=NOW, thing=hidden, kind="agree"),
        lambda: actions.acknowledge(actor=stranger, now=NOW, thing=hidden),
    ):
        with pytest.raises(access.NothingThere):
            mark()


def test_are_counted_by_kind_with_who_gave_them() -> None:
    check_in = make_check_in(make_key_result(), value=25)
    one, two = make_person("Aila Niemi"), make_person("Ines Duarte")
    actions.react(actor=one, now=NOW, thing=check_in, kind="well_done")
    actions.react(actor=two, now=NOW, thing=check_in, kind="well_done")
    actions.react(actor=two, now=NOW, thing=check_in, kind="agree")
    actions.acknowledge(actor=one, now=NOW, thing=check_in)

    found = queries.marks(viewer=one, kind="okrs.checkin", ids=[check_in.pk, 999])

    marks = found[check_in.pk]
    assert [(nod.kind, nod.names, nod.is_mine) for nod in marks.nods] == [
        ("agree", ("Ines Duarte",), False),
        ("well_done", ("Aila Niemi", "Ines Duarte"), True),
    ]
    assert (marks.read_by, marks.is_read) == (("Aila Niemi",), True)
    assert found.keys() == {check_in.pk}


def test_of_what_one_may_not_see_are_not_told() -> None:
    owner = make_person()
    hidden = make_objective(visibility="named", owner=owner)
    comment = make_comment(hidden)
    actions.react(actor=owner, now=NOW, thing=hidden, kind="agree")
    actions.react(actor=owner, now=NOW, thing=comment, kind="agree")
    stranger = make_person()

    assert not queries.marks(viewer=stranger, kind="okrs.objective", ids=[hidden.pk])
    kind = "conversations.comment"
    assert not queries.marks(viewer=stranger, kind=kind, ids=[comment.pk])
    assert queries.marks(viewer=owner, kind=kind, ids=[comment.pk])
