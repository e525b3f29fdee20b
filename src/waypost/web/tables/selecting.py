"""What was selected, and changing it."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waypost.core.access import Denied
from waypost.core.listing import Edited, Left
from waypost.people.installation import local_day
from waypost.web.forms import apply_errors
from waypost.web.http import HttpRequest, offer_undo, see_other, warn
from waypost.web.tables.asked import Asked
from waypost.web.tables.bulk import MOST, BulkForm
from waypost.web.tables.columns import Table
from waypost.web.tables.narrowing import Asker

_KEPT = "tables.left"
_SHOWN = 100
_LONGEST_ID = 18


class Refused(Exception):
    """What was to be set is not right; `form` says what."""

    def __init__(self, form: BulkForm) -> None:
        super().__init__()
        self.form = form


def send_edit(
    request: HttpRequest, table: Table[Any], asked: Asked, asker: Asker, here: str
) -> HttpResponse:
    """Set for the selected rows what the form says, and go back to the table.

    What the person may not change is left as it was, and listed; the rest is one
    change set, so that one undo takes it back.

    Raises
    ------
    Refused
        If the form is wrong, nothing is selected, or other rows match by now.
    """
    bulk = table.bulk
    if bulk is None or not bulk.allows(request.user):
        raise Denied(_("You cannot change these."))
    form = bulk.form(request.POST, asker=asker)
    ids = _selected(request, table, asked, form)
    if not form.is_valid():
        raise Refused(form)
    try:
        done = bulk.apply(
            actor=request.user,
            now=timezone.now(),
            ids=ids,
            changes=form.changes(),
        )
    except ValidationError as error:
        apply_errors(form, error)
        raise Refused(form) from error
    _tell(request, table, done)
    return see_other(request.path + here)


def left_before(request: HttpRequest, table: Table[Any]) -> dict[str, Any] | None:
    """Return what the last edit left as it was, once."""
    kept = request.session.get(_KEPT)
    if kept is None or kept.get("table") != table.name or request.method != "GET":
        return None
    del request.session[_KEPT]
    found: dict[str, Any] = kept
    return found


def _selected(
    request: HttpRequest, table: Table[Any], asked: Asked, form: BulkForm
) -> Sequence[int]:
    if request.POST.get("all"):
        return _all_that_match(request, table, asked, form)
    said = request.POST.getlist("row")
    ids = [int(pk) for pk in said if pk.isdecimal() and len(pk) <= _LONGEST_ID]
    if not ids:
        form.add_error(None, _("Select the rows to change first."))
    return list(dict.fromkeys(ids))[:MOST]


def _all_that_match(
    request: HttpRequest, table: Table[Any], asked: Asked, form: BulkForm
) -> Sequence[int]:
    wanted = replace(asked.wanted(), first=0, count=MOST + 1)
    today = local_day(timezone.now())
    found = table.find(viewer=request.user, today=today, wanted=wanted)
    if found.total > MOST:
        message = _("At most %(most)d rows can be changed at once; narrow the list.")
        form.add_error(None, message % {"most": MOST})
    if str(found.total) != request.POST.get("expected"):
        message = _(
            "The list has changed meanwhile: %(count)s match now. Look again, then"
            " apply."
        )
        form.add_error(None, message % {"count": table.count(found.total)})
    return found.ids


def _tell(request: HttpRequest, table: Table[Any], done: Edited) -> None:
    if done.changed:
        words = ngettext("%(n)d changed.", "%(n)d changed.", done.changed)
        offer_undo(request, words % {"n": done.changed})
    elif not done.left:
        offer_nothing(request)
    if done.left:
        words = ngettext(
            "%(n)d was left as it was; the list says why.",
            "%(n)d were left as they were; the list says why.",
            len(done.left),
        )
        warn(request, words % {"n": len(done.left)})
        request.session[_KEPT] = {
            "table": table.name,
            "count": len(done.left),
            "changed": done.changed,
            "more": max(0, len(done.left) - _SHOWN),
            "groups": _by_reason(done.left[:_SHOWN]),
        }


def offer_nothing(request: HttpRequest) -> None:
    """Say that everything was so already."""
    warn(request, _("Nothing changed: it was all so already."))


def _by_reason(left: Sequence[Left]) -> list[dict[str, Any]]:
    ordered = sorted(left, key=lambda each: each.reason)
    return [
        {"reason": reason, "rows": [[row.code, row.title] for row in rows]}
        for reason, rows in groupby(ordered, key=lambda each: each.reason)
    ]
