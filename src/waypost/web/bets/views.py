"""Bet pages: read the request, make one call, render."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.bets import access, actions, queries
from waypost.bets.loading import Scope
from waypost.bets.models import Assumption, Bet, OverlapGroup
from waypost.bets.queries import SourceOption, TargetOption
from waypost.bets.terms import BetPlace, NewOverlap
from waypost.core import history
from waypost.okrs import queries as okrs_queries
from waypost.okrs.models import KeyResult
from waypost.people import queries as people_queries
from waypost.people.installation import local_day
from waypost.people.models import Person
from waypost.projects import queries as project_queries
from waypost.projects.models import Project
from waypost.web.addresses import key_result_url, project_url
from waypost.web.bets.forms import NEW_GROUP, BetForm, ChoiceForm, ReasonForm
from waypost.web.bets.options import (
    key_result_choices,
    key_results_named,
    number_of,
    project_choices,
    projects_named,
)
from waypost.web.choices import people_to_choose
from waypost.web.forms import apply_errors
from waypost.web.http import (
    HttpRequest,
    go_back,
    page,
    posted,
    render_page,
    see_other,
    toast,
)
from waypost.web.named import offers


@page("GET")
def page_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a bet and the arithmetic of its worth."""
    bet = _bet(request, pk)
    row = queries.bet_row(viewer=request.user, pk=pk)
    scope = Scope(objectives=(row.objective,), alone=True)
    today = local_day(timezone.now())
    figures = queries.figures(viewer=request.user, scope=scope, today=today)
    on_key_result = figures.key_results.get(row.key_result)
    stakes = on_key_result.stakes if on_key_result else ()
    context = {
        "bet": row,
        "figures": on_key_result,
        "stake": next((stake for stake in stakes if stake.bet == pk), None),
        "project_url": project_url(row.project_code),
        "key_result_url": key_result_url(row.key_result_number),
        "may_edit": access.may_edit(request.user, bet),
        "may_accept": access.may_accept(request.user, bet.key_result),
        "may_mark": access.may_mark_assumptions(request.user, bet),
        "reason_form": ReasonForm(),
        "is_open": bet.state in {Bet.State.PROPOSED, Bet.State.ACTIVE},
    }
    return render_page(request, "bets/page.html", context, partial="all")


@page("GET", "POST")
def create(request: HttpRequest) -> HttpResponse:
    """Ask for project and key result first, then for the terms."""
    viewer, asked = request.user, request.GET
    source = queries.source_option(viewer=viewer, code=asked.get("project", ""))
    number = number_of(asked.get("key_result", ""))
    target = queries.target_option(viewer=viewer, number=number)
    if source is None or target is None:
        if request.method == "POST":
            _require_place(request)
        return _choose(request)
    form = _form(request, target, source)
    if request.method == "POST" and form.is_valid():
        place = _place(request, form, source, target)
        try:
            bet = actions.place_bet(
                actor=request.user,
                now=timezone.now(),
                place=place,
                terms=form.terms(
                    owner=_owner(request, form), group=_group(request, form, target)
                ),
            )
        except ValidationError as error:
            apply_errors(form, error)
        else:
            return _placed(request, bet)
    return _terms_page(request, form, source.name, target, title=_("Add a bet"))


@page("GET", "POST")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    bet = _bet(request, pk)
    access.require_edit(request.user, bet)
    target = _target_of(request, bet)
    row = queries.bet_row(viewer=request.user, pk=pk)
    texts = [assumption.text for assumption in row.assumptions]
    initial = BetForm.initial_of(bet, texts, history.version_of(bet))
    form = _form(request, target, None, owner=bet.owner, initial=initial)
    if request.method == "POST" and form.is_valid():
        terms = form.terms(
            owner=_owner(request, form), group=_group(request, form, target)
        )
        try:
            actions.edit_bet(
                actor=request.user,
                now=timezone.now(),
                bet=bet,
                terms=terms,
                version=form.cleaned_data["version"],
            )
        except ValidationError as error:
            apply_errors(form, error)
        else:
            return _done(request, _("Bet saved."), pk)
    title = _("Change the bet")
    return _terms_page(request, form, bet.project.name, target, title=title)


@page("GET")
def offer_projects(request: HttpRequest) -> HttpResponse:
    return offers(request, projects_named(request.user))


@page("GET")
def offer_key_results(request: HttpRequest) -> HttpResponse:
    return offers(request, key_results_named(request.user))


@page("POST")
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    bet = _bet(request, pk)
    actions.accept_bet(actor=request.user, now=timezone.now(), bet=bet)
    return _done(request, _("Accepted: it counts now, if its project is funded."), pk)


@page("POST")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    bet = _bet(request, pk)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    actions.withdraw_bet(actor=request.user, now=timezone.now(), bet=bet, reason=reason)
    return _done(request, _("Bet withdrawn."), pk)


@page("POST")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    bet = _bet(request, pk)
    number = bet.key_result.number
    actions.delete_bet(actor=request.user, now=timezone.now(), bet=bet)
    _say(request, _("Bet deleted."))
    return see_other(key_result_url(number))


@page("POST")
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark an assumption as held, broken or open."""
    try:
        found = queries.assumption(viewer=request.user, pk=pk)
    except Assumption.DoesNotExist as error:
        raise Http404 from error
    state = request.POST.get("state", "")
    if state not in Assumption.State.values:
        raise Http404
    actions.mark_assumption(
        actor=request.user, now=timezone.now(), assumption=found, state=state
    )
    return _done(request, _("Assumption marked."), found.bet_id)


def _choose(request: HttpRequest) -> HttpResponse:
    """Ask which project bets on which key result; what is known already is set."""
    viewer, asked = request.user, request.GET
    said = {
        "project": asked.get("project", ""),
        "key_result": _code(asked.get("key_result", "")),
    }
    projects, key_results = project_choices(viewer), key_result_choices(viewer)
    form = ChoiceForm(
        said if all(said.values()) else None,
        initial=said,
        projects=projects,
        key_results=key_results,
    )
    if form.is_valid() and form.cleaned_data != said:
        return see_other(f"{reverse('bets:create')}?{urlencode(form.cleaned_data)}")
    context = {"form": form, "has_both": bool(projects and key_results)}
    status = 422 if form.is_bound else 200
    return render_page(
        request, "bets/choose.html", context, partial="form", status=status
    )


def _terms_page(
    request: HttpRequest, form: BetForm, source: str, target: TargetOption, title: str
) -> HttpResponse:
    context = {"form": form, "source": source, "target": target, "title": title}
    status = 422 if form.is_bound else 200
    return render_page(
        request, "bets/form.html", context, partial="form", status=status
    )


def _form(
    request: HttpRequest,
    target: TargetOption,
    source: SourceOption | None,
    *,
    owner: Person | None = None,
    initial: dict[str, Any] | None = None,
) -> BetForm:
    groups = (
        queries.overlap_groups(viewer=request.user, metric=target.metric)
        if target.metric
        else []
    )
    return BetForm(
        posted(request),
        initial=initial or {"owner": request.user.pk},
        target=target,
        milestones=[(pk, title) for pk, title, _due in source.milestones]
        if source
        else [],
        groups=groups,
        people=people_to_choose(request.user, owner, writes=True),
        is_new=source is not None,
    )


def _place(
    request: HttpRequest, form: BetForm, source: SourceOption, target: TargetOption
) -> BetPlace:
    viewer, data = request.user, form.cleaned_data
    milestone, step = data.get("milestone"), data.get("step")
    try:
        return BetPlace(
            project=project_queries.project(viewer=viewer, code=source.code),
            key_result=okrs_queries.key_result(viewer=viewer, number=target.number),
            milestone=project_queries.milestone(viewer=viewer, pk=milestone)
            if milestone
            else None,
            step=okrs_queries.step(viewer=viewer, pk=step) if step else None,
        )
    except (Project.DoesNotExist, KeyResult.DoesNotExist) as error:
        raise Http404 from error


def _owner(request: HttpRequest, form: BetForm) -> Any:
    return people_queries.person(viewer=request.user, pk=form.cleaned_data["owner"])


def _group(
    request: HttpRequest, form: BetForm, target: TargetOption
) -> OverlapGroup | NewOverlap | None:
    chosen = form.cleaned_data.get("group") or ""
    if not chosen or target.metric is None:
        return None
    if chosen == NEW_GROUP:
        data = form.cleaned_data
        return NewOverlap(data["group_name"], data["group_share"] / 100)
    groups = queries.overlap_groups(viewer=request.user, metric=target.metric)
    return next((group for group in groups if str(group.pk) == chosen), None)


def _target_of(request: HttpRequest, bet: Bet) -> TargetOption:
    number = bet.key_result.number
    found = queries.target_option(viewer=request.user, number=number)
    if found is None:
        raise Http404
    return found


def _placed(request: HttpRequest, bet: Bet) -> HttpResponse:
    words = _("Bet placed: it counts now, if the project is funded.")
    if bet.state == Bet.State.PROPOSED:
        words = _("Bet proposed. It counts once %(owner)s accepts it.") % {
            "owner": bet.key_result.owner.name
        }
    _say(request, words)
    return see_other(key_result_url(bet.key_result.number))


def _done(request: HttpRequest, words: str, pk: int) -> HttpResponse:
    _say(request, words)
    return go_back(request, fallback=reverse("bets:page", args=[pk]))


def _say(request: HttpRequest, words: str) -> None:
    last = history.last_change_set(request.user)
    toast(request, words, undo=reverse("history:undo", args=[last]))


def _require_place(request: HttpRequest) -> None:
    """Refuse a bet that was not offered: the project, the right or the goal lacks."""
    code = request.GET.get("project", "")
    try:
        project = project_queries.project(viewer=request.user, code=code)
    except Project.DoesNotExist as error:
        raise Http404 from error
    access.require_place(request.user, project)
    raise Http404


def _bet(request: HttpRequest, pk: int) -> Bet:
    try:
        return queries.bet(viewer=request.user, pk=pk)
    except Bet.DoesNotExist as error:
        raise Http404 from error


def _code(text: str) -> str:
    """Let a key result be named by its number alone."""
    return f"KR-{text}" if text.isdigit() else text
