"""The conversation on a thing: the page, the panel, and saying something in it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from waypost.bets import actions as bets
from waypost.bets.tests.factories import make_bet
from waypost.conversations import actions
from waypost.conversations.actions import Words
from waypost.conversations.models import Comment, Mention
from waypost.conversations.tests.factories import make_comment, make_mention, make_reply
from waypost.okrs import actions as okrs
from waypost.okrs.models import Objective
from waypost.okrs.tests.factories import make_check_in, make_key_result, make_objective
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_organisation, make_person
from waypost.projects import actions as projects
from waypost.projects.tests.factories import make_project, make_task

pytestmark = pytest.mark.django_db
NOW = timezone.now()
HTMX = {"HX-Request": "true"}


@pytest.fixture
def person() -> Person:
    make_organisation()
    return make_person("Vera View")


@pytest.fixture
def objective(person: Person) -> Objective:
    return make_objective(owner=person)


@pytest.fixture
def client(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(thing: object) -> str:
    meta = thing._meta  # type: ignore[attr-defined]  # any model's
    return reverse("conversations:thread", args=[meta.label_lower, thing.pk])  # type: ignore[attr-defined]  # any model's


def test_tells_what_was_done_to_its_bets(client: Client) -> None:
    bet = make_bet(project=make_project(name="One code", is_funded=True))
    bets.withdraw_bet(actor=make_admin(), now=NOW, bet=bet)

    page = client.get(address(bet.key_result)).content.decode()

    assert "withdrew a bet" in page
    assert "One code" in page


def test_shows_what_was_said_and_done(client: Client, objective: Objective) -> None:
    Objective.objects.update(state="draft")
    objective.refresh_from_db()
    comment = make_comment(objective, body="Are we **sure**?")
    make_reply(comment, body="Quite")
    okrs.propose_objective(actor=make_admin(), now=NOW, objective=objective)

    page = client.get(address(objective))

    body = page.content.decode()
    assert page.status_code == 200
    assert "Are we <strong>sure</strong>?" in body
    assert "Quite" in body
    assert "proposed the objective" in body


def test_is_a_panel_for_htmx_and_tells_caches(
    client: Client, objective: Objective
) -> None:
    make_comment(objective, body="Here")

    whole = client.get(address(objective))
    panel = client.get(address(objective), headers=HTMX)
    restored = client.get(
        address(objective), headers=HTMX | {"HX-History-Restore-Request": "true"}
    )

    assert panel.content.decode().lstrip().startswith('<section class="panel talk"')
    for page in (whole, restored):
        assert "<html" in page.content.decode()
    assert "HX-Request" in panel.headers["Vary"]


@pytest.mark.parametrize("is_htmx", [False, True])
def test_takes_a_comment(client: Client, objective: Objective, is_htmx: bool) -> None:  # noqa: FBT001 - a case
    make_person("Aila Niemi")
    headers = HTMX if is_htmx else {}

    answer = client.post(
        address(objective), {"body": "@Aila Niemi, look"}, headers=headers
    )

    assert answer.status_code == (200 if is_htmx else 303)
    assert Comment.objects.get().author.name == "Vera View"
    assert Mention.objects.get().person.name == "Aila Niemi"
    if is_htmx:
        body = answer.content.decode()
        assert '<span class="mention">@Aila Niemi</span>' in body
        assert "/undo/" in answer.headers["HX-Trigger"]


def test_takes_a_reply(client: Client, objective: Objective) -> None:
    comment = make_comment(objective)

    client.post(address(objective), {"body": "Yes", "reply_to": comment.pk})

    assert Comment.objects.get(body="Yes").reply_to == comment


def test_says_whom_it_does_not_reach(client: Client, person: Person) -> None:
    make_person("Greta Stone")
    hidden = make_objective(owner=person, visibility="named")

    answer = client.post(address(hidden), {"body": "@Greta Stone!"}, headers=HTMX)

    assert "does not reach Greta Stone" in answer.headers["HX-Trigger"]
    assert not Mention.objects.exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"body": "  "}, "Write something first."),
        ({"body": "a\x00b"}, "Null characters"),
        ({"body": "x" * 10_001}, "at most 10000"),
        ({"body": "Yes", "reply_to": "soon"}, "whole number"),
        ({"body": "Yes", "reply_to": "9" * 30}, "less than or equal"),
        ({"body": "Yes", "reply_to": "999"}, "not there any more"),
    ],
)
def test_says_what_is_wrong_and_keeps_the_words(
    client: Client, objective: Objective, sent: dict[str, str], said: str
) -> None:
    for headers in ({}, HTMX):
        answer = client.post(address(objective), sent, headers=headers)

        body = answer.content.decode()
        assert answer.status_code == 422
        assert said in body
        assert f"{sent['body']}</textarea>" in body
    assert not Comment.objects.exists()


def test_keeps_a_refused_reply_in_its_place(
    client: Client, objective: Objective
) -> None:
    comment = make_comment(objective)

    answer = client.post(
        address(objective), {"body": "", "reply_to": comment.pk}, headers=HTMX
    )

    body = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="reply-{comment.pk}-body"' in body
    assert '<details class="reply" open>' in body


HOSTILE = {
    "<script>alert(1)</script>": "<script>alert",
    "[l](javascript:alert(1))": 'href="javascript',
    "[l](JaVaScRiPt&#58;alert(1))": 'javascript:alert(1)"',
    "[l](data:text/html,x)": 'href="data',
    "![i](https://spy.example/a.png)": "<img",
    '<img src=x onerror="alert(1)">': "<img",
    '[@x](person:1" onclick=alert(1))': "onclick=alert(1) ",
    '<a href="https://a.example" style="x">l</a>': '<a href="https://a.example" style',
    "<svg/onload=alert(1)>": "<svg/onload",
}


@pytest.mark.parametrize("text", HOSTILE)
def test_shows_hostile_words_as_words(
    client: Client, objective: Objective, text: str
) -> None:
    client.post(address(objective), {"body": text})

    body = client.get(address(objective)).content.decode()

    drawn = body[body.index('<div class="prose">') :]
    assert HOSTILE[text] not in drawn[: drawn.index("</div>")]


@pytest.mark.parametrize(
    "text", ["\u202egnp \u05d0\u05d1", "👩🏽‍🚀 *yes*", "%s {{7*7}}"]
)
def test_takes_odd_words(client: Client, objective: Objective, text: str) -> None:
    answer = client.post(address(objective), {"body": text})

    assert answer.status_code == 303
    assert Comment.objects.get().body == text


def test_takes_a_long_hostile_text_in_time(
    client: Client, objective: Objective
) -> None:
    answer = client.post(address(objective), {"body": "[@\\" * 3_000})

    assert answer.status_code == 303
    assert client.get(address(objective)).status_code == 200


def test_goes_on_page_by_page(client: Client, objective: Objective) -> None:
    now = timezone.now()
    bodies = [f"number {n:02}" for n in range(40)]
    for n, body in enumerate(bodies):
        make_comment(objective, body=body, posted_at=now - timedelta(minutes=n // 3))

    seen: list[str] = []
    url: str | None = address(objective)
    while url:
        body = client.get(url).content.decode()
        seen += [each for each in bodies if each in body]
        _before, found, after = body.partition('id="talk_older"')
        url = after.split('href="', 1)[1].split('"', 1)[0] if found else None
        url = url.replace("&amp;", "&") if url else None

    assert sorted(seen) == bodies


def test_puts_comments_and_changes_of_one_instant_on_one_page_each(
    client: Client, person: Person
) -> None:
    """All at once, as an import does: nothing is lost and nothing told twice."""
    now = timezone.now()
    project = make_project(manager=person)
    for n in range(20):
        terms = projects.TaskTerms(title=f"task {n:02}.")
        projects.create_task(actor=person, now=now, project=project, terms=terms)
        make_comment(project, body=f"said {n:02}.", posted_at=now)

    seen = ""
    url: str | None = address(project)
    while url:
        body = client.get(url, headers=HTMX).content.decode()
        seen += body
        _before, found, after = body.partition('id="talk_older"')
        url = after.split('href="', 1)[1].split('"', 1)[0] if found else None

    for n in range(20):
        assert seen.count(f"said {n:02}.") == 1
        assert seen.count(f"task {n:02}.") == 1


@pytest.mark.parametrize("after", ["soon", "~", "2026-01-01T00:00:00Z~c", "9" * 300])
def test_begins_at_the_top_for_a_mark_that_is_none(
    client: Client, objective: Objective, after: str
) -> None:
    make_comment(objective, body="At the top")

    page = client.get(address(objective), {"after": after})

    assert "At the top" in page.content.decode()


def test_shows_comments_or_changes_alone(client: Client, person: Person) -> None:
    project = make_project(manager=person, name="Works")
    make_comment(project, body="Only said")
    projects.edit_project(
        actor=person, now=timezone.now(), project=project, changes={"purpose": "Why"}
    )

    said = client.get(address(project), {"show": "comments"}).content.decode()
    done = client.get(address(project), {"show": "changes"}).content.decode()

    assert ("Only said" in said, "edited the project" in said) == (True, False)
    assert ("Only said" in done, "edited the project" in done) == (False, True)


@pytest.mark.parametrize(
    "make", [make_objective, make_key_result, make_project, make_task]
)
def test_costs_no_more_for_twenty_than_for_two(
    client: Client, person: Person, make: Callable[[], object]
) -> None:
    few, many = make(), make()
    for thing, count in ((few, 2), (many, 20)):
        for _n in range(count):
            make_reply(make_mention(thing, person))  # type: ignore[arg-type]  # any model

    counts = []
    for thing in (few, many):
        client.get(address(thing))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(address(thing))
        counts.append(len(captured))

    assert counts[0] == counts[1] <= 25


def test_is_not_there_for_a_stranger(client: Client) -> None:
    hidden = make_objective(visibility="named")

    for url in (address(hidden), f"{address(hidden)}people/"):
        assert client.get(url).status_code == 404
    assert client.post(address(hidden), {"body": "Hello"}).status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "/talk/okrs.objective/999/",
        "/talk/okrs.nothing/1/",
        "/talk/auth.group/1/",
        f"/talk/okrs.objective/{10**30}/",
        f"/talk/comments/{10**30}/",
        "/talk/comments/999/edit/",
    ],
)
def test_is_not_there_for_what_is_not(client: Client, url: str) -> None:
    assert client.get(url).status_code == 404


def test_a_comment_has_no_thread_of_its_own(
    client: Client, objective: Objective
) -> None:
    comment = make_comment(objective)

    assert client.get(address(comment)).status_code == 404


def test_a_viewer_reads_and_says_nothing(objective: Objective) -> None:
    viewer, client = make_person(role="viewer"), Client()
    client.force_login(viewer)
    make_comment(objective, body="For all to read")

    page = client.get(address(objective)).content.decode()

    assert "For all to read" in page
    assert "<textarea" not in page
    assert client.post(address(objective), {"body": "Me too"}).status_code == 403


def test_looking_writes_nothing(client: Client, objective: Objective) -> None:
    make_comment(objective)

    with CaptureQueriesContext(connection) as captured:
        client.get(address(objective))

    writes = ("INSERT", "UPDATE", "DELETE")
    assert not [q for q in captured if q["sql"].startswith(writes)]


def test_offers_people_and_says_whom_it_would_not_reach(
    client: Client, person: Person
) -> None:
    hidden = make_objective(owner=person, visibility="named")
    stranger = make_person("Greta Stone")

    body = client.get(f"{address(hidden)}people/", {"q": "gre"}).content.decode()

    assert f'data-key="{stranger.key}"' in body
    assert "will not reach them" in body


def test_a_check_in_can_be_talked_about(client: Client, objective: Objective) -> None:
    check_in = make_check_in(make_key_result(objective=objective), value=25)
    actions.post_comment(
        actor=objective.owner, now=timezone.now(), thing=check_in, words=Words("Fine")
    )

    page = client.get(address(check_in)).content.decode()

    assert "Fine" in page
    assert f"#check-in-{check_in.pk}" in page
