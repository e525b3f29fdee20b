"""What people do, each by its two doors: the action, and the page's form.

A deed fetches what it works on as that person would, so that what they may not see is
not found there either.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.scene import NOW, Scene
from waypost.bets import actions as bets
from waypost.bets import queries as bet_queries
from waypost.bets.terms import BetPlace, BetTerms
from waypost.exchange import actions as exchange
from waypost.okrs import actions as okrs
from waypost.okrs import queries as okr_queries
from waypost.okrs.models import KeyResult, Objective
from waypost.people import actions as people
from waypost.people.models import Person
from waypost.projects import actions as projects
from waypost.projects import queries as project_queries

JIRA = (
    b"Issue key,Issue id,Summary,Issue Type,Status,Project key\n"
    b"ZZ-1,1,Go,Task,To Do,ZZ\n"
)
Sent = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Deed:
    """One row's action: how it is called, and how a page sends it.

    `form` is where the page with the form stands, if more is sent than `sent` says.
    """

    act: Callable[[Scene, Person], object]
    address: Callable[[Scene], str] | None = None
    sent: Callable[[Scene], Sent] = lambda _scene: {}
    form: Callable[[Scene], str] | None = None


def _objective(scene: Scene, actor: Person, name: str) -> Objective:
    number = getattr(scene, name).number
    return okr_queries.objective(viewer=actor, number=number)


def _key_result(scene: Scene, actor: Person) -> KeyResult:
    return okr_queries.key_result(viewer=actor, number=scene.key_result.number)


def _create_objective(level: str) -> Deed:
    def act(scene: Scene, actor: Person) -> object:
        terms = okrs.ObjectiveTerms(
            title="New",
            cycle=scene.cycle,
            owner=scene.extra,
            level=level,
            team=scene.team if level == "team" else None,
        )
        return okrs.create_objective(actor=actor, now=NOW, terms=terms)

    def sent(scene: Scene) -> Sent:
        team = {"team": scene.team.pk} if level == "team" else {}
        said = {"title": "New", "level": level, "owner": scene.extra.pk, "person": ""}
        return said | team

    def address(scene: Scene) -> str:
        return f"/objectives/new/?cycle={scene.cycle.pk}"

    return Deed(act, address, sent, address)


def _edit_objective(name: str) -> Deed:
    def act(scene: Scene, actor: Person) -> object:
        objective = _objective(scene, actor, name)
        terms = replace(okrs.ObjectiveTerms.of(objective), title="Renamed")
        return okrs.edit_objective(
            actor=actor, now=NOW, objective=objective, terms=terms
        )

    def address(scene: Scene) -> str:
        return f"/objectives/O-{getattr(scene, name).number}/edit/"

    return Deed(act, address, lambda _scene: {"title": "Renamed"}, address)


def _on_key_result(
    act: Callable[[KeyResult, Person], object], page: str, **sent: Any
) -> Deed:
    """Return a deed whose form stands on a page of its own, or needs only `sent`."""

    def address(scene: Scene) -> str:
        return f"/key-results/KR-{scene.key_result.number}/{page}/"

    has_page = page in {"edit", "target"}
    return Deed(
        lambda scene, actor: act(_key_result(scene, actor), actor),
        address,
        lambda _scene: sent,
        address if has_page else None,
    )


def _edit_key_result(key_result: KeyResult, actor: Person) -> object:
    terms = replace(okrs.KeyResultTerms.of(key_result), title="Renamed")
    return okrs.edit_key_result(
        actor=actor, now=NOW, key_result=key_result, terms=terms
    )


def _move_target(key_result: KeyResult, actor: Person) -> object:
    move = okrs.Move(target=Decimal(50))
    return okrs.move_target(
        actor=actor, now=NOW, key_result=key_result, move=move, reason="Demand grew"
    )


def _add_key_result(scene: Scene, actor: Person) -> object:
    terms = okrs.KeyResultTerms(
        title="New",
        owner=scene.extra,
        kind=KeyResult.Kind.BINARY,
        starts_on=scene.cycle.starts_on,
        due_on=scene.cycle.ends_on,
    )
    objective = _objective(scene, actor, "of_team")
    return okrs.create_key_result(
        actor=actor, now=NOW, objective=objective, terms=terms
    )


def _check_in_of(scene: Scene, actor: Person) -> Any:
    return okr_queries.check_in(viewer=actor, pk=scene.check_in.pk)


def _correct(scene: Scene, actor: Person) -> object:
    found = _check_in_of(scene, actor)
    entry = replace(okrs.CheckInEntry.of(found), went_well="On second thought")
    return okrs.edit_check_in(actor=actor, now=NOW, check_in=found, entry=entry)


def _record_reading(scene: Scene, actor: Person) -> object:
    metric = okr_queries.metric_by_pk(viewer=actor, pk=scene.metric.pk)
    entry = okrs.ReadingEntry(metric, Decimal(33))
    return okrs.record_reading(actor=actor, now=NOW, entry=entry)


def _create_project(*, is_funded: bool) -> Deed:
    terms = projects.ProjectTerms(name="New", code="NEW", is_funded=is_funded)

    def sent(_scene: Scene) -> Sent:
        return {"name": "New", "code": "NEW"} | (
            {"is_funded": "on"} if is_funded else {}
        )

    def act(_scene: Scene, actor: Person) -> object:
        return projects.create_project(actor=actor, now=NOW, terms=terms)

    return Deed(act, lambda _scene: "/projects/new/", sent, lambda _s: "/projects/new/")


def _on_project(
    act: Callable[..., object], page: str, *, form: bool, **sent: Any
) -> Deed:
    def address(scene: Scene) -> str:
        return f"/projects/{scene.project.code}/{page}".replace("//", "/")

    def called(scene: Scene, actor: Person) -> object:
        found = project_queries.project(viewer=actor, code=scene.project.code)
        return act(actor=actor, now=NOW, project=found)

    return Deed(called, address, lambda _scene: sent, address if form else None)


def _on_milestone(act: Callable[..., object], page: str, **sent: Any) -> Deed:
    def called(scene: Scene, actor: Person) -> object:
        found = project_queries.milestone(viewer=actor, pk=scene.milestone.pk)
        return act(actor=actor, now=NOW, milestone=found)

    def address(scene: Scene) -> str:
        stem = f"/projects/{scene.project.code}/milestones/{scene.milestone.pk}"
        return f"{stem}/{page}/"

    return Deed(called, address, lambda _scene: sent)


def _on_task(
    act: Callable[..., object],
    address: Callable[[Scene], str] | None,
    sent: Callable[[Scene], Sent] = lambda _scene: {},
    form: Callable[[Scene], str] | None = None,
) -> Deed:
    def called(scene: Scene, actor: Person) -> object:
        code, number = scene.project.code, scene.task.number
        found = project_queries.task(viewer=actor, code=code, number=number)
        return act(actor=actor, now=NOW, task=found)

    return Deed(called, address, sent, form)


def _task_page(page: str) -> Callable[[Scene], str]:
    return lambda s: f"/projects/{s.project.code}/tasks/{s.task.number}/{page}"


def _on_bet(act: Callable[..., object], page: str, **sent: Any) -> Deed:
    def called(scene: Scene, actor: Person) -> object:
        found = bet_queries.bet(viewer=actor, pk=scene.bet.pk)
        return act(actor=actor, now=NOW, bet=found)

    return Deed(called, lambda s: f"/bets/{s.bet.pk}/{page}/", lambda _scene: sent)


def _propose(scene: Scene, actor: Person) -> object:
    project = project_queries.project(viewer=actor, code=scene.other.code)
    place = BetPlace(project=project, key_result=_key_result(scene, actor))
    return bets.place_bet(
        actor=actor, now=NOW, place=place,
        terms=BetTerms(weakest=Decimal(1), likely=Decimal(2), strongest=Decimal(3),
                       probability=0.5),
    )  # fmt: skip


def _proposal(scene: Scene) -> str:
    return f"/bets/new/?key_result={scene.key_result.code}&project={scene.other.code}"


def _mark(scene: Scene, actor: Person) -> object:
    found = bet_queries.assumption(viewer=actor, pk=scene.assumption.pk)
    return bets.mark_assumption(actor=actor, now=NOW, assumption=found, state="held")


def _import(_scene: Scene, actor: Person) -> object:
    return exchange.upload(actor=actor, now=NOW, name="a.csv", chunks=[JIRA], kind="")


def _create_cycle(scene: Scene, actor: Person) -> object:
    first, last = scene.next_quarter
    terms = okrs.CycleTerms(name="Next", starts_on=first, ends_on=last)
    return okrs.create_cycle(actor=actor, now=NOW, terms=terms)


def _cycle_sent(scene: Scene) -> Sent:
    first, last = scene.next_quarter
    return {
        "name": "Next", "kind": "quarter",
        "starts_on": first.isoformat(), "ends_on": last.isoformat(),
    }  # fmt: skip


DEEDS: dict[str, Deed] = {
    "create a company objective": _create_objective("company"),
    "edit a company objective": _edit_objective("company"),
    "start a cycle": Deed(
        lambda s, actor: okrs.start_cycle(actor=actor, now=NOW, cycle=s.cycle),
        lambda s: f"/objectives/cycles/{s.cycle.pk}/start/",
    ),
    "create a cycle": Deed(
        _create_cycle, lambda _scene: "/objectives/cycles/new/", _cycle_sent
    ),
    "create a team objective": _create_objective("team"),
    "edit a team objective": _edit_objective("of_team"),
    "delete a team objective": Deed(
        lambda s, actor: okrs.delete_objective(
            actor=actor, now=NOW, objective=_objective(s, actor, "of_team")
        ),
        lambda s: f"/objectives/O-{s.of_team.number}/delete/",
    ),
    "edit an own objective": _edit_objective("own"),
    "add a key result": Deed(
        _add_key_result,
        lambda s: f"/objectives/O-{s.of_team.number}/key-results/new/",
        lambda s: {"title": "New", "kind": "binary", "owner": s.extra.pk},
        lambda s: f"/objectives/O-{s.of_team.number}/key-results/new/",
    ),
    "edit a key result": _on_key_result(_edit_key_result, "edit", title="Renamed"),
    "move a target": _on_key_result(
        _move_target, "target", target="50", reason="Demand grew"
    ),
    "delete a key result": _on_key_result(
        lambda kr, actor: okrs.delete_key_result(actor=actor, now=NOW, key_result=kr),
        "delete",
    ),
    "check in": _on_key_result(
        lambda kr, actor: okrs.check_in(
            actor=actor, now=NOW, key_result=kr,
            entry=okrs.CheckInEntry(value=Decimal(31), confidence=70),
        ),
        "check-in",
        value="31",
        confidence="70",
    ),
    "correct a check-in": Deed(
        _correct,
        lambda s: f"/key-results/check-ins/{s.check_in.pk}/",
        lambda _scene: {"went_well": "On second thought"},
        lambda s: f"/key-results/check-ins/{s.check_in.pk}/",
    ),
    "acknowledge a check-in": Deed(
        lambda s, actor: okrs.acknowledge(
            actor=actor, now=NOW, check_in=_check_in_of(s, actor)
        ),
        lambda s: f"/key-results/check-ins/{s.check_in.pk}/read/",
    ),
    "give odds": Deed(
        lambda s, actor: okrs.give_odds(
            actor=actor, now=NOW, key_result=_key_result(s, actor), probability=0.4
        ),
    ),
    "record a reading": Deed(
        _record_reading,
        lambda s: f"/key-results/KR-{s.key_result.number}/readings/",
        lambda s: {"value": "33", "observed_at": s.an_hour_ago},
    ),
    "create a project": _create_project(is_funded=False),
    "create a funded project": _create_project(is_funded=True),
    "edit a project": _on_project(
        lambda *, actor, now, project: projects.edit_project(
            actor=actor, now=now, project=project, changes={"name": "Renamed"},
            version=None,
        ),
        "edit/",
        form=True,
        name="Renamed",
    ),
    "delete a project": _on_project(projects.delete_project, "delete/", form=False),
    "add a milestone": _on_project(
        lambda *, actor, now, project: projects.create_milestone(
            actor=actor, now=now, project=project,
            terms=projects.MilestoneTerms(title="New"),
        ),
        "milestones/",
        form=True,
        title="New",
    ),
    "reach a milestone": _on_milestone(
        lambda *, actor, now, milestone: projects.achieve_milestone(
            actor=actor, now=now, milestone=milestone, on=now.date()
        ),
        "reach",
    ),
    "add a task": _on_project(
        lambda *, actor, now, project: projects.create_task(
            actor=actor, now=now, project=project,
            terms=projects.TaskTerms(title="New"),
        ),
        "plan/add/",
        form=False,
        title="New",
    ),
    "edit a task": _on_task(
        lambda *, actor, now, task: projects.edit_task(
            actor=actor, now=now, task=task, changes={"title": "Renamed"}, version=None
        ),
        _task_page("edit/"),
        lambda _scene: {"title": "Renamed"},
        _task_page("edit/"),
    ),
    "tick a task": _on_task(
        lambda *, actor, now, task: projects.tick_task(
            actor=actor, now=now, task=task, is_done=True
        ),
        lambda s: f"/week/tasks/{s.project.code}/{s.task.number}/",
        lambda _scene: {"done": "on"},
    ),
    "delete a task": _on_task(projects.delete_task, None),
    "fund a project": _on_project(
        projects.fund_project, "decide/fund/", form=False, reason="It pays"
    ),
    "cancel a project": _on_project(
        lambda *, actor, now, project: projects.cancel_project(
            actor=actor, now=now, project=project, reason="No money"
        ),
        "decide/cancel/",
        form=False,
        reason="No money",
    ),
    "propose a bet": Deed(
        _propose,
        _proposal,
        lambda s: {
            "weakest": "1", "likely": "2", "strongest": "3", "probability": "50",
            "owner": s.extra.pk,
        },
        _proposal,
    ),
    "accept a bet": _on_bet(bets.accept_bet, "accept"),
    "withdraw a bet": _on_bet(bets.withdraw_bet, "withdraw", reason="Too dear"),
    "delete a bet": _on_bet(bets.delete_bet, "delete"),
    "mark an assumption": Deed(
        _mark,
        lambda s: f"/bets/assumptions/{s.assumption.pk}/",
        lambda _scene: {"state": "held"},
    ),
    "import a file": Deed(
        _import,
        lambda _scene: "/imports/",
        lambda _scene: {"file": SimpleUploadedFile("a.csv", JIRA), "kind": ""},
    ),
    "add a person": Deed(
        lambda _scene, actor: people.create_person(
            actor=actor,
            now=NOW,
            terms=people.PersonTerms(email="new@example.org", name="New"),
        ),
    ),
}  # fmt: skip
