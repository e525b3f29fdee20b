"""What the page of a cycle says, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waypost.bets.queries import Readiness
from waypost.okrs.models import Cycle
from waypost.okrs.queries import Linking, Named, Some
from waypost.web.templatetags import formats

State = Cycle.State


@dataclass(frozen=True, slots=True)
class Line:
    """One name in a list of what is missing, with where to mend it."""

    title: str
    url: str
    note: str
    fix: str = ""
    fix_url: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One kind of thing that is missing or, with none, that is as it should be."""

    says: str
    why: str
    lines: tuple[Line, ...]
    count: int

    @property
    def is_met(self) -> bool:
        """Whether nothing is missing."""
        return self.count == 0

    @property
    def rest(self) -> int:
        """How many have no line."""
        return self.count - len(self.lines)


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a cycle's life."""

    label: str
    note: str
    state: str


def headline(cycle: Cycle, found: Readiness, today: date) -> str:
    """Say the answer of the page."""
    words = {"cycle": cycle.name}
    if cycle.state == State.PLANNING:
        return _planned(cycle, found)
    if cycle.state == State.GRADING:
        return _("%(cycle)s is being graded") % words
    if cycle.state == State.CLOSED:
        return _("%(cycle)s is closed") % words
    if today < cycle.starts_on:
        words["day"] = formats.day(cycle.starts_on)
        return _("%(cycle)s begins on %(day)s") % words
    left = (cycle.ends_on - today).days
    if left < 0:
        words["day"] = formats.day(cycle.ends_on)
        return _("%(cycle)s ended on %(day)s and is not closed") % words
    said = ngettext(
        "%(cycle)s runs, %(left)d day is left",
        "%(cycle)s runs, %(left)d days are left",
        left,
    )
    return said % (words | {"left": left})


def _planned(cycle: Cycle, found: Readiness) -> str:
    words: dict[str, object] = {"cycle": cycle.name, "n": found.open_points}
    if not found.linking.objectives:
        return _("Nothing is drafted for %(cycle)s yet") % words
    if not found.is_whole:
        return _("%(cycle)s is being planned") % words
    if not found.open_points:
        return _("%(cycle)s is ready to start") % words
    said = ngettext(
        "%(cycle)s can start, %(n)d thing is open",
        "%(cycle)s can start, %(n)d things are open",
        found.open_points,
    )
    return said % words


def lede(cycle: Cycle, found: Readiness) -> str:
    """Say when it is and how far its work reaches."""
    days = _("%(first)s to %(last)s.") % {
        "first": formats.day(cycle.starts_on),
        "last": formats.day(cycle.ends_on),
    }
    count, covered = found.linking.key_results, found.classes.get("covered", 0)
    if cycle.state == State.CLOSED:
        stands = _("What was reached stands; nothing in it changes any more.")
        return f"{days} {stands}"
    if not (count and found.is_whole):
        return days
    said = ngettext(
        "%(covered)d of %(n)d key result is fully covered by the work behind it.",
        "%(covered)d of %(n)d key results are fully covered by the work behind them.",
        count,
    )
    return f"{days} {said % {'covered': covered, 'n': count}}"


def stages(cycle: Cycle, found: Readiness) -> list[Stage]:
    """Return the steps of a cycle's life, from its draft to its end."""
    now = {State.PLANNING: 1, State.ACTIVE: 2, State.GRADING: 3, State.CLOSED: 4}
    at = now[State(cycle.state)]
    if at == 1 and not found.linking.objectives:
        at = 0
    objectives = ngettext(
        "%(n)d objective", "%(n)d objectives", found.linking.objectives
    )
    listed = [
        (_("Draft"), objectives % {"n": found.linking.objectives}),
        (_("Align"), _open_in_words(cycle, found)),
        (_("Run"), _("until %(day)s") % {"day": formats.day(cycle.ends_on)}),
        (_("Close"), _("scores and what was learned")),
    ]
    return [
        Stage(label, note, "now" if i == at else "done" if i < at else "next")
        for i, (label, note) in enumerate(listed)
    ]


def _open_in_words(cycle: Cycle, found: Readiness) -> str:
    if not found.is_whole:
        return ""
    if not found.open_points:
        return _("all is linked")
    return _("%(n)d open") % {"n": found.open_points}


def points(cycle: Cycle, found: Readiness, *, may_write: bool) -> list[Point]:
    """Return who has not linked yet, and what is missing."""
    linked = found.linking
    listed = [
        _teams(cycle, linked, may_write=may_write),
        _people(linked),
        _objectives(
            linked.unaligned,
            none=_("Every objective is aligned to something"),
            some=_("Aligned to nothing: %(n)d"),
            why=_("Nobody sees what they are for."),
        ),
        _objectives(
            linked.unmeasured,
            none=_("Every objective is measured"),
            some=_("Without a key result: %(n)d"),
            why=_("Nothing says whether they are reached."),
        ),
        *_unbacked(found, may_write=may_write),
        _objectives(
            linked.proposed,
            none=_("No proposal waits"),
            some=_("Proposed and waiting: %(n)d"),
            why=_("Starting the cycle agrees on them."),
        ),
        _objectives(
            linked.drafts,
            none=_("Nothing is left as a draft"),
            some=_("Still a draft: %(n)d"),
            why=_("They stay drafts when the cycle starts, and count for nothing."),
        ),
    ]
    return sorted(listed, key=lambda point: point.is_met)


def _teams(cycle: Cycle, linked: Linking, *, may_write: bool) -> Point:
    write = f"{reverse('objectives:create')}?cycle={cycle.pk}&level=team&team="
    lines = tuple(
        Line(
            row.name,
            "",
            row.lead.name if row.lead else "",
            _("Write one") if may_write else "",
            f"{write}{row.pk}",
        )
        for row in linked.teams.rows
    )
    words = {"n": linked.teams.count, "all": linked.teams_in_all}
    says = _("Teams without an objective: %(n)d of %(all)d") % words
    return Point(
        says if lines else _("Every team has an objective"),
        _("What they do this time serves nothing that is written down."),
        lines,
        linked.teams.count,
    )


def _people(linked: Linking) -> Point:
    lines = tuple(Line(row.name, "", "") for row in linked.people.rows)
    says = _("People who own neither objective nor key result: %(n)d")
    return Point(
        says % {"n": linked.people.count} if lines else _("Everybody owns something"),
        _("That may be as it should: not everyone needs one."),
        lines,
        linked.people.count,
    )


def _objectives(found: Some[Named], *, none: str, some: str, why: str) -> Point:
    lines = tuple(
        Line(row.title, reverse("objectives:page", args=[row.number]), row.holder)
        for row in found.rows
    )
    return Point(some % {"n": found.count} if lines else none, why, lines, found.count)


def _unbacked(found: Readiness, *, may_write: bool) -> Iterator[Point]:
    if found.unbacked is None:
        return
    bet = reverse("bets:create")
    lines = tuple(
        Line(
            row.title,
            reverse("key_results:page", args=[row.number]),
            _proposals(found.waiting.get(row.pk, 0)) or row.holder,
            _("Add a bet") if may_write else "",
            f"{bet}?key_result={row.code}",
        )
        for row in found.unbacked.rows
    )
    says = _("Key results with no bet that counts: %(n)d")
    yield Point(
        says % {"n": found.unbacked.count}
        if lines
        else _("Every key result has work behind it"),
        _("No work is funded that is expected to move them."),
        lines,
        found.unbacked.count,
    )


def _proposals(count: int) -> str:
    if not count:
        return ""
    said = ngettext("%(n)d proposal waits", "%(n)d proposals wait", count)
    return said % {"n": count}
