"""Steps: added, edited, ticked, removed."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.okrs import actions, queries
from waypost.okrs.models import KeyResult, Step
from waypost.web.check_in_form import save_form
from waypost.web.forms import apply_errors, said_of
from waypost.web.http import (
    HttpRequest,
    page,
    posted,
    see_other,
    wants_fragment,
    warn,
)
from waypost.web.http import done as answered
from waypost.web.key_results.forms import StepForm
from waypost.web.key_results.views.answering import done, form_page, say, show
from waypost.web.key_results.views.finding import key_result, step
from waypost.web.ordering import asked_order, has_changed


@page("POST")
def add_step(request: HttpRequest, number: int) -> HttpResponse:
    found = key_result(request, number)
    form = StepForm(request.POST)

    def save() -> None:
        actions.add_step(
            actor=request.user,
            now=timezone.now(),
            key_result=found,
            terms=form.terms(),
        )

    if not save_form(form, save):
        return show(request, number, step_form=form)
    return done(request, _("Step added."), number)


@page("GET", "POST")
def edit_step(request: HttpRequest, pk: int) -> HttpResponse:
    found = step(request, pk)
    initial = {"title": found.title, "weight": f"{found.weight:g}"}
    form = StepForm(posted(request), initial=initial)

    def save() -> None:
        actions.edit_step(
            actor=request.user, now=timezone.now(), step=found, terms=form.terms()
        )

    row = found.key_result
    return form_page(request, form, save, key_result=row, title=_("Edit a step"))


@page("POST")
def tick_step(request: HttpRequest, pk: int) -> HttpResponse:
    found = step(request, pk)
    now = timezone.now()
    if "done" in request.POST:
        actions.complete_step(actor=request.user, now=now, step=found)
        words = _("“%(step)s” is done.")
    else:
        actions.reopen_step(actor=request.user, now=now, step=found)
        words = _("“%(step)s” is open again.")
    return done(request, words % {"step": found.title}, found.key_result.number)


@page("POST")
def remove_step(request: HttpRequest, pk: int) -> HttpResponse:
    found = step(request, pk)
    try:
        actions.remove_step(actor=request.user, now=timezone.now(), step=found)
    except ValidationError as error:
        form = StepForm({"title": ""})
        form.full_clean()
        form.errors.clear()
        apply_errors(form, error)
        return show(request, found.key_result.number, step_form=form)
    return done(request, _("Step removed."), found.key_result.number)


@page("POST")
def reorder(request: HttpRequest, number: int) -> HttpResponse:
    """Put the steps into the order that was dragged, or move one up or down."""
    found = key_result(request, number)
    steps = queries.ordered_steps(viewer=request.user, key_result=found)
    by_key = {each.pk: each for each in steps}
    order = asked_order(request.POST, list(by_key))
    if order is None:
        warn(request, has_changed())
    else:
        _put(request, found, [by_key[pk] for pk in order])
    if wants_fragment(request):
        return answered(request)
    return see_other("key_results:page", number)


def _put(request: HttpRequest, key_result: KeyResult, steps: list[Step]) -> None:
    try:
        actions.reorder_steps(
            actor=request.user, now=timezone.now(), key_result=key_result, steps=steps
        )
    except actions.Refused as error:
        warn(request, said_of(error))
    else:
        say(request, _("Steps put in order."))
