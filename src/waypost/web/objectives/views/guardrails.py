"""Guardrails of an objective: set and lifted."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.okrs import actions, queries
from waypost.okrs.actions import GuardrailTerms, Refused
from waypost.okrs.models import Guardrail, Objective
from waypost.web.forms import apply_errors, said_of
from waypost.web.http import (
    HttpRequest,
    offer_undo,
    page,
    posted,
    render_page,
    see_other,
    warn,
)
from waypost.web.objectives.forms import GuardrailForm
from waypost.web.objectives.options import metric_choices
from waypost.web.objectives.views.found import find_objective, require_editable


@page("GET", "POST")
def create(request: HttpRequest, number: int) -> HttpResponse:
    """Set a guardrail, or other limits for one that is there."""
    objective = find_objective(request, number)
    require_editable(request, objective)
    sent = posted(request)
    form = GuardrailForm(sent, metrics=metric_choices(request.user))
    if sent is not None and form.is_valid() and _set(request, form, objective):
        offer_undo(request, _("Guardrail set."))
        return see_other("objectives:page", number)
    return render_page(
        request,
        "objectives/guardrail.html",
        {"form": form, "objective": objective},
        partial="all",
        status=200 if sent is None else 422,
    )


def _set(request: HttpRequest, form: GuardrailForm, objective: Objective) -> bool:
    said = form.cleaned_data
    terms = GuardrailTerms(
        metric=queries.metric_by_pk(viewer=request.user, pk=int(said["metric"])),
        low=said["low"],
        high=said["high"],
    )
    try:
        actions.set_guardrail(
            actor=request.user, now=timezone.now(), objective=objective, terms=terms
        )
    except ValidationError as error:
        apply_errors(form, error)
        return False
    return True


@page("POST")
def delete(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    try:
        found = queries.guardrail(viewer=request.user, pk=pk)
    except Guardrail.DoesNotExist as error:
        raise Http404 from error
    if found.objective.number != number:
        raise Http404
    try:
        actions.remove_guardrail(
            actor=request.user, now=timezone.now(), guardrail=found
        )
    except Refused as error:
        warn(request, said_of(error))
    else:
        offer_undo(request, _("Guardrail removed."))
    return see_other("objectives:page", number)
