"""Readings of a metric: added, corrected, deleted."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.okrs import access, actions
from waypost.web.check_in_form import save_form
from waypost.web.http import (
    HttpRequest,
    offer_undo,
    page,
    posted,
    render_page,
    see_other,
)
from waypost.web.metrics.views.found import find_metric, find_reading
from waypost.web.metrics.views.one import answer
from waypost.web.reading_form import ReadingForm


@page("POST")
def add(request: HttpRequest, number: int) -> HttpResponse:
    metric, now = find_metric(request, number), timezone.now()
    form = ReadingForm(request.POST, latest=now)

    def save() -> None:
        entry = actions.ReadingEntry(metric, **form.cleaned_data)
        actions.record_reading(actor=request.user, now=now, entry=entry)

    access.require_record_reading(request.user, metric)
    if not save_form(form, save):
        return answer(request, number, reading_form=form)
    offer_undo(request, _("Reading added."))
    return see_other("metrics:page", number)


@page("GET", "POST")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found, now = find_reading(request, pk), timezone.now()
    metric = found.metric
    access.require_record_reading(request.user, metric)
    form = ReadingForm(
        posted(request), initial=ReadingForm.initial_of(found), latest=now
    )

    def save() -> None:
        entry = actions.ReadingEntry(metric, source=found.source, **form.cleaned_data)
        actions.edit_reading(actor=request.user, now=now, reading=found, entry=entry)

    if form.is_bound and save_form(form, save):
        offer_undo(request, _("Reading saved."))
        return see_other("metrics:page", metric.number)
    context = {"form": form, "metric": metric, "reading": found}
    status = 422 if form.is_bound else 200
    return render_page(
        request, "metrics/reading.html", context, partial="all", status=status
    )


@page("POST")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_reading(request, pk)
    number = found.metric.number
    actions.delete_reading(actor=request.user, now=timezone.now(), reading=found)
    offer_undo(request, _("Reading deleted."))
    return see_other("metrics:page", number)
