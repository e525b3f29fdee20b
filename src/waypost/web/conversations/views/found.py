"""What the addresses name; 404 where there is none for the person."""

from typing import Any

from django.http import Http404

from waypost.conversations import queries
from waypost.conversations.access import NothingThere
from waypost.conversations.models import Comment
from waypost.web.http import HttpRequest

_LARGEST = 2**63


def find_thing(request: HttpRequest, kind: str, pk: int) -> Any:
    """Return what people talk about."""
    if pk >= _LARGEST:
        raise Http404
    try:
        return queries.thing(viewer=request.user, kind=kind, pk=pk)
    except NothingThere as error:
        raise Http404 from error


def find_talk(request: HttpRequest, kind: str, pk: int) -> Any:
    """Return what has a conversation of its own: a comment has its thing's."""
    thing = find_thing(request, kind, pk)
    if isinstance(thing, Comment):
        raise Http404
    return thing


def find_comment(request: HttpRequest, pk: int) -> Comment:
    """Return the comment of an address."""
    if pk >= _LARGEST:
        raise Http404
    try:
        return queries.comment(viewer=request.user, pk=pk)
    except Comment.DoesNotExist as error:
        raise Http404 from error


def thing_under(request: HttpRequest, comment: Comment) -> Any:
    """Return what a comment is on."""
    return find_thing(request, comment.subject_kind, comment.subject_id)
