"""Changing and deleting what one said, and taking that back."""

from datetime import timedelta

import pytest

from waypost.conversations import access, actions
from waypost.conversations.actions import Words
from waypost.conversations.models import Acknowledgement, Comment, Mention, Reaction
from waypost.conversations.tests.factories import (
    NOW,
    make_comment,
    make_mention,
    make_reply,
)
from waypost.core import history
from waypost.core.access import Denied
from waypost.core.models import Change, ChangeSet
from waypost.core.undo import undo
from waypost.okrs import actions as okrs
from waypost.okrs.models import Objective
from waypost.okrs.tests.factories import make_key_result, make_objective
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person
from waypost.projects import actions as projects
from waypost.projects.tests.factories import make_project, make_task

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def author() -> Person:
    return make_person("Aila Niemi")


@pytest.fixture
def comment(author: Person) -> Comment:
    return make_comment(make_objective(), author=author)


def take_back(actor: Person) -> None:
    last = ChangeSet.objects.latest("pk")
    undo(change_set=last, actor=actor, now=LATER)


def test_keeps_the_former_words(comment: Comment, author: Person) -> None:
    actions.edit_comment(
        actor=author, now=LATER, comment=comment, words=Words("On second thought")
    )

    comment.refresh_from_db()
    assert (comment.body, comment.edited_at) == ("On second thought", LATER)
    before = Change.objects.get(model="conversations.comment").before
    assert before is not None
    assert before["body"] == "Well seen"


def test_a_change_can_be_taken_back(comment: Comment, author: Person) -> None:
    actions.edit_comment(actor=author, now=LATER, comment=comment, words=Words("No"))

    take_back(author)

    comment.refresh_from_db()
    assert (comment.body, comment.edited_at) == ("Well seen", None)


def test_what_stays_as_it_was_is_not_called_edited(
    comment: Comment, author: Person
) -> None:
    words = Words("Well seen")

    actions.edit_comment(actor=author, now=LATER, comment=comment, words=words)

    comment.refresh_from_db()
    assert comment.edited_at is None


def test_whom_it_names_no_more_is_named_no_more(author: Person) -> None:
    ines, oskar = make_person("Ines Duarte"), make_person("Oskar Wirth")
    comment = make_mention(make_objective(), ines, author=author)

    actions.edit_comment(
        actor=author, now=LATER, comment=comment, words=Words("Or @Oskar Wirth?")
    )

    assert [mention.person for mention in Mention.objects.all()] == [oskar]


def test_somebody_else_saved_it_meanwhile(comment: Comment, author: Person) -> None:
    actions.edit_comment(actor=author, now=LATER, comment=comment, words=Words("One"))

    with pytest.raises(history.Stale):
        actions.edit_comment(
            actor=author, now=LATER, comment=comment, words=Words("Two"), version=0
        )


@pytest.mark.parametrize("who", ["member", "admin"])
def test_nobody_changes_the_words_of_another(comment: Comment, who: str) -> None:
    actor = make_admin() if who == "admin" else make_person()

    with pytest.raises(Denied, match="Aila Niemi, who wrote it"):
        actions.edit_comment(actor=actor, now=LATER, comment=comment, words=Words("X"))


def test_the_author_deletes_it(comment: Comment, author: Person) -> None:
    actions.delete_comment(actor=author, now=LATER, comment=comment)

    assert not Comment.objects.exists()


def test_an_admin_deletes_it(comment: Comment) -> None:
    actions.delete_comment(actor=make_admin(), now=LATER, comment=comment)

    assert not Comment.objects.exists()


def test_others_do_not_delete_it(comment: Comment) -> None:
    with pytest.raises(Denied):
        actions.delete_comment(actor=make_person(), now=LATER, comment=comment)


def test_a_stranger_finds_no_comment() -> None:
    comment = make_comment(make_objective(visibility="named"))

    with pytest.raises(access.NothingThere):
        actions.delete_comment(actor=make_person(), now=LATER, comment=comment)


def test_replies_of_others_stay_and_hang_on_it_again_after_undo(
    comment: Comment, author: Person
) -> None:
    reply, number = make_reply(comment), comment.pk

    actions.delete_comment(actor=author, now=LATER, comment=comment)
    reply.refresh_from_db()
    alone = reply.reply_to_id
    take_back(author)

    reply.refresh_from_db()
    assert (alone, reply.reply_to_id) == (None, number)


def test_marks_and_mentions_go_and_come_back_with_it(author: Person) -> None:
    reader = make_person()
    comment = make_mention(make_objective(), reader, author=author)
    actions.react(actor=reader, now=NOW, thing=comment, kind="thanks")
    actions.acknowledge(actor=reader, now=NOW, thing=comment)

    actions.delete_comment(actor=author, now=LATER, comment=comment)
    gone = [m.objects.count() for m in (Mention, Reaction, Acknowledgement)]
    take_back(author)

    assert gone == [0, 0, 0]
    assert [m.objects.count() for m in (Mention, Reaction, Acknowledgement)] == [1] * 3


def test_all_that_is_said_on_a_thing_goes_and_comes_back_with_it() -> None:
    admin, reader = make_admin(), make_person()
    objective = make_objective()
    key_result = make_key_result(objective=objective)
    comment = make_mention(objective, reader)
    reply = make_reply(comment)
    below = make_comment(key_result)
    actions.react(actor=reader, now=NOW, thing=reply, kind="agree")
    keys = set(Comment.objects.values_list("pk", "key", "reply_to"))

    okrs.delete_objective(actor=admin, now=LATER, objective=objective)
    left = (Comment.objects.count(), Mention.objects.count(), Reaction.objects.count())
    take_back(admin)

    assert left == (0, 0, 0)
    assert set(Comment.objects.values_list("pk", "key", "reply_to")) == keys
    assert Comment.objects.filter(pk=below.pk).exists()
    assert Mention.objects.get().person == reader
    assert Reaction.objects.get().subject_id == reply.pk


def test_the_talk_on_a_task_goes_and_comes_back_with_its_project() -> None:
    project = make_project()
    make_comment(make_task(make_task(project).project))
    make_comment(project)
    assert project.manager is not None

    projects.delete_project(actor=project.manager, now=LATER, project=project)
    left = Comment.objects.count()
    take_back(project.manager)

    assert (left, Comment.objects.count()) == (0, 2)


def test_what_somebody_said_since_keeps_a_thing_when_its_making_is_undone() -> None:
    project = make_project()
    assert project.manager is not None
    manager = project.manager
    task = projects.create_task(
        actor=manager, now=NOW, project=project, terms=projects.TaskTerms(title="Paint")
    )
    made = ChangeSet.objects.latest("pk")
    make_comment(task)

    plan = undo(change_set=made, actor=manager, now=LATER)

    assert [kept.label for kept in plan.kept] == ["Paint"]
    assert "comment" in plan.kept[0].why
    assert Comment.objects.exists()


def test_a_nod_keeps_nothing_and_goes_with_what_is_taken_back(author: Person) -> None:
    objective: Objective = make_objective()
    posted = actions.post_comment(
        actor=author, now=NOW, thing=objective, words=Words("Done")
    )
    made = ChangeSet.objects.latest("pk")
    actions.react(actor=make_person(), now=NOW, thing=posted.comment, kind="agree")

    undo(change_set=made, actor=author, now=LATER)

    assert not Comment.objects.exists()
    assert not Reaction.objects.exists()
