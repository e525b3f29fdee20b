"""Check-ins: made, corrected, deleted, acknowledged."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.core import history
from waypost.okrs import actions
from waypost.web.check_in_form import CheckInForm, save_form
from waypost.web.http import HttpRequest, page, posted
from waypost.web.key_results.forms import CheckInEditForm
from waypost.web.key_results.views.answering import done, form_page, show
from waypost.web.key_results.views.finding import check_in_of, facts_of, key_result


@page("POST")
def check_in(request: HttpRequest, number: int) -> HttpResponse:
    found = key_result(request, number)
    now = timezone.now()
    facts = facts_of(request.user, number, now)
    form = CheckInForm(
        request.POST,
        is_measured=found.is_measured,
        steps=facts.steps,
        source=facts.row.source,
    )

    def save() -> None:
        actions.check_in(
            actor=request.user, now=now, key_result=found, entry=form.entry()
        )

    if not save_form(form, save):
        return show(request, number, check_in_form=form)
    words = _("Checked in on %(code)s.") % {"code": found.code}
    return done(request, words, number)


@page("GET", "POST")
def edit_check_in(request: HttpRequest, pk: int) -> HttpResponse:
    found = check_in_of(request, pk)
    row, now = found.key_result, timezone.now()
    facts = facts_of(request.user, row.number, now)
    initial = CheckInEditForm.initial_of(found, history.version_of(found))
    initial["done_steps"] = [str(step.pk) for step in facts.steps if step.is_done]
    form = CheckInEditForm(
        posted(request),
        initial=initial,
        is_measured=row.is_measured,
        steps=facts.steps,
        source=facts.row.source,
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
    return form_page(request, form, save, key_result=row, title=title)


@page("POST")
def delete_check_in(request: HttpRequest, pk: int) -> HttpResponse:
    found = check_in_of(request, pk)
    actions.delete_check_in(actor=request.user, now=timezone.now(), check_in=found)
    return done(request, _("Check-in deleted."), found.key_result.number)


@page("POST")
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    found = check_in_of(request, pk)
    actions.acknowledge(actor=request.user, now=timezone.now(), check_in=found)
    return done(request, _("Acknowledged."), found.key_result.number)
