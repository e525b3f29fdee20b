"""Key-result pages: read the request, make one call, render."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.bets import queries as bet_queries
from waypost.core import history
from waypost.okrs import actions, queries
from waypost.okrs.models import CheckIn, KeyResult, Reading, Step
from waypost.people import queries as people_queries
from waypost.people.installation import local_day
from waypost.people.models import Person
from waypost.web import bars
from waypost.web.addresses import served_url
from waypost.web.check_in_form import CheckInForm, save_form
from waypost.web.forms import apply_errors
from waypost.web.http import HttpRequest, go_back, page, render_page, see_other, toast
from waypost.web.key_results import showing
from waypost.web.key_results.forms import (
    CheckInEditForm,
    EditForm,
    MoveForm,
    ReadingForm,
    StepForm,
)

MOST_PEOPLE = 1_000  # what a select can hold; beyond it a person is found by search


@page("GET")
def page_of(request: HttpRequest, number: int) -> HttpResponse:
    return _page(request, number)


@page("POST")
def check_in(request: HttpRequest, number: int) -> HttpResponse:
    found = _key_result(request, number)
    now = timezone.now()
    facts = _facts(request.user, number, now)
    form = CheckInForm(request.POST, is_measured=found.is_measured, steps=facts.steps)

    def save() -> None:
        actions.check_in(
            actor=request.user, now=now, key_result=found, entry=form.entry()
        )

    if not save_form(form, save):
        return _page(request, number, check_in_form=form)
    words = _("Checked in on %(code)s.") % {"code": found.code}
    return _done(request, words, number)


@page("GET", "POST")
def edit_check_in(request: HttpRequest, pk: int) -> HttpResponse:
    found = _check_in(request, pk)
    row, now = found.key_result, timezone.now()
    steps = _facts(request.user, row.number, now).steps
    initial = CheckInEditForm.initial_of(found, history.version_of(found))
    initial["done_steps"] = [str(step.pk) for step in steps if step.is_done]
    form = CheckInEditForm(
        request.POST or None,
        initial=initial,
        is_measured=row.is_measured,
        steps=steps,
    )

    def save() -> None:
        actions.edit_check_in(
            actor=request.user,
            now=now,
            check_in=found,
            entry=form.entry_at(),
            version=form.cleaned_data["version"],
        )

    title = _("Correct a check-in")
    return _form_page(request, form, save, key_result=row, title=title)


@page("POST")
def delete_check_in(request: HttpRequest, pk: int) -> HttpResponse:
    found = _check_in(request, pk)
    actions.delete_check_in(actor=request.user, now=timezone.now(), check_in=found)
    return _done(request, _("Check-in deleted."), found.key_result.number)


@page("POST")
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    found = _check_in(request, pk)
    actions.acknowledge(actor=request.user, now=timezone.now(), check_in=found)
    return _done(request, _("Acknowledged."), found.key_result.number)


@page("GET", "POST")
def edit(request: HttpRequest, number: int) -> HttpResponse:
    found = _key_result(request, number)
    people = people_queries.person_options(
        viewer=request.user, limit=MOST_PEOPLE, is_owner=True
    )
    form = EditForm(
        request.POST or None,
        initial=EditForm.initial_of(found, history.version_of(found)),
        people=[(option.value, option.label) for option in people],
        is_measured=found.is_measured,
    )

    def save() -> None:
        data = form.cleaned_data
        terms = replace(
            actions.KeyResultTerms.of(found),
            title=data["title"],
            owner=_person(request, data["owner"]),
            delegate=_person(request, data["delegate"]) if data["delegate"] else None,
            cadence_days=data["cadence_days"],
            path=data.get("path", found.path),
            weight=data["weight"],
        )
        actions.edit_key_result(
            actor=request.user,
            now=timezone.now(),
            key_result=found,
            terms=terms,
            version=data["version"],
        )

    title = _("Edit key result")
    return _form_page(request, form, save, key_result=found, title=title)


@page("GET", "POST")
def move_target(request: HttpRequest, number: int) -> HttpResponse:
    found = _key_result(request, number)
    form = MoveForm(
        request.POST or None,
        initial=MoveForm.initial_of(found, history.version_of(found)),
        kind=found.kind,
    )

    def save() -> None:
        actions.move_target(
            actor=request.user,
            now=timezone.now(),
            key_result=found,
            move=form.move(),
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
        )

    title = _("Move target or dates")
    return _form_page(request, form, save, key_result=found, title=title)


@page("POST")
def delete(request: HttpRequest, number: int) -> HttpResponse:
    found = _key_result(request, number)
    above = found.objective.number
    actions.delete_key_result(actor=request.user, now=timezone.now(), key_result=found)
    _say(request, _("%(code)s deleted.") % {"code": found.code})
    return see_other("objectives:page", above)


@page("POST")
def add_step(request: HttpRequest, number: int) -> HttpResponse:
    found = _key_result(request, number)
    form = StepForm(request.POST)

    def save() -> None:
        actions.add_step(
            actor=request.user,
            now=timezone.now(),
            key_result=found,
            terms=form.terms(),
        )

    if not save_form(form, save):
        return _page(request, number, step_form=form)
    return _done(request, _("Step added."), number)


@page("GET", "POST")
def edit_step(request: HttpRequest, pk: int) -> HttpResponse:
    found = _step(request, pk)
    initial = {"title": found.title, "weight": f"{found.weight:g}"}
    form = StepForm(request.POST or None, initial=initial)

    def save() -> None:
        actions.edit_step(
            actor=request.user, now=timezone.now(), step=found, terms=form.terms()
        )

    row = found.key_result
    return _form_page(request, form, save, key_result=row, title=_("Edit a step"))


@page("POST")
def tick_step(request: HttpRequest, pk: int) -> HttpResponse:
    found = _step(request, pk)
    now = timezone.now()
    if "done" in request.POST:
        actions.complete_step(actor=request.user, now=now, step=found)
        words = _("“%(step)s” is done.")
    else:
        actions.reopen_step(actor=request.user, now=now, step=found)
        words = _("“%(step)s” is open again.")
    return _done(request, words % {"step": found.title}, found.key_result.number)


@page("POST")
def remove_step(request: HttpRequest, pk: int) -> HttpResponse:
    found = _step(request, pk)
    try:
        actions.remove_step(actor=request.user, now=timezone.now(), step=found)
    except ValidationError as error:
        form = StepForm({"title": ""})
        form.full_clean()
        form.errors.clear()
        apply_errors(form, error)
        return _page(request, found.key_result.number, step_form=form)
    return _done(request, _("Step removed."), found.key_result.number)


@page("POST")
def add_reading(request: HttpRequest, number: int) -> HttpResponse:
    found = _key_result(request, number)
    if found.metric is None:
        raise Http404
    metric, now = found.metric, timezone.now()
    form = ReadingForm(request.POST, latest=now)

    def save() -> None:
        entry = actions.ReadingEntry(metric, **form.cleaned_data)
        actions.record_reading(actor=request.user, now=now, entry=entry)

    if not save_form(form, save):
        return _page(request, number, reading_form=form)
    return _done(request, _("Reading added."), number)


@page("GET", "POST")
def edit_reading(request: HttpRequest, pk: int) -> HttpResponse:
    found, row = _reading(request, pk)
    now = timezone.now()
    initial = {
        "value": f"{found.value.normalize():f}",
        "observed_at": found.observed_at,
        "note": found.note,
    }
    form = ReadingForm(request.POST or None, initial=initial, latest=now)

    def save() -> None:
        entry = actions.ReadingEntry(
            found.metric, source=found.source, **form.cleaned_data
        )
        actions.edit_reading(actor=request.user, now=now, reading=found, entry=entry)

    return _form_page(request, form, save, key_result=row, title=_("Edit a reading"))


@page("POST")
def delete_reading(request: HttpRequest, pk: int) -> HttpResponse:
    found, row = _reading(request, pk)
    actions.delete_reading(actor=request.user, now=timezone.now(), reading=found)
    return _done(request, _("Reading deleted."), row.number)


def _page(request: HttpRequest, number: int, **forms: Any) -> HttpResponse:
    """Render the page, with the form in hand if it was refused."""
    now = timezone.now()
    today = local_day(now)
    viewer = request.user
    facts = _facts(viewer, number, now)
    try:
        story = bet_queries.story(
            viewer=viewer, key_result=facts.key_result, today=today
        )
    except KeyResult.DoesNotExist as error:
        raise Http404 from error
    bets = bet_queries.bet_rows_of_key_result(viewer=viewer, key_result=facts.row.pk)
    lines = showing.bet_lines(bets, story.figures)
    metric = facts.key_result.metric
    context: dict[str, Any] = {
        "facts": facts,
        "row": facts.row,
        "figures": story.figures,
        "bar": bars.key_result_bar(story.figures),
        "headline": showing.headline(facts.row),
        "path": [{"title": s.title, "url": served_url(s)} for s in facts.path],
        "lines": lines,
        "formulas": showing.formulas(facts, story.figures),
        "waterfall": showing.waterfall(facts.row, story.figures, lines),
        "waterfall_rows": showing.waterfall_rows(facts.row, story.figures, lines),
        "activity": showing.told(
            queries.activity_of(viewer=viewer, thing=facts.key_result)
        ),
        "is_measured": facts.key_result.is_measured,
        "readings": queries.reading_rows(viewer=viewer, metric=metric)
        if metric
        else [],
        "check_in_form": _check_in_form(facts),
        "step_form": StepForm(),
        "reading_form": ReadingForm(initial={"observed_at": now}),
    }
    if facts.key_result.is_measured:
        context["trend"] = showing.trend(facts, story, lines, today)
        context["trend_rows"] = showing.readings_table(facts)
    status = 422 if forms else 200
    context |= forms
    return render_page(
        request, "key_results/page.html", context, partial="all", status=status
    )


def _check_in_form(facts: queries.KeyResultPage) -> CheckInForm:
    last = facts.check_ins[0] if facts.check_ins else None
    initial = {
        "confidence": last.confidence if last else None,
        "done_steps": [str(step.pk) for step in facts.steps if step.is_done],
    }
    return CheckInForm(
        initial=initial, is_measured=facts.key_result.is_measured, steps=facts.steps
    )


def _form_page(
    request: HttpRequest,
    form: django_forms.Form,
    save: Callable[[], object],
    *,
    key_result: KeyResult,
    title: str,
) -> HttpResponse:
    """Show a form on a page of its own; save and go back to the key result."""
    if request.method == "POST" and save_form(form, save):
        return _done(request, _("Saved."), key_result.number)
    context: Mapping[str, object] = {
        "form": form,
        "key_result": key_result,
        "title": title,
    }
    return render_page(
        request,
        "key_results/form.html",
        context,
        partial="form",
        status=422 if form.is_bound else 200,
    )


def _done(request: HttpRequest, words: str, number: int) -> HttpResponse:
    _say(request, words)
    return go_back(request, fallback=reverse("key_results:page", args=[number]))


def _say(request: HttpRequest, words: str) -> None:
    last = history.last_change_set(request.user)
    toast(request, words, undo=reverse("history:undo", args=[last]))


def _facts(viewer: Person, number: int, now: datetime) -> queries.KeyResultPage:
    try:
        return queries.key_result_page(
            viewer=viewer, number=number, today=local_day(now)
        )
    except KeyResult.DoesNotExist as error:
        raise Http404 from error


def _key_result(request: HttpRequest, number: int) -> KeyResult:
    try:
        return queries.key_result(viewer=request.user, number=number)
    except KeyResult.DoesNotExist as error:
        raise Http404 from error


def _person(request: HttpRequest, pk: int) -> Person:
    return people_queries.person(viewer=request.user, pk=pk)


def _check_in(request: HttpRequest, pk: int) -> CheckIn:
    try:
        return queries.check_in(viewer=request.user, pk=pk)
    except CheckIn.DoesNotExist as error:
        raise Http404 from error


def _step(request: HttpRequest, pk: int) -> Step:
    try:
        return queries.step(viewer=request.user, pk=pk)
    except Step.DoesNotExist as error:
        raise Http404 from error


def _reading(request: HttpRequest, pk: int) -> tuple[Reading, KeyResult]:
    """Return a reading and the key result from whose page it was opened."""
    try:
        found = queries.reading(viewer=request.user, pk=pk)
    except Reading.DoesNotExist as error:
        raise Http404 from error
    rows = queries.key_results_on(viewer=request.user, metric_ids=[found.metric_id])
    if not rows:
        raise Http404
    return found, _key_result(request, rows[0].number)
