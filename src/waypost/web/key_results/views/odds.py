"""Odds: what people think the chance is, each before seeing the others'."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.okrs import actions
from waypost.web.check_in_form import save_form
from waypost.web.http import HttpRequest, page
from waypost.web.key_results.forms import OddsForm
from waypost.web.key_results.views.answering import done, show
from waypost.web.key_results.views.finding import key_result


@page("POST")
def give(request: HttpRequest, number: int) -> HttpResponse:
    found = key_result(request, number)
    form = OddsForm(request.POST)

    def save() -> None:
        actions.give_odds(
            actor=request.user,
            now=timezone.now(),
            key_result=found,
            probability=form.cleaned_data["probability"] / 100,
        )

    if not save_form(form, save):
        return show(request, number, odds_form=form)
    return done(request, _("Your odds are in."), number)
