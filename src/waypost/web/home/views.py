"""My week: read the request, make one call, render.

The page says what changed since the last visit, so a visit has to be remembered; but a
GET changes nothing. Hence the page itself says, by a POST some seconds after it was
shown, that it was seen (`seen`): at most once an hour, so that *since* does not shrink
while somebody comes and goes. Without script a button does the same.
"""

from collections.abc import Callable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_htmx.http import trigger_client_event

from waypost.bets import actions as bet_actions
from waypost.bets import queries as bet_queries
from waypost.bets.models import Bet
from waypost.conversations import actions as talk_actions
from waypost.conversations import queries as talk
from waypost.conversations.models import Comment
from waypost.core import history
from waypost.okrs import access as okrs_access
from waypost.okrs import actions as okrs_actions
from waypost.okrs import queries as okrs_queries
from waypost.okrs.models import CheckIn, KeyResult
from waypost.okrs.queries import DueCheckIn
from waypost.people import actions as people_actions
from waypost.people.installation import local_day
from waypost.people.models import Person
from waypost.projects import actions as project_actions
from waypost.projects import queries as project_queries
from waypost.projects.models import Task
from waypost.web.check_in_form import CheckInForm, save_form
from waypost.web.forms import said_of
from waypost.web.home import desk, numbers, rows, since, words, work
from waypost.web.http import (
    HttpRequest,
    done,
    offer_undo,
    page,
    render_page,
    see_other,
    send_toasts,
    wants_fragment,
    warn,
)

_WHOLE = "/?all=1"  # everything in one answer, for browsers without script
SINCE = "home:since"  # in the session: when the visit before this one was


@page("GET")
def index(request: HttpRequest) -> HttpResponse:
    return _page(request)


@page("POST")
def seen(request: HttpRequest) -> HttpResponse:
    """Begin a visit: what is new stays new until the next one."""
    person, now = request.user, timezone.now()
    if since.is_new_visit(person.seen_at, now):
        start = since.start_of(person.seen_at, "", now)
        request.session[SINCE] = start.isoformat()
        people_actions.mark_seen(actor=person, now=now)
    return done(request) if wants_fragment(request) else see_other("home:index")


@page("GET")
def changes(request: HttpRequest) -> HttpResponse:
    """Show what others changed since the last visit."""
    if not wants_fragment(request):
        return see_other(_WHOLE)
    person, now = request.user, timezone.now()
    found = since.changes(person, _start(request, now))
    context = {
        "changes": found,
        "is_new_visit": since.is_new_visit(person.seen_at, now),
    }
    return render(request, "home/since.html", context)


@page("GET")
def own(request: HttpRequest) -> HttpResponse:
    """Show individual objectives, and the largest gap where the head leaves room."""
    if not wants_fragment(request):
        return see_other(_WHOLE)
    today = local_day(timezone.now())
    found = desk.own_of(request.user, today=today)
    context = {"own": found, "wants_lede": "lede" in request.GET}
    return render(request, "home/own.html", context)


@page("GET")
def row(request: HttpRequest, number: int) -> HttpResponse:
    """Show one check-in row, as after undo."""
    today = local_day(timezone.now())
    due = _due(request.user, number, today)
    if due is None or not wants_fragment(request):
        return see_other("home:index")
    return _row(request, due, today)


@page("POST")
def check_in(request: HttpRequest, number: int) -> HttpResponse:
    key_result = _key_result(request, number)
    okrs_access.require_check_in(request.user, key_result)
    now = timezone.now()
    today = local_day(now)
    due = _due(request.user, number, today)
    if due is None:
        return _not_due(request, key_result)
    form = rows.form_of(due, request.POST)

    def save() -> None:
        okrs_actions.check_in(
            actor=request.user, now=now, key_result=key_result, entry=form.entry()
        )

    if not save_form(form, save):
        return _refused(request, due, form, today)
    if not wants_fragment(request):
        offer_undo(request, _("Checked in on %(code)s.") % {"code": key_result.code})
        return see_other("home:index")
    return _folded(request, due, form, today)


@page("GET")
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """Show where a key result would be with what is typed."""
    key_result = _key_result(request, number)
    today = local_day(timezone.now())
    found = None
    if key_result.is_measured:
        field = CheckInForm.base_fields["value"]
        try:
            value = field.clean(request.GET.get("value", ""))
        except ValidationError:
            value = None
        if value is not None:
            found = bet_queries.preview_value(
                viewer=request.user,
                key_result=key_result,
                value=float(value),
                today=today,
            )
    else:
        done_steps = {
            int(pk)
            for pk in request.GET.getlist("done_steps")
            if pk.isdecimal() and len(pk) < 10
        }
        found = bet_queries.preview_steps(
            viewer=request.user, key_result=key_result, done=done_steps, today=today
        )
    return render(request, "home/preview.html", {"found": found})


@page("POST")
def tick(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Tick a task off, or take the tick back."""
    try:
        task = project_queries.task(viewer=request.user, code=code, number=number)
    except Task.DoesNotExist as error:
        raise Http404 from error
    is_done = request.POST.get("done") == "1"
    project_actions.tick_task(
        actor=request.user, now=timezone.now(), task=task, is_done=is_done
    )
    title = {"title": task.title}
    said = _("“%(title)s” is done.") if is_done else _("“%(title)s” is open again.")
    offer_undo(request, said % title)
    if not wants_fragment(request):
        return see_other("home:index")
    return _task(request, task.pk)


@page("POST")
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        found = okrs_queries.check_in(viewer=request.user, pk=pk)
    except CheckIn.DoesNotExist as error:
        raise Http404 from error

    def save() -> None:
        okrs_actions.acknowledge(actor=request.user, now=timezone.now(), check_in=found)

    return _answered(request, save, _("Acknowledged."))


@page("POST")
def read_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one has read a comment that names one."""
    try:
        comment = talk.comment(viewer=request.user, pk=pk)
    except (Comment.DoesNotExist, OverflowError) as error:
        raise Http404 from error

    def save() -> None:
        talk_actions.acknowledge(actor=request.user, now=timezone.now(), thing=comment)

    return _answered(request, save, _("Acknowledged."))


@page("POST")
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    bet = _bet(request, pk)

    def save() -> None:
        bet_actions.accept_bet(actor=request.user, now=timezone.now(), bet=bet)

    return _answered(request, save, _("Accepted: it counts now."))


@page("POST")
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    bet = _bet(request, pk)

    def save() -> None:
        bet_actions.withdraw_bet(actor=request.user, now=timezone.now(), bet=bet)

    return _answered(request, save, _("Turned down."))


def _page(
    request: HttpRequest,
    *,
    refused: tuple[DueCheckIn, CheckInForm] | None = None,
) -> HttpResponse:
    person, now = request.user, timezone.now()
    today = local_day(now)
    if person.is_viewer or "all" in request.GET:
        shown = desk.whole_desk(person, today=today, start=_start(request, now))
    else:
        shown = desk.desk_of(person, today=today)
    request.check_ins_due = len(shown.check_ins)
    if refused is not None:
        due, form = refused
        shown.check_ins[:] = [
            rows.line_of(due, today, form) if line.row.pk == due.key_result.pk else line
            for line in shown.check_ins
        ]
    context = {
        "desk": shown,
        "is_new_visit": since.is_new_visit(person.seen_at, now),
        "is_viewer": person.is_viewer,
        "now": now,
    }
    status = 200 if refused is None else 422
    return render_page(
        request, "home/index.html", context, partial="all", status=status
    )


def _start(request: HttpRequest, now: datetime) -> datetime:
    """Return since when things are new to who asks."""
    return since.start_of(request.user.seen_at, request.session.get(SINCE, ""), now)


def _refused(
    request: HttpRequest, due: DueCheckIn, form: CheckInForm, today: date
) -> HttpResponse:
    """Leave the row open, with the reason and all that was typed."""
    if not wants_fragment(request):
        return _page(request, refused=(due, form))
    line = rows.line_of(due, today, form)
    return render(request, "home/check_in.html", {"line": line}, status=422)


def _row(request: HttpRequest, due: DueCheckIn, today: date) -> HttpResponse:
    context = {"line": rows.line_of(due, today)} | _left(request.user, today)
    return send_toasts(request, render(request, "home/row.html", context))


def _folded(
    request: HttpRequest, due: DueCheckIn, form: CheckInForm, today: date
) -> HttpResponse:
    """Fold a saved row into a line with Undo, and let the count fall."""
    left = _left(request.user, today)
    last = history.last_change_set(request.user)
    entry = form.cleaned_data
    context = {
        "row": due.key_result,
        "line": rows.line_of(due, today, form),
        "value": entry.get("value"),
        "steps_done": len(entry.get("done_steps") or ()),
        "confidence": entry["confidence"],
        "at": timezone.now(),
        "undo_url": reverse("history:undo", args=[last]),
    } | left
    response = render(request, "home/saved.html", context)
    return trigger_client_event(response, "announce", {"value": left["left_words"]})


def _left(viewer: Person, today: date) -> dict[str, object]:
    """Return how many check-ins are left, as number, heading and sentence."""
    left = len(okrs_queries.check_in_days(viewer=viewer, until=today))
    waiting = words.Waiting(check_ins=left, late=0, near=0, to_look_at=0)
    said = ngettext("%(n)s is left", "%(n)s are left", left) % {
        "n": numbers.in_words(left)
    }
    return {
        "left": left,
        "headline": words.headline(waiting) if left else _("All check-ins are done"),
        "left_words": numbers.sentence(said) if left else _("All done"),
    }


def _not_due(request: HttpRequest, key_result: KeyResult) -> HttpResponse:
    """Say that somebody has checked in meanwhile; nothing is written twice."""
    words_ = _("%(code)s waits for no check-in any more; it was done meanwhile.")
    warn(request, words_ % {"code": key_result.code})
    if wants_fragment(request):
        return done(request)
    return see_other("home:index")


def _task(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one task's line as it is now."""
    today = local_day(timezone.now())
    projects = project_queries.my_tasks(viewer=request.user, today=today)
    lines = [work.line_of(task) for each in projects for task in each.tasks]
    line = next((line for line in lines if line.task.pk == pk), None)
    if line is None:  # somebody else's, or in a project that stands still
        return done(request)
    return send_toasts(request, render(request, "home/task.html", {"line": line}))


def _answered(
    request: HttpRequest, save: Callable[[], object], said: str
) -> HttpResponse:
    """Do it and take the line away; say so where it cannot be done."""
    try:
        save()
    except ValidationError as error:
        warn(request, said_of(error))
    else:
        offer_undo(request, said)
    if not wants_fragment(request):
        return see_other("home:index")
    context = {"count": desk.answers_of(request.user).count}
    return send_toasts(request, render(request, "home/answered.html", context))


def _due(viewer: Person, number: int, today: date) -> DueCheckIn | None:
    found = okrs_queries.check_ins_due(viewer=viewer, today=today)
    return next((due for due in found if due.key_result.number == number), None)


def _key_result(request: HttpRequest, number: int) -> KeyResult:
    try:
        return okrs_queries.key_result(viewer=request.user, number=number)
    except KeyResult.DoesNotExist as error:
        raise Http404 from error


def _bet(request: HttpRequest, pk: int) -> Bet:
    try:
        return bet_queries.bet(viewer=request.user, pk=pk)
    except Bet.DoesNotExist as error:
        raise Http404 from error
