import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from waypost.bets import queries
from waypost.bets.loading import Scope
from waypost.bets.models import Bet
from waypost.bets.tests.factories import make_bet
from waypost.core import history, registry
from waypost.core.models import ChangeSet
from waypost.okrs.tests.factories import make_key_result
from waypost.people.tests.factories import make_admin, make_person
from waypost.projects.models import Project
from waypost.projects.tests.factories import (
    make_milestone,
    make_project,
    make_reference,
    make_task,
)
from waypost.web.projects.tests.scenes import Scene, look, make_scene, today

pytestmark = pytest.mark.django_db
PAGE = "/projects/GUIDE/"
EDIT = "/projects/GUIDE/edit/"


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def charter(project: Project, **changes: str) -> dict[str, str]:
    fields = {
        "name": project.name,
        "code": project.code,
        "kind": project.kind,
        "visibility": project.visibility,
        "manager": str(project.manager_id or ""),
        "sponsor": str(project.sponsor_id or ""),
        "team": str(project.team_id or ""),
        "starts_on": f"{project.starts_on:%Y-%m-%d}",
        "due_on": f"{project.due_on:%Y-%m-%d}",
        "version": str(history.version_of(project)),
    }
    return fields | changes


def test_says_what_it_is_for(client: Client, scene: Scene) -> None:
    html = look(client, scene.reader, PAGE)

    assert "Why: one key result bets on this" in html
    assert "Bookings a week" in html
    assert "Clinics get value" in html
    assert "a third of it" in html
    assert "100\N{NO-BREAK SPACE}% sure × +6\N{NO-BREAK SPACE}days on average" in html
    assert "lands with “Roll-out”" in html


def test_says_what_comes_next_and_what_is_late(client: Client, scene: Scene) -> None:
    html = look(client, scene.reader, PAGE)

    assert "Next is “Prototype”" in html
    assert "One task is late." in html


def test_lets_the_bets_date_follow_its_milestone(client: Client, scene: Scene) -> None:
    before = look(client, scene.reader, PAGE)
    scene.last.due_on = today().replace(year=today().year + 1)
    scene.last.save()

    after = look(client, scene.reader, PAGE)

    assert "a third of it" in before
    assert "nothing in time" in after


def test_shows_a_reader_no_button(client: Client, scene: Scene) -> None:
    html = look(client, scene.reader, PAGE)

    assert EDIT not in html
    assert "/decide/" not in html
    assert "/milestones/" not in html
    assert "bets/new" not in html


def test_offers_accepting_to_the_owner_of_the_key_result_alone(
    client: Client, scene: Scene
) -> None:
    scene.bet.state = Bet.State.PROPOSED
    scene.bet.save()

    owner = look(client, scene.key_result.owner, PAGE)
    manager = look(client, scene.manager, PAGE)

    accept = reverse("bets:accept", args=[scene.bet.pk])
    assert accept in owner
    assert accept not in manager
    assert "proposed: counts once it is accepted" in manager


def test_says_why_a_bet_does_not_count(client: Client, scene: Scene) -> None:
    scene.project.is_funded = False
    scene.project.save()

    html = look(client, scene.reader, PAGE)

    assert "counts once the project is funded" in html
    assert "tag bet ghost" in html


def test_shows_no_bet_on_a_hidden_key_result(client: Client, scene: Scene) -> None:
    objective = scene.key_result.objective
    objective.visibility = "named"
    objective.save()

    html = look(client, scene.reader, PAGE)

    assert "Bookings a week" not in html
    assert "no key result bets on this" in html


@pytest.mark.parametrize(
    "url", ["/projects/NOPE/", "/projects/NOPE/plan/", "/projects/NOPE/edit/"]
)
def test_is_not_there_under_another_key(client: Client, scene: Scene, url: str) -> None:
    client.force_login(scene.manager)

    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    "path", ["", "edit/", "plan/", "tasks/1/", "milestones/", "decide/cancel/"]
)
def test_does_not_exist_for_a_stranger(client: Client, scene: Scene, path: str) -> None:
    Project.objects.update(visibility="named")
    client.force_login(scene.reader)

    assert client.get(f"{PAGE}{path}").status_code == 404
    assert client.post(f"{PAGE}{path}").status_code in {404, 405}


def test_tells_what_it_is_called_elsewhere(client: Client, scene: Scene) -> None:
    make_reference(
        scene.project, "KEY-1", url="javascript:alert(1)", extras={"Risk": "<b>high"}
    )

    html = look(client, scene.reader, PAGE)

    assert "KEY-1" in html
    assert "&lt;b&gt;high" in html
    assert "javascript:" not in html


def test_shows_the_charter_without_running_it(client: Client, scene: Scene) -> None:
    scene.project.purpose = "See **this** <script>alert(1)</script> [x](javascript:y)"
    scene.project.save()

    html = look(client, scene.reader, PAGE)

    assert "<strong>this</strong>" in html
    assert "<script>alert" not in html
    assert 'href="javascript' not in html


def test_asks_as_often_for_much_as_for_little(client: Client, scene: Scene) -> None:
    client.force_login(scene.manager)
    client.get(PAGE)

    def add(many: int) -> None:
        for _each in range(many):
            milestone = make_milestone(scene.project)
            make_task(scene.project, milestone=milestone)
            make_bet(
                project=scene.project,
                milestone=milestone,
                key_result=make_key_result(objective=scene.key_result.objective),
            )

    def count() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(PAGE).status_code == 200
        return len(caught)

    add(2)
    few = count()
    add(18)

    assert count() == few


def test_asks_little_beside_the_plan(client: Client, scene: Scene) -> None:
    scope = Scope(objectives=(scene.key_result.objective_id,))
    with CaptureQueriesContext(connection) as plan:
        queries.figures(viewer=scene.manager, scope=scope, today=today())
    client.force_login(scene.manager)

    with CaptureQueriesContext(connection) as caught:
        client.get(PAGE)

    assert len(caught) - len(plan) <= 27


def test_saves_the_charter_and_offers_to_undo(client: Client, scene: Scene) -> None:
    client.force_login(scene.manager)
    data = charter(scene.project, purpose="Clinics start alone", code="setup")

    response = client.post(EDIT, data)

    scene.project.refresh_from_db()
    assert (response.status_code, response["Location"]) == (303, "/projects/SETUP/")
    assert scene.project.purpose == "Clinics start alone"
    last = history.last_change_set(scene.manager)
    html = client.get(response["Location"]).content.decode()
    assert reverse("history:undo", args=[last]) in html


def test_names_people_and_forgets_them_when_everybody_sees_it(
    client: Client, scene: Scene
) -> None:
    client.force_login(scene.manager)
    named = charter(scene.project, visibility="named") | {"viewers": scene.reader.pk}

    client.post(EDIT, named)
    assert [row.person for row in scene.project.viewers.all()] == [scene.reader]
    version = str(history.version_of(scene.project))
    client.post(EDIT, charter(scene.project) | {"version": version})

    assert not scene.project.viewers.exists()


def test_asks_why_the_date_of_running_work_moves(client: Client, scene: Scene) -> None:
    client.force_login(scene.manager)
    data = charter(scene.project, due_on="2030-01-01", purpose="Kept words")

    response = client.post(EDIT, data)

    html = response.content.decode()
    assert response.status_code == 422
    assert "say why its due date moves" in html
    assert "Kept words" in html
    assert client.post(EDIT, data | {"reason": "Ill"}).status_code == 303


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "This field is required"),
        ({"due_on": "2000-01-01", "reason": "x"}, "due after it starts"),
        ({"team": "", "visibility": "team"}, "Name the team"),
        ({"code": "1"}, "2 to 12 capital letters"),
        ({"manager": "99999"}, "Select a valid choice"),
        ({"version": "1"}, "Somebody else has saved this"),
    ],
)
def test_keeps_what_was_typed_where_it_is_wrong(
    client: Client, scene: Scene, changes: dict[str, str], said: str
) -> None:
    client.force_login(scene.manager)
    data = charter(scene.project, purpose="Kept words") | changes

    response = client.post(EDIT, data)

    html = response.content.decode()
    assert response.status_code == 422
    assert said in html
    assert "Kept words" in html
    scene.project.refresh_from_db()
    assert scene.project.purpose == ""


@pytest.mark.parametrize("path", ["edit/", "delete/", "milestones/"])
def test_refuses_who_may_only_look(client: Client, scene: Scene, path: str) -> None:
    for person in (scene.reader, scene.member):
        client.force_login(person)
        assert client.post(f"{PAGE}{path}", {"title": "x"}).status_code == 403
    assert Project.objects.filter(pk=scene.project.pk).exists()


@pytest.mark.parametrize("what", ["fund", "unfund", "hold", "cancel", "waive"])
def test_lets_the_sponsor_decide_and_not_the_manager(
    client: Client, scene: Scene, what: str
) -> None:
    client.force_login(scene.manager)
    assert client.post(f"{PAGE}decide/{what}/", {"reason": "x"}).status_code == 403
    client.force_login(scene.sponsor)

    response = client.post(f"{PAGE}decide/{what}/", {"reason": "Because"})

    assert (response.status_code, response["Location"]) == (303, PAGE)


def test_asks_why_it_is_cancelled(client: Client, scene: Scene) -> None:
    client.force_login(scene.sponsor)
    url = f"{PAGE}decide/cancel/"

    assert client.get(url).status_code == 200
    refused = client.post(url, {"reason": " "})

    assert refused.status_code == 422
    assert "Say why the project is cancelled" in refused.content.decode()
    client.post(url, {"reason": "The need is gone"})
    assert "Cancelled" in look(client, scene.reader, PAGE)
    told = look(client, scene.reader, f"/talk/projects.project/{scene.project.pk}/")
    assert "The need is gone" in told


@pytest.mark.parametrize(
    ("what", "status"), [("fund", 404), ("resume", 404), ("explode", 404)]
)
def test_decides_nothing_by_looking(
    client: Client, scene: Scene, what: str, status: int
) -> None:
    client.force_login(scene.sponsor)

    assert client.get(f"{PAGE}decide/{what}/").status_code == status
    assert not ChangeSet.objects.exists()


def test_says_when_a_decision_comes_too_late(client: Client, scene: Scene) -> None:
    client.force_login(scene.sponsor)

    response = client.post(f"{PAGE}decide/resume/", follow=True)

    assert "is running already" in response.content.decode().lower()


def test_goes_on_without_a_bet_and_says_why(client: Client, scene: Scene) -> None:
    scene.bet.delete()
    client.force_login(scene.sponsor)

    client.post(f"{PAGE}decide/waive/", {"reason": "The law asks for it"})

    assert "Goes on without a bet: The law asks for it" in look(
        client, scene.reader, PAGE
    )
    client.force_login(scene.sponsor)
    client.post(f"{PAGE}decide/unwaive/")
    assert "serves no key result" in look(client, scene.reader, PAGE)


def test_moves_to_another_phase(client: Client, scene: Scene) -> None:
    client.force_login(scene.sponsor)

    client.post(f"{PAGE}phase/", {"phase": "closure"})

    scene.project.refresh_from_db()
    assert scene.project.phase == "closure"
    assert client.post(f"{PAGE}phase/", {"phase": "party"}).status_code == 404
    assert client.get(f"{PAGE}phase/").status_code == 405


def test_deletes_and_undoes(client: Client, scene: Scene) -> None:
    client.force_login(scene.manager)

    response = client.post(f"{PAGE}delete/")

    assert response.status_code == 303
    assert not Project.objects.exists()
    last = history.last_change_set(scene.manager)
    client.post(reverse("history:undo", args=[last]))
    assert Project.objects.get().tasks.count() == 2


def test_creates_a_candidate_with_a_key_of_its_own(
    client: Client, scene: Scene
) -> None:
    client.force_login(scene.member)
    url = reverse("projects:create")

    response = client.post(url, {"name": "Guided set-up", "visibility": "everyone"})

    made = Project.objects.exclude(pk=scene.project.pk).get()
    assert response["Location"] == f"/projects/{made.code}/"
    assert (made.manager, made.is_funded) == (scene.member, False)
    assert made.code == "GUIDE2"


def test_creates_a_project_for_named_people(client: Client) -> None:
    admin, friend = make_admin(), make_person()
    client.force_login(admin)

    client.post(
        reverse("projects:create"),
        {
            "name": "Quiet",
            "code": "qt",
            "visibility": "named",
            "viewers": [friend.pk],
            "is_funded": "on",
        },
    )

    made = Project.objects.get()
    assert (made.code, made.is_funded) == ("QT", True)
    assert [row.person for row in made.viewers.all()] == [friend]
    assert ChangeSet.objects.filter(verb="projects.create_project").count() == 1


def test_keeps_the_words_of_a_project_it_cannot_create(client: Client) -> None:
    client.force_login(make_person())
    taken = make_project(code="WEB").code

    response = client.post(
        reverse("projects:create"),
        {"name": "Kept name", "code": taken, "visibility": "everyone"},
    )

    assert response.status_code == 422
    assert "Kept name" in response.content.decode()


def test_lets_no_viewer_create(client: Client) -> None:
    client.force_login(make_person(role="viewer"))
    url = reverse("projects:create")

    assert client.get(url).status_code == 403
    assert client.post(url, {"name": "x"}).status_code == 403


def test_offers_funding_only_to_who_may_fund(client: Client) -> None:
    url = reverse("projects:create")

    assert "is_funded" not in look(client, make_person(), url)
    assert "is_funded" in look(client, make_admin(), url)


def test_suggests_a_key(client: Client, scene: Scene) -> None:
    html = look(client, scene.member, reverse("projects:suggest"), name="Guided tour")

    assert "GUIDE2" in html


def test_has_an_address_for_all_that_it_holds(scene: Scene) -> None:
    assert registry.page_of(scene.project) == PAGE
    assert registry.page_of(scene.early) == f"{PAGE}tasks/{scene.early.number}/"
    there = f"{PAGE}#milestone-{scene.first.pk}"
    assert registry.page_of(scene.first) == there
