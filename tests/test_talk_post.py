import pytest
from django.core.exceptions import ValidationError

from waypost.conversations import access, actions
from waypost.conversations.actions import Posted, Refused, Words
from waypost.conversations.models import Comment, Mention
from waypost.conversations.tests.factories import NOW, make_comment, make_reply
from waypost.core.access import Denied
from waypost.core.models import ChangeSet, Event
from waypost.okrs.models import Objective
from waypost.okrs.tests.factories import make_objective
from waypost.people.models import Person
from waypost.people.tests.factories import make_organisation, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def objective() -> Objective:
    return make_objective()


def say(
    thing: Objective,
    text: str,
    actor: Person | None = None,
    *,
    picked: tuple[int, ...] = (),
    reply_to: Comment | None = None,
) -> Posted:
    return actions.post_comment(
        actor=actor or make_person(),
        now=NOW,
        thing=thing,
        words=Words(text, picked),
        reply_to=reply_to,
    )


def test_says_something_on_a_thing(objective: Objective) -> None:
    actor = make_person()

    comment = say(objective, "  Are we **sure**?\r\n", actor).comment

    stored = Comment.objects.get()
    assert stored == comment
    assert stored.body == "Are we **sure**?"
    assert (stored.subject_kind, stored.subject_id) == ("okrs.objective", objective.pk)
    assert (stored.author, stored.posted_at, stored.edited_at) == (actor, NOW, None)


def test_stands_in_history_under_its_own_verb(objective: Objective) -> None:
    comment = say(objective, "Are we sure?").comment

    told = ChangeSet.objects.get()
    assert (told.verb, told.summary) == ("conversations.post", "Are we sure?")
    assert (told.subject_kind, told.subject_id) == ("conversations.comment", comment.pk)


def test_reaches_whom_it_names(objective: Objective) -> None:
    aila = make_person("Aila Niemi")

    posted = say(objective, "What do you say, @Aila Niemi?")

    assert posted.comment.body == (
        f"What do you say, [@Aila Niemi](person:{aila.key})?"
    )
    assert Mention.objects.get().person == aila
    assert not posted.unreached


def test_knows_a_name_with_letters_of_other_languages(objective: Objective) -> None:
    person = make_person("Øyvind Ærø")

    say(objective, "@Øyvind Ærø, hello")

    assert Mention.objects.get().person == person


def test_does_not_reach_who_cannot_see_it_and_says_so() -> None:
    owner, stranger = make_person(), make_person("Greta Stone")
    hidden = make_objective(owner=owner, visibility="named")

    posted = say(hidden, "@Greta Stone should know", owner)

    assert [person.name for person in posted.unreached] == ["Greta Stone"]
    assert str(stranger.key) in posted.comment.body
    assert not Mention.objects.exists()


def test_of_two_with_one_name_takes_the_picked(objective: Objective) -> None:
    make_person("Sam Ash")
    picked = make_person("Sam Ash")

    posted = say(objective, "@Sam Ash, yes?", picked=(picked.key,))

    assert Mention.objects.get().person == picked
    assert not posted.unclear


def test_of_two_with_one_name_takes_none_unpicked(objective: Objective) -> None:
    make_person("Sam Ash")
    make_person("Sam Ash")

    posted = say(objective, "@Sam Ash, yes?")

    assert posted.unclear == ("Sam Ash",)
    assert not Mention.objects.exists()


def test_names_nobody_who_has_left(objective: Objective) -> None:
    make_person("Gone Away", is_active=False)

    assert say(objective, "@Gone Away").comment.body == "@Gone Away"


def test_does_not_tell_the_author_of_themselves(objective: Objective) -> None:
    actor = make_person("Aila Niemi")

    posted = say(objective, "Says @Aila Niemi", actor)

    assert not Mention.objects.exists()
    assert not posted.unreached


def test_names_at_most_twenty(objective: Objective) -> None:
    names = [make_person(f"Person {n}x").name for n in range(21)]

    with pytest.raises(Refused, match="at most 20"):
        say(objective, " ".join(f"@{name}," for name in names))

    assert not Comment.objects.exists()


def test_replies_to_a_comment(objective: Objective) -> None:
    comment = make_comment(objective)

    reply = say(objective, "Yes", reply_to=comment).comment

    assert reply.reply_to == comment


def test_a_reply_to_a_reply_stands_beside_it(objective: Objective) -> None:
    comment = make_comment(objective)
    first = make_reply(comment)

    second = say(objective, "Indeed", reply_to=first).comment

    assert second.reply_to == comment


def test_replies_to_nothing_said_elsewhere(objective: Objective) -> None:
    elsewhere = make_comment(make_objective())

    with pytest.raises(Refused, match="something else"):
        say(objective, "Yes", reply_to=elsewhere)


@pytest.mark.parametrize("text", ["", " \n ", "a\x00b", "x" * 10_001])
def test_refuses_what_is_no_text(objective: Objective, text: str) -> None:
    with pytest.raises(ValidationError):
        say(objective, text)

    assert not ChangeSet.objects.exists()


def test_a_stranger_finds_nothing_to_talk_about() -> None:
    hidden = make_objective(visibility="named")

    with pytest.raises(access.NothingThere):
        say(hidden, "Hello", make_person())


def test_a_viewer_only_reads(objective: Objective) -> None:
    make_organisation()

    with pytest.raises(Denied, match="Viewers read"):
        say(objective, "Hello", make_person(role="viewer"))


def test_a_viewer_comments_if_the_organisation_says_so(objective: Objective) -> None:
    make_organisation(viewers_may_comment=True)

    assert say(objective, "Hello", make_person(role="viewer")).comment.pk


def test_tells_the_house_whom_it_reached(
    objective: Objective, monkeypatch: pytest.MonkeyPatch
) -> None:
    aila, told = make_person("Aila Niemi"), []
    monkeypatch.setattr(
        "waypost.core.outbox.emit",
        lambda name, payload, at: told.append((name, payload)),
    )

    comment = say(objective, "@Aila Niemi").comment

    assert (
        "conversations.posted",
        {
            "comment": comment.pk, "subject_kind": "okrs.objective",
            "subject_id": objective.pk, "mentions": [aila.pk],
        },
    ) in told  # fmt: skip
    assert not Event.objects.exists()
