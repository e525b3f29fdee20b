"""The answers that all views of a key result give alike."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms as django_forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.bets import queries as bet_queries
from waypost.conversations import queries as talk
from waypost.core import history
from waypost.core.as_of import shown_now
from waypost.core.registry import label_of
from waypost.okrs import queries
from waypost.okrs.models import CheckIn, KeyResult
from waypost.people.installation import local_day
from waypost.people.models import Person
from waypost.web import bars
from waypost.web.addresses import new_bet_url, served_url
from waypost.web.check_in_form import CheckInForm, save_form
from waypost.web.http import HttpRequest, go_back, render_page, toast
from waypost.web.key_results import odds, showing
from waypost.web.key_results.forms import StepForm
from waypost.web.key_results.views.finding import facts_of
from waypost.web.reading_form import ReadingForm


def show(request: HttpRequest, number: int, **forms: Any) -> HttpResponse:
    """Render the page, with the form in hand if it was refused."""
    now = shown_now(timezone.now())
    today = local_day(now)
    viewer = request.user
    facts = facts_of(viewer, number, now)
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
        "bet_url": new_bet_url(viewer, facts.key_result),
        "formulas": showing.formulas(facts, story.figures),
        "waterfall": showing.waterfall(facts.row, story.figures, lines),
        "waterfall_rows": showing.waterfall_rows(facts.row, story.figures, lines),
        "check_ins": showing.check_ins(facts.check_ins, _said_on(viewer, facts)),
        "is_measured": facts.key_result.is_measured,
        "readings": queries.reading_rows(viewer=viewer, metric=metric)
        if metric
        else [],
        "check_in_form": _check_in_form(facts),
        "odds_form": odds.odds_form(facts.odds),
        "odds_strip": odds.odds_strip(facts.odds),
        "odds_said": odds.said(facts.odds),
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


def _said_on(viewer: Person, facts: queries.KeyResultPage) -> dict[int, int]:
    """Return how many comments stand on each check-in that is shown."""
    shown = [row.pk for row in facts.check_ins[: showing.CHECK_INS]]
    return talk.counts(viewer=viewer, kind=label_of(CheckIn), ids=shown)


def _check_in_form(facts: queries.KeyResultPage) -> CheckInForm:
    last = facts.check_ins[0] if facts.check_ins else None
    initial = {
        "confidence": last.confidence if last else None,
        "done_steps": [str(step.pk) for step in facts.steps if step.is_done],
    }
    return CheckInForm(
        initial=initial,
        is_measured=facts.key_result.is_measured,
        steps=facts.steps,
        source=facts.row.source,
    )


def form_page(
    request: HttpRequest,
    form: django_forms.Form,
    save: Callable[[], object],
    *,
    key_result: KeyResult,
    title: str,
) -> HttpResponse:
    """Show a form on a page of its own; save and go back to the key result."""
    if request.method == "POST" and save_form(form, save):
        return done(request, _("Saved."), key_result.number)
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


def done(request: HttpRequest, words: str, number: int) -> HttpResponse:
    say(request, words)
    return go_back(request, fallback=reverse("key_results:page", args=[number]))


def say(request: HttpRequest, words: str) -> None:
    last = history.last_change_set(request.user)
    toast(request, words, undo=reverse("history:undo", args=[last]))
