"""What people do, each by its two doors: the action, and the page's form.

A deed fetches what it works on as that person would, so that what they may not see is
not found there either.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.scene import NOW, Scene
from waypost.bets import actions as bets
from waypost.bets import queries as bet_queries
from waypost.bets.terms import BetPlace, BetTerms
from waypost.conversations import actions as talk
from waypost.conversations import queries as talk_queries
from waypost.core.access import Denied
from waypost.core.listing import Edited
from waypost.exchange import actions as exchange
from waypost.okrs import actions as okrs
from waypost.okrs import queries as okr_queries
from waypost.okrs.models import KeyResult, Objective, Reading
from waypost.people import actions as people
from waypost.people.models import Calendar, Person
from waypost.planning import actions as planning
from waypost.planning.models import SavedView
from waypost.projects import actions as projects
from waypost.projects import queries as project_queries
from waypost.projects.tests.factories import make_status

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


def _reading(scene: Scene, actor: Person) -> Reading:
    return okr_queries.reading(viewer=actor, pk=scene.reading.pk)


def _correct_reading(scene: Scene, actor: Person) -> object:
    found = _reading(scene, actor)
    entry = okrs.ReadingEntry(found.metric, Decimal(33))
    return okrs.edit_reading(actor=actor, now=NOW, reading=found, entry=entry)


def _edit_metric(scene: Scene, actor: Person) -> object:
    metric = okr_queries.metric_by_pk(viewer=actor, pk=scene.metric.pk)
    terms = replace(okrs.MetricTerms.of(metric), name="Renamed")
    return okrs.edit_metric(actor=actor, now=NOW, metric=metric, terms=terms)


def _edit_cycle(scene: Scene, actor: Person) -> object:
    terms = replace(okrs.CycleTerms.of(scene.cycle), name="Renamed")
    return okrs.edit_cycle(actor=actor, now=NOW, cycle=scene.cycle, terms=terms)


def _order_key_results(scene: Scene, actor: Person) -> None:
    objective = _objective(scene, actor, "of_team")
    okrs.reorder_key_results(
        actor=actor,
        now=NOW,
        objective=objective,
        key_results=list(objective.key_results.all()),
    )


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


def _promise(scene: Scene) -> projects.AllocationTerms:
    return projects.AllocationTerms(
        person=scene.worker(),
        starts_on=NOW.date(),
        ends_on=NOW.date() + timedelta(days=30),
        hours_per_week=Decimal(8),
    )


def _allocate(scene: Scene, actor: Person) -> object:
    found = project_queries.project(viewer=actor, code=scene.project.code)
    return projects.allocate(actor=actor, now=NOW, project=found, terms=_promise(scene))


def _sent_promise(scene: Scene) -> Sent:
    terms = _promise(scene)
    return {
        "whom": f"person:{scene.worker().pk}",
        "starts_on": terms.starts_on,
        "ends_on": terms.ends_on,
        "hours_per_week": "8",
    }


def _on_allocation(
    act: Callable[..., object],
    page: str = "",
    sent: Callable[[Scene], Sent] = lambda _scene: {},
) -> Deed:
    def called(scene: Scene, actor: Person) -> object:
        pk = scene.pencilled().pk
        found = project_queries.allocation(viewer=actor, pk=pk)
        return act(scene, actor=actor, now=NOW, allocation=found)

    def address(scene: Scene) -> str:
        return f"/projects/{scene.project.code}/people/{scene.pencilled().pk}/{page}"

    return Deed(called, address, sent)


_MONEY = {"kind": "cost", "category": "Rope", "planned": "12", "reason": "Prices rose"}


def _plan_money(scene: Scene, actor: Person) -> object:
    found = project_queries.project(viewer=actor, code=scene.project.code)
    return projects.add_budget_line(
        actor=actor, now=NOW, project=found, reason="Prices rose",
        terms=projects.BudgetTerms(category="Rope", planned=Decimal(12)),
    )  # fmt: skip


def _on_budget_line(act: Callable[..., object], page: str = "") -> Deed:
    def called(scene: Scene, actor: Person) -> object:
        pk = scene.budget_line().pk
        found = project_queries.budget_line(viewer=actor, pk=pk)
        return act(actor=actor, now=NOW, line=found, reason="Prices rose")

    def address(scene: Scene) -> str:
        return f"/projects/{scene.project.code}/budget/{scene.budget_line().pk}/{page}"

    return Deed(called, address, lambda _scene: _MONEY)


def _on_status(act: Callable[..., object], page: str = "", **sent: Any) -> Deed:
    def called(scene: Scene, actor: Person) -> object:
        return act(scene, actor=actor, now=NOW, status=scene.unused_status())

    def address(scene: Scene) -> str:
        return f"/projects/statuses/{scene.unused_status().pk}/{page}"

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


def _bring(kind: str, table: bytes) -> Deed:
    """Return the deed of bringing a table of this kind."""
    return Deed(
        lambda _scene, actor: exchange.upload(
            actor=actor, now=NOW, name="a.csv", chunks=[table], kind=kind
        ),
        lambda _scene: "/imports/",
        lambda _scene: {"file": SimpleUploadedFile("a.csv", table), "kind": kind},
    )


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


def _on_person(act: Callable[..., object], page: str) -> Deed:
    return Deed(
        lambda scene, actor: act(actor=actor, now=NOW, person=scene.extra),
        lambda scene: f"/people/{scene.extra.pk}/{page}/",
    )


def _holder(scene: Scene) -> Person:
    assert scene.own.person is not None
    return scene.own.person


def _calendar() -> Calendar:
    return Calendar.objects.get(name="Quay week")


def _comment_on(name: str) -> Deed:
    def act(scene: Scene, actor: Person) -> object:
        thing = _objective(scene, actor, name)
        words = talk.Words("Are we sure?")
        return talk.post_comment(actor=actor, now=NOW, thing=thing, words=words)

    return Deed(
        act,
        lambda scene: f"/talk/okrs.objective/{getattr(scene, name).pk}/",
        lambda _scene: {"body": "Are we sure?"},
    )


def _on_comment(act: Callable[..., object], page: str, **sent: Any) -> Deed:
    def called(scene: Scene, actor: Person) -> object:
        found = talk_queries.comment(viewer=actor, pk=scene.comment.pk)
        return act(actor=actor, now=NOW, comment=found)

    return Deed(
        called,
        lambda scene: f"/talk/comments/{scene.comment.pk}/{page}/",
        lambda _scene: sent,
    )


def _mark_comment(act: Callable[..., object], page: str, **sent: Any) -> Deed:
    def called(scene: Scene, actor: Person) -> object:
        found = talk_queries.comment(viewer=actor, pk=scene.comment.pk)
        return act(actor=actor, now=NOW, thing=found)

    return Deed(
        called,
        lambda scene: f"/talk/conversations.comment/{scene.comment.pk}/{page}/",
        lambda _scene: sent,
    )


def _many(edit: Callable[..., Edited], thing: str, **changes: Any) -> Deed:
    """Return a deed on one selected row: left for its reason, it was denied."""

    def act(scene: Scene, actor: Person) -> object:
        ids = [getattr(scene, thing).pk]
        done = edit(actor=actor, now=NOW, ids=ids, changes=changes)
        if done.left:
            raise Denied(done.left[0].reason)
        if not done.changed:
            raise ObjectDoesNotExist
        return done

    return Deed(act)


def _change_shared_view(scene: Scene, actor: Person) -> object:
    view = SavedView.objects.create(
        owner=scene.extra, table="tasks", name="Late", is_shared=True
    )
    return planning.edit_view(actor=actor, now=NOW, view=view, name="Later")


def _save_view(*, is_shared: bool) -> Deed:
    def act(_scene: Scene, actor: Person) -> object:
        return planning.save_view(
            actor=actor,
            now=NOW,
            table="tasks",
            name="Late",
            parameters="kind=late",
            is_shared=is_shared,
        )

    return Deed(act, None if is_shared else lambda _s: "/views/tasks/save/",
                lambda _s: {"name": "Late", "parameters": "kind=late"})  # fmt: skip


DEEDS: dict[str, Deed] = {
    "edit many tasks": _many(projects.edit_tasks, "task", priority=1),
    "edit many projects": _many(projects.edit_projects, "project", category="Fleet"),
    "fund many projects": _many(projects.edit_projects, "project", is_funded=True),
    "edit many objectives": _many(okrs.edit_objectives, "of_team", priority=1),
    "save a view": _save_view(is_shared=False),
    "share a view": _save_view(is_shared=True),
    "change a shared view": Deed(_change_shared_view),
    "comment on an objective": _comment_on("of_team"),
    "comment on an own objective": _comment_on("own"),
    "edit a comment": _on_comment(
        lambda *, actor, now, comment: talk.edit_comment(
            actor=actor, now=now, comment=comment, words=talk.Words("Quite sure")
        ),
        "edit",
        body="Quite sure",
    ),
    "delete a comment": _on_comment(talk.delete_comment, "delete"),
    "react to a comment": _mark_comment(
        lambda *, actor, now, thing: talk.react(
            actor=actor, now=now, thing=thing, kind="agree"
        ),
        "react",
        give="agree",
    ),
    "acknowledge a comment": _mark_comment(talk.acknowledge, "read"),
    "create a company objective": _create_objective("company"),
    "edit a company objective": _edit_objective("company"),
    "start a cycle": Deed(
        lambda s, actor: okrs.start_cycle(actor=actor, now=NOW, cycle=s.cycle),
        lambda s: f"/cycles/{s.cycle.pk}/start/",
    ),
    "create a cycle": Deed(
        _create_cycle, lambda _scene: "/cycles/new/", _cycle_sent
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
        lambda s: f"/key-results/KR-{s.key_result.number}/odds/",
        lambda _scene: {"probability": "40"},
    ),
    "order key results": Deed(
        _order_key_results,
        lambda s: f"/objectives/O-{s.of_team.number}/key-results/order/",
        lambda s: {"order": str(s.key_result.pk)},
    ),
    "order steps": _on_key_result(
        lambda kr, actor: okrs.reorder_steps(
            actor=actor, now=NOW, key_result=kr, steps=[]
        ),
        "steps/order",
        order="",
    ),
    "edit a cycle": Deed(
        _edit_cycle,
        lambda s: f"/cycles/{s.cycle.pk}/edit/",
        lambda _scene: {"name": "Renamed"},
        lambda s: f"/cycles/{s.cycle.pk}/edit/",
    ),
    "close a cycle": Deed(
        lambda s, actor: bets.close_cycle(
            actor=actor, now=NOW, cycle=s.cycle, agrees=False, scores=True
        ),
        lambda s: f"/cycles/{s.cycle.pk}/close/",
        lambda _scene: {"unagreed": "cancel", "scores": "progress"},
    ),
    "delete a cycle": Deed(
        lambda s, actor: okrs.delete_cycle(actor=actor, now=NOW, cycle=s.empty_cycle()),
        lambda s: f"/cycles/{s.empty_cycle().pk}/delete/",
    ),
    "create a metric": Deed(
        lambda _scene, actor: okrs.create_metric(
            actor=actor, now=NOW, terms=okrs.MetricTerms(name="New")
        ),
        lambda _scene: "/metrics/new/",
        lambda _scene: {"name": "New", "better": "higher", "source": "hand"},
    ),
    "edit a metric": Deed(
        _edit_metric,
        lambda s: f"/metrics/M-{s.metric.number}/edit/",
        lambda _scene: {"name": "Renamed"},
        lambda s: f"/metrics/M-{s.metric.number}/edit/",
    ),
    "delete a metric": Deed(
        lambda s, actor: okrs.delete_metric(
            actor=actor, now=NOW, metric=s.metric_let_go()
        ),
        lambda s: f"/metrics/M-{s.metric_let_go().number}/delete/",
    ),
    "correct a reading": Deed(
        _correct_reading,
        lambda s: f"/metrics/readings/{s.reading.pk}/",
        lambda s: {"value": "33", "observed_at": s.an_hour_ago},
    ),
    "delete a reading": Deed(
        lambda s, actor: okrs.delete_reading(
            actor=actor, now=NOW, reading=_reading(s, actor)
        ),
        lambda s: f"/metrics/readings/{s.reading.pk}/delete/",
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
    "allocate a person": Deed(
        _allocate,
        lambda s: f"/projects/{s.project.code}/people/new/",
        _sent_promise,
    ),
    "change an allocation": _on_allocation(
        lambda s, **by: projects.edit_allocation(**by, terms=_promise(s)),
        sent=_sent_promise,
    ),
    "confirm an allocation": _on_allocation(
        lambda _s, **by: projects.confirm_allocation(**by), "confirm/"
    ),
    "withdraw an allocation": _on_allocation(
        lambda _s, **by: projects.withdraw_allocation(**by), "withdraw/"
    ),
    "plan money": Deed(
        _plan_money,
        lambda s: f"/projects/{s.project.code}/budget/new/",
        lambda _scene: _MONEY,
    ),
    "change planned money": _on_budget_line(
        lambda **by: projects.edit_budget_line(
            **by, terms=projects.BudgetTerms(category="Rope", planned=Decimal(12))
        )
    ),
    "strike planned money out": _on_budget_line(
        projects.delete_budget_line, "delete/"
    ),
    "move a card": _on_task(
        lambda *, actor, now, task: projects.move_card(
            actor=actor, now=now, task=task, slot=projects.Slot(make_status("doing"))
        ),
        lambda s: f"/projects/{s.project.code}/board/move/",
        lambda s: {"card": s.task.number, "status": make_status("doing").pk},
    ),
    "put cards in order": _on_task(
        lambda *, actor, now, task: projects.nudge_card(
            actor=actor, now=now, task=task, steps=1
        ),
        lambda s: f"/projects/{s.project.code}/board/move/",
        lambda s: {"card": s.task.number, "to": "down"},
    ),
    "add a card": Deed(
        lambda s, actor: projects.create_task(
            actor=actor,
            now=NOW,
            project=project_queries.project(viewer=actor, code=s.project.code),
            terms=projects.TaskTerms(title="New", status=make_status("doing")),
        ),
        lambda s: f"/projects/{s.project.code}/board/add/",
        lambda _s: {"title": "New", "status": make_status("doing").pk},
    ),
    "add a status": Deed(
        lambda _s, actor: projects.create_status(
            actor=actor, now=NOW, terms=projects.StatusTerms("Parked", "backlog")
        ),
        lambda _s: "/projects/statuses/new/",
        lambda _s: {"name": "Parked", "kind": "backlog"},
    ),
    "change a status": _on_status(
        lambda _s, **by: projects.edit_status(
            **by, terms=projects.StatusTerms("Checked", "review")
        ),
        name="Checked",
        kind="review",
    ),
    "move a status": _on_status(
        lambda _s, **by: projects.move_status(**by, steps=-1), "move/", to="up"
    ),
    "delete a status": _on_status(
        lambda _s, **by: projects.delete_status(**by), "delete/"
    ),
    "merge statuses": Deed(
        lambda s, actor: projects.merge_status(
            actor=actor, now=NOW, status=s.unused_status(), into=make_status("doing")
        ),
        lambda s: f"/projects/statuses/{s.unused_status().pk}/merge/",
        lambda _s: {"into": make_status("doing").pk},
    ),
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
    "export the whole organisation": Deed(
        lambda _scene, actor: exchange.begin_export(actor=actor, now=NOW),
        lambda _scene: "/imports/export/",
        lambda _scene: {},
    ),
    "bring objectives from a file": _bring("okrs", b"Objective,Key result\nGo,\n"),
    "bring readings from a file": _bring("readings", b"Metric,Date,Value\nM,1/1/26,5"),
    "bring people from a file": _bring("people", b"E-mail,Name\nn@example.org,N\n"),
    "add a person": Deed(
        lambda _scene, actor: people.create_person(
            actor=actor,
            now=NOW,
            terms=people.PersonTerms(email="new@example.org", name="New"),
        ),
        lambda _scene: "/people/new/",
        lambda _scene: {"email": "new@example.org", "name": "New", "role": "member"},
    ),
    "edit a person": Deed(
        lambda scene, actor: people.edit_person(
            actor=actor,
            now=NOW,
            person=scene.extra,
            terms=replace(people.PersonTerms.of(scene.extra), name="Renamed"),
        ),
        lambda scene: f"/people/{scene.extra.pk}/edit/",
        lambda _scene: {"name": "Renamed"},
        lambda scene: f"/people/{scene.extra.pk}/edit/",
    ),
    "switch a person off": _on_person(people.deactivate_person, "off"),
    "reset a sign-in": _on_person(people.reset_sign_in, "reset-sign-in"),
    "hand over what somebody owns": Deed(
        lambda scene, actor: people.hand_over(
            actor=actor, now=NOW, person=scene.extra, to=_holder(scene)
        ),
        lambda scene: f"/people/{scene.extra.pk}/hand-over/",
        lambda scene: {"to": _holder(scene).pk},
    ),
    "enter time off": Deed(
        lambda scene, actor: people.add_time_off(
            actor=actor,
            now=NOW,
            person=scene.extra,
            terms=people.TimeOffTerms(NOW.date(), NOW.date()),
        ),
        lambda scene: f"/people/{scene.extra.pk}/time-off/",
        lambda _scene: {"starts_on": NOW.date().isoformat()},
    ),
    "note a contact": Deed(
        lambda _scene, actor: people.create_contact(
            actor=actor, now=NOW, terms=people.ContactTerms("New")
        ),
        lambda _scene: "/people/contacts/new/",
        lambda _scene: {"name": "New"},
    ),
    "create a team": Deed(
        lambda _scene, actor: people.create_team(
            actor=actor, now=NOW, terms=people.TeamTerms("New")
        ),
        lambda _scene: "/teams/new/",
        lambda _scene: {"name": "New"},
    ),
    "edit a team": Deed(
        lambda scene, actor: people.edit_team(
            actor=actor,
            now=NOW,
            team=scene.team,
            terms=replace(people.TeamTerms.of(scene.team), name="Renamed"),
        ),
        lambda scene: f"/teams/{scene.team.pk}/edit/",
        lambda _scene: {"name": "Renamed"},
        lambda scene: f"/teams/{scene.team.pk}/edit/",
    ),
    "add a member": Deed(
        lambda scene, actor: people.add_member(
            actor=actor,
            now=NOW,
            team=scene.team,
            terms=people.MemberTerms(_holder(scene), NOW.date()),
        ),
        lambda scene: f"/teams/{scene.team.pk}/members/",
        lambda scene: {
            "person": _holder(scene).pk, "starts_on": NOW.date().isoformat(),
        },
    ),
    "edit the organization": Deed(
        lambda _scene, actor: people.edit_organisation(
            actor=actor, now=NOW, terms=people.OrganisationTerms("Renamed")
        ),
        lambda _scene: "/organization/edit/",
        lambda _scene: {"name": "Renamed"},
        lambda _scene: "/organization/edit/",
    ),
    "create a calendar": Deed(
        lambda _scene, actor: people.create_calendar(
            actor=actor, now=NOW, terms=people.CalendarTerms("New")
        ),
        lambda _scene: "/calendars/new/",
        lambda _scene: {"name": "New"},
        lambda _scene: "/calendars/new/",
    ),
    "edit a calendar": Deed(
        lambda _scene, actor: people.edit_week(
            actor=actor,
            now=NOW,
            calendar=_calendar(),
            terms=people.CalendarTerms("Renamed"),
        ),
        lambda _scene: f"/calendars/{_calendar().pk}/edit/",
        lambda _scene: {"name": "Renamed"},
        lambda _scene: f"/calendars/{_calendar().pk}/edit/",
    ),
    "change one's settings": Deed(
        lambda _scene, actor: people.change_settings(
            actor=actor, now=NOW, settings=people.Settings(theme="dark")
        ),
        lambda _scene: "/settings/",
        lambda _scene: {"name": "Actor Gum", "theme": "dark"},
    ),
}  # fmt: skip
