"""Key results of an objective: shown in the drawer, added, deleted."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.bets.loading import Scope
from waypost.bets.queries import bet_rows_of_key_result, figures
from waypost.okrs import access, actions, coach, queries
from waypost.okrs.actions import KeyResultTerms, MetricTerms, Refused, StepTerms
from waypost.okrs.models import KeyResult, Metric, Objective
from waypost.people import queries as people
from waypost.people.installation import local_day
from waypost.web.addresses import key_result_url, new_bet_url, objective_url
from waypost.web.choices import people_to_choose
from waypost.web.forms import apply_errors, said_of
from waypost.web.http import (
    HttpRequest,
    done,
    offer_undo,
    page,
    render_page,
    see_other,
    wants_fragment,
    warn,
)
from waypost.web.locales import read_number
from waypost.web.objectives import surroundings
from waypost.web.objectives.forms import KeyResultForm
from waypost.web.objectives.forms.key_result import MEASURED
from waypost.web.objectives.options import metric_choices, metric_said
from waypost.web.objectives.views.found import find_key_result, find_objective
from waypost.web.ordering import asked_order, has_changed


@page("GET")
def peek(request: HttpRequest, number: int, key_result: int) -> HttpResponse:
    """Show a key result beside the list; its own page tells the rest."""
    found = find_key_result(request, number, key_result)
    if not wants_fragment(request):
        return see_other(key_result_url(found.number))
    today = local_day(timezone.now())
    shown = queries.key_result_page(
        viewer=request.user, number=found.number, today=today
    )
    scope = Scope(objectives=(found.objective_id,), alone=True)
    known = figures(viewer=request.user, scope=scope, today=today)
    bets = bet_rows_of_key_result(viewer=request.user, key_result=found.pk)
    standing = [bet for bet in bets if bet.state in {"proposed", "active"}]
    (view,) = surroundings.key_result_views([shown.row], known)
    context = {
        "shown": shown,
        "view": view,
        "figures": known.key_results.get(found.pk),
        "supports": surroundings.supports(standing, known),
        "objective_url": objective_url(number),
        "bet_url": new_bet_url(request.user, found),
    }
    return render(request, "objectives/key_result_peek.html", context)


@page("GET", "POST")
def create(request: HttpRequest, number: int) -> HttpResponse:
    objective = find_objective(request, number)
    access.require_add_key_result(request.user, objective)
    metrics = metric_choices(request.user)
    owners = people_to_choose(request.user, writes=True)
    if request.method == "GET":
        initial = _defaults(request, objective, has_metrics=bool(metrics))
        form = KeyResultForm(metrics=metrics, people=owners, initial=initial)
        return _write(request, form, objective)
    form = KeyResultForm(request.POST, metrics=metrics, people=owners)
    if not form.is_valid():
        return _write(request, form, objective, status=422)
    try:
        saved = actions.create_key_result(
            actor=request.user,
            now=timezone.now(),
            objective=objective,
            terms=_terms(request, form),
        )
    except ValidationError as error:
        apply_errors(form, error)
        return _write(request, form, objective, status=422)
    offer_undo(request, _("%(code)s added.") % {"code": saved.key_result.code})
    for warning in saved.warnings:
        warn(request, warning)
    return see_other("objectives:page", number)


def _write(
    request: HttpRequest,
    form: KeyResultForm,
    objective: Objective,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "objective": objective}
    return render_page(
        request, "objectives/key_result.html", context, partial="all", status=status
    )


def _defaults(
    request: HttpRequest, objective: Objective, *, has_metrics: bool
) -> dict[str, Any]:
    cycle, today = objective.cycle, local_day(timezone.now())
    starts_on = min(max(cycle.starts_on, today), cycle.ends_on)
    if starts_on == cycle.ends_on:
        starts_on = cycle.starts_on
    return {
        "kind": KeyResult.Kind.METRIC,
        "measure": "known" if has_metrics else "new",
        "metric": request.GET.get("metric", ""),
        "owner": objective.owner_id,
        "starts_on": _first_day(cycle.starts_on, starts_on),
        "due_on": cycle.ends_on,
        "cadence_days": KeyResult.Cadence.WEEKLY,
        "path": KeyResult.Path.STRAIGHT,
        "weight": "1",
    }


def _first_day(cycle_starts_on: date, today: date) -> date:
    """Suggest the cycle's first day until two weeks in, then today."""
    return cycle_starts_on if (today - cycle_starts_on).days <= 14 else today


def _terms(request: HttpRequest, form: KeyResultForm) -> KeyResultTerms:
    said, viewer = form.cleaned_data, request.user
    delegate = said["delegate"]
    titles = form.step_titles() if said["kind"] == KeyResult.Kind.STEPS else []
    return KeyResultTerms(
        title=said["title"],
        owner=people.person(viewer=viewer, pk=int(said["owner"])),
        starts_on=said["starts_on"],
        due_on=said["due_on"],
        kind=said["kind"],
        metric=_metric(request, said),
        baseline=said["baseline"],
        target=said["target"],
        low=said["low"],
        high=said["high"],
        path=said["path"],
        weight=said["weight"],
        cadence_days=int(said["cadence_days"]),
        delegate=people.person(viewer=viewer, pk=int(delegate)) if delegate else None,
        steps=tuple(StepTerms(title) for title in titles),
    )


def _metric(request: HttpRequest, said: dict[str, Any]) -> Metric | MetricTerms | None:
    if said["kind"] not in MEASURED:
        return None
    if said["measure"] == "new":
        return MetricTerms(
            name=said["name"],
            unit=said["unit"],
            better=_better(said),
            owner=request.user,
        )
    return queries.metric_by_pk(viewer=request.user, pk=int(said["metric"]))


def _better(said: dict[str, Any]) -> str:
    """Say which way is good by where the first key result wants to go."""
    if said["kind"] == KeyResult.Kind.RANGE:
        return Metric.Better.RANGE
    falls = said["target"] < said["baseline"]
    return Metric.Better.LOWER if falls else Metric.Better.HIGHER


@page("GET")
def advise(request: HttpRequest, number: int) -> HttpResponse:
    """Say what the coach thinks of the key result typed so far."""
    objective = find_objective(request, number)
    said = request.GET
    metric = _known_metric(request)
    history: list[float] = []
    if metric is not None:
        series = queries.readings_of(viewer=request.user, metric_ids=[metric.pk])
        history = [value for _at, value in series.get(metric.pk, [])]
    row = queries.objective_page(viewer=request.user, number=objective.number).row
    baseline = _value(said.get("baseline"))
    context = coach.KeyResultContext(
        is_measured=said.get("kind") in MEASURED,
        unit=metric.unit if metric else said.get("unit", ""),
        baseline=history[-1] if baseline is None and history else baseline,
        target=_value(said.get("target") or said.get("low")),
        siblings=len(row.key_results),
        history=history,
    )
    advice = coach.advise_key_result(said.get("title", ""), context=context)
    return render(request, "objectives/coach.html", {"advice": advice})


def _known_metric(request: HttpRequest) -> Metric | None:
    if request.GET.get("measure") == "new":
        return None
    return metric_said(request.user, request.GET.get("metric", ""))


def _value(text: str | None) -> float | None:
    try:
        return float(Decimal(read_number(text))) if text else None
    except ArithmeticError:
        return None


@page("POST")
def delete(request: HttpRequest, number: int, key_result: int) -> HttpResponse:
    found = find_key_result(request, number, key_result)
    try:
        actions.delete_key_result(
            actor=request.user, now=timezone.now(), key_result=found
        )
    except Refused as error:
        warn(request, said_of(error))
    else:
        offer_undo(request, _("KR-%(number)s deleted.") % {"number": key_result})
    return see_other("objectives:page", number)


@page("POST")
def reorder(request: HttpRequest, number: int) -> HttpResponse:
    """Put the key results into the order that was dragged, or move one up or down."""
    objective = find_objective(request, number)
    listed = queries.ordered_key_results(viewer=request.user, objective=objective)
    by_key = {each.pk: each for each in listed}
    order = asked_order(request.POST, list(by_key))
    if order is None:
        warn(request, has_changed())
    else:
        _put(request, objective, [by_key[pk] for pk in order])
    if wants_fragment(request):
        return done(request)
    return see_other(f"{objective_url(number)}#key-results")


def _put(
    request: HttpRequest, objective: Objective, key_results: list[KeyResult]
) -> None:
    try:
        actions.reorder_key_results(
            actor=request.user,
            now=timezone.now(),
            objective=objective,
            key_results=key_results,
        )
    except Refused as error:
        warn(request, said_of(error))
    else:
        offer_undo(request, _("Key results put in order."))
