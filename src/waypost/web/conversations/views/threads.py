"""The conversation on a thing: read, and said something in."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.conversations import access, actions, queries
from waypost.conversations.actions import Posted
from waypost.conversations.models import Comment
from waypost.web.conversations.feed import ALL, CHANGES, COMMENTS
from waypost.web.conversations.forms import CommentForm
from waypost.web.conversations.showing import talk_of, thread_url
from waypost.web.conversations.views.found import find_talk
from waypost.web.forms import apply_errors
from waypost.web.http import (
    HttpRequest,
    go_back,
    offer_undo,
    page,
    partial_for,
    render_page,
    wants_fragment,
    warn,
)


@page("GET", "POST", looks_back=True)
def index(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    thing = find_talk(request, kind, pk)
    if request.method == "GET":
        return show_talk(request, thing)
    access.require_take_part(request.user, thing)
    form = CommentForm(request.POST)
    if form.is_valid():
        try:
            posted = actions.post_comment(
                actor=request.user,
                now=timezone.now(),
                thing=thing,
                words=form.words(),
                reply_to=_comment_of(request, form),
            )
        except ValidationError as error:
            apply_errors(form, error)
        else:
            offer_undo(request, _("Posted."))
            say_whom_it_missed(request, posted)
            return answer(request, thing)
    parent = form.cleaned_data.get("reply_to")
    form.auto_id = f"reply-{parent}-%s" if parent else "new-%s"
    return show_talk(request, thing, refused=form)


@page("GET")
def people(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Offer people for what is typed after an @."""
    thing = find_talk(request, kind, pk)
    words = request.GET.get("q", "")[:100]
    found = queries.candidates(viewer=request.user, thing=thing, words=words)
    return render(request, "conversations/people.html", {"people": found})


def show_talk(
    request: HttpRequest, thing: Any, *, refused: CommentForm | None = None
) -> HttpResponse:
    """Render the conversation: the page, the panel, or what is older."""
    show = request.GET.get("show", ALL)
    talk = talk_of(
        thing,
        request.user,
        show=show if show in {COMMENTS, CHANGES} else ALL,
        after=request.GET.get("after", ""),
        refused=refused,
    )
    partial = partial_for(request, default="thread", talk_older="entries")
    status = 422 if refused else 200
    return render_page(
        request,
        "conversations/page.html",
        {"talk": talk},
        partial=partial,
        status=status,
    )


def answer(request: HttpRequest, thing: Any) -> HttpResponse:
    """Show the conversation as it is after a write, or go back to where it stood."""
    if wants_fragment(request):
        return show_talk(request, thing)
    return go_back(request, fallback=thread_url(thing))


def say_whom_it_missed(request: HttpRequest, posted: Posted) -> None:
    """Tell the author whom a comment names in vain."""
    if posted.unreached:
        names = ", ".join(person.name for person in posted.unreached)
        words = _("It does not reach %(names)s, who cannot see this.")
        warn(request, words % {"names": names})
    for name in posted.unclear:
        words = _("There are several people called %(name)s; pick one from the list.")
        warn(request, words % {"name": name})


def _comment_of(request: HttpRequest, form: CommentForm) -> Comment | None:
    """Return what a form replies to.

    Raises
    ------
    ValidationError
        If it is gone.
    """
    parent = form.cleaned_data["reply_to"]
    if parent is None:
        return None
    try:
        return queries.comment(viewer=request.user, pk=parent)
    except Comment.DoesNotExist as error:
        message = _("The comment that you reply to is not there any more.")
        raise actions.Refused(message) from error
