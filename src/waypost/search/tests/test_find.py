import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django.fixtures import DjangoAssertNumQueries

from waypost.bets.tests.factories import make_bet
from waypost.conversations.tests.factories import make_comment
from waypost.core.fields import Visibility
from waypost.okrs.models import Objective
from waypost.okrs.tests.factories import (
    make_check_in,
    make_cycle,
    make_key_result,
    make_metric,
    make_objective,
    make_steps_key_result,
)
from waypost.people.models import Person
from waypost.people.tests.factories import (
    make_admin,
    make_organisation,
    make_person,
    make_team,
)
from waypost.projects.tests.factories import (
    make_milestone,
    make_project,
    make_reference,
    make_task,
)
from waypost.search import queries
from waypost.search.fulltext import MOST_SPELLINGS
from waypost.search.tests.finding import hits, indexed, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def viewer() -> Person:
    return make_person("Vera Nobody")


@pytest.mark.parametrize("text", ["aero", "Ærø", "FÄHRE", "fahre nach", "ærø fähre"])
def test_finds_words_whatever_their_accents_and_case(viewer: Person, text: str) -> None:
    make_objective(title="Die Fähre nach Ærø")
    indexed()

    assert titles(viewer, text) == ["Die Fähre nach Ærø"]


def test_needs_every_word_by_its_beginning(viewer: Person) -> None:
    make_objective(title="Night ferry to the island")
    make_objective(title="Day ferry to the island")
    indexed()

    assert titles(viewer, "isl nig") == ["Night ferry to the island"]
    assert titles(viewer, "ight") == []


def test_finds_every_kind_by_its_text(viewer: Person) -> None:
    objective = make_objective(
        title="Quokka objective", cycle=make_cycle(name="Quokka")
    )
    key_result = make_key_result(
        title="Quokka key result",
        objective=objective,
        metric=make_metric(name="Quokka metric"),
    )
    project = make_project(name="Quokka project", code="QUO")
    make_task(project, title="Quokka task")
    milestone = make_milestone(project, title="Quokka milestone")
    make_bet(milestone=milestone, key_result=key_result, rationale="Quokka reason")
    make_comment(objective, body="A quokka said so", author=viewer)
    make_check_in(key_result, went_well="The quokka came")
    make_team("Quokka team")
    make_person("Quokka Quist")
    indexed()

    found = queries.overview(viewer=viewer, text="quokka")

    assert {group.kind for group in found.groups} == {
        "okrs.objective", "okrs.keyresult", "okrs.metric", "okrs.cycle",
        "okrs.checkin", "projects.project", "projects.milestone", "projects.task",
        "bets.bet", "conversations.comment", "people.person", "people.team",
    }  # fmt: skip


def test_finds_a_thing_by_what_it_stands_in(viewer: Person) -> None:
    project = make_project(name="Harbor works", code="HARB")
    make_task(project, title="Pour concrete")
    indexed()

    assert titles(viewer, "harbor concrete") == ["Pour concrete"]


def test_finds_a_key_result_by_its_steps_and_a_task_by_its_key_elsewhere(
    viewer: Person,
) -> None:
    make_steps_key_result("Hire a captain", title="A crew")
    task = make_task(title="Imported")
    make_reference(task, "SHOP-4711")
    indexed()

    assert titles(viewer, "captain") == ["A crew"]
    assert titles(viewer, "shop-4711") == ["Imported"]
    assert titles(viewer, "shop4711") == ["Imported"]


def test_puts_the_exact_number_first(viewer: Person) -> None:
    exact = make_key_result(title="Bookings")
    make_objective(title=f"{exact.code} and what comes after")
    indexed()

    for text in (exact.code, exact.code.lower().replace("-", ""), f"kr {exact.number}"):
        found = queries.best(viewer=viewer, text=text)
        first = hits(found)[0]
        assert (first.thing, first.is_exact) == (exact, True)


def test_puts_the_start_of_a_title_before_its_words_before_the_rest(
    viewer: Person,
) -> None:
    make_objective(title="Something else", why="about the pier")
    make_objective(title="The old pier")
    make_objective(title="Pier repairs")
    indexed()

    assert titles(viewer, "pier") == ["Pier repairs", "The old pier", "Something else"]


def test_puts_what_is_open_before_what_is_over(viewer: Person) -> None:
    make_objective(title="Pier one")
    make_objective(title="Pier two", state=Objective.State.CLOSED)
    indexed()

    assert titles(viewer, "pier") == ["Pier one", "Pier two"]


def test_puts_ones_own_first_of_what_is_alike(viewer: Person) -> None:
    make_objective(title="Pier of mine", owner=viewer)
    make_objective(title="Pier of another")
    indexed()

    assert titles(viewer, "pier")[0] == "Pier of mine"
    assert titles(make_person(), "pier")[0] == "Pier of another"


def test_shows_no_private_thing_nor_what_stands_in_it(viewer: Person) -> None:
    hidden = make_objective(title="Quokka plan", visibility=Visibility.NAMED)
    key_result = make_key_result(
        title="Quokka result",
        objective=hidden,
        metric=make_metric(name="Quokka metric", was_private=True),
    )
    make_comment(hidden, body="quokka")
    make_check_in(key_result, went_well="quokka")
    project = make_project(name="Quokka works", visibility=Visibility.NAMED)
    make_task(project, title="Quokka task")
    make_bet(project=project, key_result=key_result, rationale="quokka")
    indexed()

    assert titles(viewer, "quokka") == []
    assert queries.overview(viewer=viewer, text="quokka").count == 0
    assert queries.overview(viewer=viewer, text=key_result.code).count == 0
    assert queries.overview(viewer=make_admin(), text="quokka").count == 8


def test_lets_a_private_hit_take_nobodys_place(viewer: Person) -> None:
    seen = make_project(name="Pier of all")
    hidden = make_project(name="Pier of few", visibility=Visibility.NAMED)
    for number in range(8):
        make_task(seen, title=f"Pier task {number}")
    for number in range(260):
        make_task(hidden, title=f"Pier secret {number}")
    indexed()

    found = queries.best(viewer=viewer, text="pier task", limit=8)
    of_tasks = queries.of_kind(
        viewer=viewer, text="pier", kind="projects.task", start=0, size=25
    )

    assert len(hits(found)) == 8
    assert of_tasks is not None
    assert (len(of_tasks.hits), of_tasks.count, of_tasks.is_more) == (8, 8, False)


def test_counts_so_far_and_says_that_there_are_more(viewer: Person) -> None:
    project = make_project(name="Big")
    for number in range(230):
        make_task(project, title=f"Pier {number}")
    indexed()

    (group,) = queries.overview(viewer=viewer, text="pier").groups

    assert (len(group.hits), group.count, group.is_more) == (5, queries.COUNTED, True)


def test_turns_the_pages_of_one_kind_without_losing_or_repeating(
    viewer: Person,
) -> None:
    project = make_project(name="Big")
    for number in range(60):
        make_task(project, title=f"Pier {number}")
    indexed()

    seen = []
    for start in (0, 25, 50):
        group = queries.of_kind(
            viewer=viewer, text="pier", kind="projects.task", start=start, size=25
        )
        assert group is not None
        seen += [hit.entry.title for hit in group.hits]

    assert len(seen) == len(set(seen)) == 60


def test_knows_no_kind_of_another_name(viewer: Person) -> None:
    assert (
        queries.of_kind(viewer=viewer, text="a", kind="core.event", start=0, size=5)
        is None
    )


@pytest.mark.parametrize("text", ["", "   ", "*", "🚀", "''", "%", "__", '"', "()"])
def test_finds_nothing_without_a_letter_or_digit(viewer: Person, text: str) -> None:
    make_objective()
    indexed()

    assert titles(viewer, text) == []


_HOSTILE = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="\"'*():^-+|&!<>\\%_ NEARandORtitle{}\u202e🚀ß", max_size=40),
    st.sampled_from(
        [
            'title : "x"', "a NEAR b", "NEAR(a b, 2)", "a AND", "NOT a", "^a", "a*b*",
            "marks:kind0okrsobjective", "own01", "'; DROP TABLE search_document; --",
            "x" * 5_000, "a " * 3_000, "\u202eabc", "a:*A & b", "'a':*", "\\", "𞤀𞤁",
        ]
    ),
)  # fmt: skip


@given(_HOSTILE)
@settings(max_examples=60)
def test_nothing_that_somebody_types_breaks_it(text: str) -> None:
    viewer = Person.objects.first() or make_person()

    found = queries.overview(viewer=viewer, text=text)
    best = queries.best(viewer=viewer, text=text)

    assert found.count >= len(hits(best)) or found.is_more


@pytest.mark.parametrize("many", [2, 20])
def test_asks_the_same_number_of_queries_for_many(
    viewer: Person, many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_organisation()
    project = make_project(name="Pier project")
    for number in range(many):
        make_task(project, title=f"Pier task {number}")
        objective = make_objective(title=f"Pier objective {number}")
        make_comment(objective, body="pier")
    indexed()

    # The words, the kinds of what the comments are on, who sees what, and one for
    # each of four kinds.
    with django_assert_num_queries(7):
        queries.overview(viewer=viewer, text="pier")


@pytest.mark.parametrize("spellings", [2, MOST_SPELLINGS + 2])
def test_finds_every_word_that_begins_with_a_long_one(
    viewer: Person, spellings: int
) -> None:
    wanted = [f"The lighthouse{'s' * number}" for number in range(spellings)]
    for title in (*wanted, "The lightship", "Lighthous"):
        make_objective(title=title)
    indexed()

    found = queries.overview(viewer=viewer, text="lighthouse")

    assert {hit.entry.title for hit in hits(found)} <= set(wanted)
    assert found.count == spellings
