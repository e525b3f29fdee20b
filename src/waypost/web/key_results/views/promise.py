"""The key result itself: shown, edited, moved, deleted."""

from dataclasses import replace

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.bets.queries import About
from waypost.core import history
from waypost.okrs import actions, queries
from waypost.web.choices import people_to_choose
from waypost.web.comparing import panel_on
from waypost.web.http import HttpRequest, page, posted, see_other
from waypost.web.key_results.forms import EditForm, MoveForm
from waypost.web.key_results.views.answering import form_page, say, show
from waypost.web.key_results.views.finding import key_result, person


def compare(request: HttpRequest, number: int) -> None:
    """Note what changed since the day that the page shows."""

    def about() -> About:
        found = queries.key_result(viewer=request.user, number=number)
        return About(key_result=found.pk)

    request.comparison = panel_on(request, about)


@page("GET", looks_back=True, before=compare)
def page_of(request: HttpRequest, number: int) -> HttpResponse:
    return show(request, number)


@page("GET", "POST")
def edit(request: HttpRequest, number: int) -> HttpResponse:
    found = key_result(request, number)
    form = EditForm(
        posted(request),
        initial=EditForm.initial_of(found, history.version_of(found)),
        people=people_to_choose(request.user, found.owner, found.delegate, writes=True),
        is_measured=found.is_measured,
    )

    def save() -> None:
        data = form.cleaned_data
        terms = replace(
            actions.KeyResultTerms.of(found),
            title=data["title"],
            owner=person(request, data["owner"]),
            delegate=person(request, data["delegate"]) if data["delegate"] else None,
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
    return form_page(request, form, save, key_result=found, title=title)


@page("GET", "POST")
def move_target(request: HttpRequest, number: int) -> HttpResponse:
    found = key_result(request, number)
    form = MoveForm(
        posted(request),
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
    return form_page(request, form, save, key_result=found, title=title)


@page("POST")
def delete(request: HttpRequest, number: int) -> HttpResponse:
    found = key_result(request, number)
    above = found.objective.number
    actions.delete_key_result(actor=request.user, now=timezone.now(), key_result=found)
    say(request, _("%(code)s deleted.") % {"code": found.code})
    return see_other("objectives:page", above)
