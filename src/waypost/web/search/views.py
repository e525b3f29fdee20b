"""The search page, and the list in the palette."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waypost.people.installation import local_day
from waypost.search import queries
from waypost.search.folding import LONGEST_QUESTION, asked
from waypost.web.http import HttpRequest, page, render_page
from waypost.web.search import commands, showing
from waypost.web.search.showing import ShownGroup

SIZE = 25
TEMPLATE = "search/index.html"


@dataclass(frozen=True, slots=True)
class Pages:
    """Which of the hits of one kind a page shows, and where the others are."""

    first: int
    last: int
    count: str
    before: str
    after: str


@page("GET")
def index(request: HttpRequest) -> HttpResponse:
    """Show what is found: the best of every kind, or one kind page by page."""
    text = request.GET.get("q", "")[:LONGEST_QUESTION].strip()
    kind = request.GET.get("kind", "")
    context: dict[str, object] = {"text": text, "kind": kind, "has_words": asked(text)}
    if kind and not showing.known(kind):
        raise Http404
    if kind:
        context |= _one_kind(request, text, kind)
    else:
        found = queries.overview(viewer=request.user, text=text)
        groups = [showing.shown_group(each, found.asked) for each in found.groups]
        context |= {
            "groups": [(group, _address(text, group.name)) for group in groups],
            "said": said(found.count, is_more=found.is_more),
        }
    return render_page(request, TEMPLATE, context, partial="hits")


@page("GET")
def palette(request: HttpRequest) -> HttpResponse:
    """Return the options of the palette for what is typed there.

    What can be done comes first where it fits, unless a thing is called exactly so.
    """
    text = request.GET.get("q", "")[:LONGEST_QUESTION].strip()
    groups = commands.groups(
        viewer=request.user,
        text=text,
        here=request.GET.get("here", ""),
        today=local_day(timezone.now()),
    )
    found = queries.best(viewer=request.user, text=text)
    hits = [showing.shown_group(each, found.asked) for each in found.groups]
    is_exact = any(hit.is_exact for each in found.groups for hit in each.hits)
    count = found.count + sum(len(group.commands) for group in groups)
    context = {
        "text": text,
        "before": [] if is_exact else [g for g in groups if not g.is_after],
        "hits": hits,
        "after": groups if is_exact else [g for g in groups if g.is_after],
        "everything": _address(text) if asked(text) else "",
        "said": said(count, is_more=False),
    }
    return render(request, "search/palette.html", context)


def said(count: int, *, is_more: bool) -> str:
    """Return how much was found, in words."""
    if not count:
        return _("Nothing found")
    if is_more:
        return _("More than %(n)s found") % {"n": count}
    return ngettext("%(n)s found", "%(n)s found", count) % {"n": count}


def _one_kind(request: HttpRequest, text: str, kind: str) -> dict[str, object]:
    number = _number(request.GET.get("page", ""))
    start = (number - 1) * SIZE
    found = queries.of_kind(
        viewer=request.user, text=text, kind=kind, start=start, size=SIZE
    )
    if found is None or (number > 1 and not found.hits):
        raise Http404
    group = showing.shown_group(found, asked(text))
    return {
        "one": group,
        "title": showing.kind_title(kind),
        "pages": _pages(text, group, found, number=number),
        "all_url": _address(text),
        "said": said(found.count, is_more=found.is_more),
    }


def _pages(
    text: str, group: ShownGroup, found: queries.Group, *, number: int
) -> Pages | None:
    start = (number - 1) * SIZE
    last = start + len(group.hits)
    reach = min(found.count, queries.DEEPEST)
    if number == 1 and reach <= SIZE:
        return None
    before = _address(text, group.name, number - 1) if number > 1 else ""
    after = _address(text, group.name, number + 1) if last < reach else ""
    return Pages(start + 1, last, group.count, before, after)


def _number(text: str) -> int:
    if not text:
        return 1
    most = queries.DEEPEST // SIZE
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:6]) <= most):
        raise Http404
    return int(text)


def _address(text: str, kind: str = "", number: int = 1) -> str:
    given = {"q": text, "kind": kind, "page": str(number) if number > 1 else ""}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{reverse('search:index')}?{query}"
