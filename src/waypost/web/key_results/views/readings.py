"""Readings of the metric: added, corrected, deleted."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.okrs import actions
from waypost.web.check_in_form import save_form
from waypost.web.http import HttpRequest, page, posted
from waypost.web.key_results.views.answering import done, form_page, show
from waypost.web.key_results.views.finding import key_result, reading
from waypost.web.reading_form import ReadingForm


@page("POST")
def add_reading(request: HttpRequest, number: int) -> HttpResponse:
    found = key_result(request, number)
    if found.metric is None:
        raise Http404
    metric, now = found.metric, timezone.now()
    form = ReadingForm(request.POST, latest=now)

    def save() -> None:
        entry = actions.ReadingEntry(metric, **form.cleaned_data)
        actions.record_reading(actor=request.user, now=now, entry=entry)

    if not save_form(form, save):
        return show(request, number, reading_form=form)
    return done(request, _("Reading added."), number)


@page("GET", "POST")
def edit_reading(request: HttpRequest, pk: int) -> HttpResponse:
    found, row = reading(request, pk)
    now = timezone.now()
    initial = ReadingForm.initial_of(found)
    form = ReadingForm(posted(request), initial=initial, latest=now)

    def save() -> None:
        entry = actions.ReadingEntry(
            found.metric, source=found.source, **form.cleaned_data
        )
        actions.edit_reading(actor=request.user, now=now, reading=found, entry=entry)

    return form_page(request, form, save, key_result=row, title=_("Edit a reading"))


@page("POST")
def delete_reading(request: HttpRequest, pk: int) -> HttpResponse:
    found, row = reading(request, pk)
    actions.delete_reading(actor=request.user, now=timezone.now(), reading=found)
    return done(request, _("Reading deleted."), row.number)
