"""Metrics: added, changed, deleted; and a formula looked at while it is typed."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.core.access import require
from waypost.okrs import access, actions, queries
from waypost.okrs.actions import MetricTerms, Refused
from waypost.okrs.models import Metric
from waypost.people import queries as people
from waypost.web.choices import MOST, people_to_choose
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
from waypost.web.metrics.forms import MetricForm
from waypost.web.metrics.views.found import find_metric


@page("GET", "POST")
def create(request: HttpRequest) -> HttpResponse:
    viewer = request.user
    require(access.may_create_metric(viewer), _("Viewers add no metrics."))
    form = MetricForm(
        posted(request),
        owners=people_to_choose(viewer, writes=True),
        initial=_defaults(request),
    )
    if form.is_valid():
        metric = _try(
            form,
            lambda: actions.create_metric(
                actor=viewer, now=timezone.now(), terms=_terms(request, form)
            ),
        )
        if metric is not None:
            offer_undo(request, _("%(code)s created.") % {"code": metric.code})
            return see_other("metrics:page", metric.number)
    return _write(request, form)


@page("GET", "POST")
def edit(request: HttpRequest, number: int) -> HttpResponse:
    metric, viewer = find_metric(request, number), request.user
    access.require_edit_metric(viewer, metric)
    form = MetricForm(
        posted(request),
        owners=people_to_choose(viewer, metric.owner, writes=True),
        kept=metric.source,
        initial=MetricForm.initial_of(metric),
    )
    if form.is_valid() and _try(
        form,
        lambda: actions.edit_metric(
            actor=viewer,
            now=timezone.now(),
            metric=metric,
            terms=_terms(request, form),
            version=form.cleaned_data["version"],
        ),
    ):
        offer_undo(request, _("%(code)s saved.") % {"code": metric.code})
        return see_other("metrics:page", number)
    return _write(request, form, find_metric(request, number))


@page("POST")
def delete(request: HttpRequest, number: int) -> HttpResponse:
    metric = find_metric(request, number)
    try:
        actions.delete_metric(actor=request.user, now=timezone.now(), metric=metric)
    except Refused as error:
        warn(request, said_of(error))
        return see_other("metrics:page", number)
    offer_undo(request, _("M-%(number)s deleted.") % {"number": number})
    return see_other("metrics:index")


@page("GET")
def check(request: HttpRequest) -> HttpResponse:
    """Say what a formula comes to, or what is wrong with it, while it is typed."""
    if not request.GET.get("formula", "").strip():
        return HttpResponse()
    number = request.GET.get("metric", "")
    found = queries.preview_formula(
        viewer=request.user,
        formula=request.GET.get("formula", ""),
        metric=int(number) if number.isdecimal() and len(number) < 10 else None,
    )
    context = {"found": found, "unit": request.GET.get("unit", "")}
    return render(request, "metrics/formula.html", context)


def _write(
    request: HttpRequest, form: MetricForm, metric: Metric | None = None
) -> HttpResponse:
    options = queries.metrics_by_name(viewer=request.user, limit=MOST + 1)
    context = {
        "form": form,
        "metric": metric,
        "options": options[:MOST],
        "are_many": len(options) > MOST,
    }
    status = 422 if form.is_bound else 200
    return render_page(
        request, "metrics/write.html", context, partial="all", status=status
    )


def _try(form: MetricForm, write: Any) -> Metric | None:
    """Write, or put what was refused under its field."""
    try:
        written: Metric = write()
    except ValidationError as error:
        apply_errors(form, error)
        return None
    return written


def _terms(request: HttpRequest, form: MetricForm) -> MetricTerms:
    said = form.cleaned_data
    owner = said["owner"]
    return MetricTerms(
        name=said["name"],
        unit=said["unit"],
        better=said["better"],
        lower_bound=said["lower_bound"],
        upper_bound=said["upper_bound"],
        is_counter=said["is_counter"],
        owner=people.person(viewer=request.user, pk=int(owner)) if owner else None,
        source=said["source"],
        formula=said["formula"],
    )


def _defaults(request: HttpRequest) -> dict[str, Any]:
    asked = request.GET.get("source", "")
    is_computed = asked == Metric.Source.COMPUTED
    return {
        "owner": request.user.pk,
        "better": Metric.Better.HIGHER,
        "source": Metric.Source.COMPUTED if is_computed else Metric.Source.HAND,
    }
