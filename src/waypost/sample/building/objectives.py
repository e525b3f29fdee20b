"""Cycles, objectives and key results."""

from collections.abc import Iterable
from datetime import datetime

from waypost.bets import actions as bets_actions
from waypost.okrs import actions
from waypost.okrs.models import KeyResult, Objective
from waypost.sample.building.cast import Cast
from waypost.sample.terms import (
    KeyResultContent,
    MetricContent,
    ObjectiveContent,
    decimal,
)


def build_metrics(
    cast: Cast, metrics: Iterable[MetricContent], *, at: datetime
) -> None:
    """Add the metrics; a computed one names those before it."""
    for content in metrics:
        codes = {key: row.code for key, row in cast.metrics.items()}
        source = "computed" if content.formula else content.source
        terms = actions.MetricTerms(
            name=content.name,
            unit=content.unit,
            better=content.better,
            lower_bound=decimal(content.least),
            upper_bound=decimal(content.most),
            is_counter=content.is_counter,
            owner=cast.people[content.owner],
            source=source,
            formula=content.formula.format_map(codes),
        )
        cast.metrics[content.key] = actions.create_metric(
            actor=cast.people[content.owner], now=at, terms=terms
        )


def build_cycle(cast: Cast, number: int, *, at: datetime) -> None:
    """Add a cycle, in planning."""
    span = cast.clock.cycle(number)
    cast.cycles[number] = actions.create_cycle(
        actor=cast.admin,
        now=at,
        terms=actions.CycleTerms(
            name=span.name,
            starts_on=span.starts_on,
            ends_on=span.ends_on,
            manager=cast.admin,
        ),
    )


def build_objectives(
    cast: Cast, cycle: int, contents: Iterable[ObjectiveContent], *, at: datetime
) -> None:
    """Write objectives down with their key results."""
    for content in contents:
        objective = _build_objective(cast, cycle, content, at)
        cast.objectives[content.key] = objective
        owner = cast.people[content.owner]
        for rail in content.guardrails:
            terms = actions.GuardrailTerms(
                cast.metrics[rail.metric], decimal(rail.low), decimal(rail.high)
            )
            actions.set_guardrail(
                actor=cast.admin, now=at, objective=objective, terms=terms
            )
        for key_result in content.key_results:
            saved = actions.create_key_result(
                actor=owner,
                now=at,
                objective=objective,
                terms=_key_result_terms(cast, cycle, key_result),
            )
            cast.key_results[key_result.key] = saved.key_result
            _set_points(cast, key_result, saved.key_result, at)


def move_and_judge(cast: Cast, contents: Iterable[ObjectiveContent]) -> None:
    """Move the targets that moved, and let people say what they think the odds are."""
    clock = cast.clock
    for content in contents:
        for key_result in content.key_results:
            row = cast.key_results[key_result.key]
            if key_result.moved is not None:
                actions.move_target(
                    actor=cast.people[content.owner],
                    now=clock.at(clock.weekday(key_result.moved.week, 3), 11),
                    key_result=_fresh_key_result(row),
                    move=actions.Move(target=decimal(key_result.target)),
                    reason=key_result.moved.reason,
                )
            for key, probability in key_result.odds:
                actions.give_odds(
                    actor=cast.people[key],
                    now=clock.at(clock.weekday(-1, 2), 13),
                    key_result=row,
                    probability=probability,
                )


def complete_steps(cast: Cast, contents: Iterable[ObjectiveContent]) -> None:
    """Mark the steps that are done, each in its week."""
    for content in contents:
        for key_result in content.key_results:
            weeks = [step.done for step in key_result.steps]
            if key_result.kind == "binary":
                weeks = [key_result.done]
            row = cast.key_results[key_result.key]
            steps = row.steps.order_by("position")
            for step, week in zip(steps, weeks, strict=True):
                if week is not None:
                    day = cast.clock.weekday(week, 0)
                    actions.complete_step(
                        actor=cast.people[key_result.owner],
                        now=cast.clock.past(day, 8, 10),
                        step=step,
                        done_on=day,
                    )


def close(cast: Cast, cycle: int, contents: Iterable[ObjectiveContent]) -> None:
    """Grade a cycle that is over, and close it."""
    row, clock = cast.cycles[cycle], cast.clock
    end = clock.cycle(cycle).ends_on
    actions.begin_grading(actor=cast.admin, now=clock.at(end, 17), cycle=row)
    for hour, content in enumerate(contents, start=18):
        actions.grade_objective(
            actor=cast.admin,
            now=clock.at(end, hour),
            objective=_fresh(cast.objectives[content.key]),
            score=content.score,
            reflection=content.reflection,
        )
    closing = clock.at(clock.weekday(-8, 1), 16)
    actions.close_cycle(actor=cast.admin, now=closing, cycle=row)


def _build_objective(
    cast: Cast, cycle: int, content: ObjectiveContent, at: datetime
) -> Objective:
    owner, terms = cast.people[content.owner], _objective_terms(cast, cycle, content)
    if content.project:
        objective = bets_actions.create_project_objective(
            actor=owner, now=at, project=cast.projects[content.project], terms=terms
        )
        for parent in _parents(cast, content):
            actions.align(actor=owner, now=at, objective=objective, parent=parent)
        return objective
    actor = owner if content.team or content.person else cast.admin
    return actions.create_objective(
        actor=actor,
        now=at,
        terms=terms,
        serves=_parents(cast, content),
        viewers=[cast.people[key] for key in content.viewers],
    )


def _objective_terms(
    cast: Cast, cycle: int, content: ObjectiveContent
) -> actions.ObjectiveTerms:
    return actions.ObjectiveTerms(
        title=content.title,
        cycle=cast.cycles[cycle],
        owner=cast.people[content.owner],
        level=_level(content),
        team=cast.teams[content.team] if content.team else None,
        person=cast.person(content.person),
        why=content.why,
        reviewer=cast.person(content.reviewer),
        kind=content.kind,
        visibility="named" if content.viewers else "everyone",
        priority=content.priority,
        weight=content.weight,
        state=content.state,
    )


def _level(content: ObjectiveContent) -> str:
    if content.team:
        return Objective.Level.TEAM
    if content.person:
        return Objective.Level.PERSON
    return Objective.Level.PROJECT if content.project else Objective.Level.COMPANY


def _parents(cast: Cast, content: ObjectiveContent) -> list[actions.Parent]:
    parents: list[actions.Parent] = []
    for name in content.serves:
        kind, key = name.split(":")
        parents.append(cast.objectives[key] if kind == "o" else cast.key_results[key])
    return parents


def _key_result_terms(
    cast: Cast, cycle: int, content: KeyResultContent
) -> actions.KeyResultTerms:
    span, moved = cast.clock.cycle(cycle), content.moved
    first = content.starts
    return actions.KeyResultTerms(
        title=content.title,
        owner=cast.people[content.owner],
        starts_on=(span.starts_on if first is None else cast.clock.weekday(first, 0)),
        due_on=span.ends_on,
        kind=content.kind,
        metric=cast.metrics[content.metric] if content.metric else None,
        baseline=decimal(content.baseline),
        target=decimal(moved.before if moved else content.target),
        low=decimal(content.low),
        high=decimal(content.high),
        path=content.path,
        weight=content.weight,
        cadence_days=content.cadence,
        delegate=cast.person(content.delegate),
        steps=tuple(actions.StepTerms(s.title, s.weight) for s in content.steps),
    )


def _set_points(
    cast: Cast, content: KeyResultContent, key_result: KeyResult, at: datetime
) -> None:
    points = [
        (cast.clock.weekday(week, 0), number)
        for week, value in content.points
        if (number := decimal(value)) is not None
    ]
    if points:
        actions.set_points(
            actor=cast.people[content.owner],
            now=at,
            key_result=key_result,
            points=points,
        )


def _fresh_key_result(key_result: KeyResult) -> KeyResult:
    return KeyResult.objects.select_related("objective__cycle", "metric").get(
        pk=key_result.pk
    )


def _fresh(objective: Objective) -> Objective:
    return Objective.objects.select_related("cycle").get(pk=objective.pk)
