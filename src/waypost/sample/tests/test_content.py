from waypost.sample.building.plan import all_tasks
from waypost.sample.content import bets, former, present, talk
from waypost.sample.content.metrics import METRICS
from waypost.sample.content.organisation import ADMIN, PEOPLE, TEAMS
from waypost.sample.content.projects import PROJECTS
from waypost.sample.demo import PASSWORD, demo_people

EVERYBODY = (ADMIN, *PEOPLE)
KEY_RESULTS = [k for o in present.PRESENT for k in o.key_results]


def test_is_as_large_as_promised() -> None:
    tasks = [task for project in PROJECTS for task in all_tasks(project)]

    assert len(EVERYBODY) == 15
    assert len(TEAMS) == 4
    assert len(present.PRESENT) == 10
    assert len(KEY_RESULTS) == 30
    assert len(PROJECTS) == 8
    assert len(tasks) == 150


def test_has_a_key_for_each_thing_once() -> None:
    objectives = (*former.FORMER, *present.PRESENT, *former.COMING)
    for keys in (
        [person.key for person in EVERYBODY],
        [metric.key for metric in METRICS],
        [objective.key for objective in objectives],
        [k.key for o in objectives for k in o.key_results],
        *([task.key for task in all_tasks(project)] for project in PROJECTS),
    ):
        assert len(set(keys)) == len(keys)


def test_says_something_of_every_key_result_that_could_be_checked_in() -> None:
    spoken = {said.key_result for said in talk.PRESENT}

    assert {k.key for k in KEY_RESULTS} - spoken == {"plugs"}  # begins only now


def test_lets_a_task_wait_in_every_way() -> None:
    links = [
        link
        for project in PROJECTS
        for task in all_tasks(project)
        for link in task.after
    ]
    kinds = {[*link.split(), "FS"][1][:2] for link in links}

    assert kinds == {"FS", "SS", "FF"}
    assert any("+" in link for link in links)


def test_estimates_with_one_number_with_three_and_not_at_all() -> None:
    hours = [task.hours for project in PROJECTS for task in all_tasks(project)]

    assert {type(each) for each in hours} == {int, tuple, type(None)}


def test_bets_for_every_project_but_the_two_that_have_none() -> None:
    betting = {bet.project for bet in bets.BETS if not bet.withdrawn}

    assert {project.code for project in PROJECTS} - betting == {"PAINT", "RAFTS"}


def test_offers_four_different_people_to_sign_in_as() -> None:
    people = demo_people()
    by_email = {person.email: person for person in EVERYBODY}

    assert len({person.email for person in people}) == 4
    assert [by_email[p.email].role for p in people] == [
        "admin",
        "manager",
        "member",
        "viewer",
    ]
    assert all(person.password == PASSWORD for person in people)
