"""What changed while somebody was away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.dates import WEEKDAYS
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from waypost.conversations import queries as talk
from waypost.okrs import queries as okrs_queries
from waypost.okrs.queries import ActivityRow, TargetMove
from waypost.people.models import Person
from waypost.people.queries import Ref
from waypost.projects import queries as project_queries
from waypost.projects.queries import DateMove
from waypost.web.addresses import key_result_url, objective_url, project_url
from waypost.web.home.said import Said, said
from waypost.web.templatetags import formats
from waypost.web.verbs import verb_in_words

VISIT = timedelta(hours=1)  # looks within this time are one visit
DAY, FIRST, LONGEST = timedelta(days=1), timedelta(days=7), timedelta(days=30)
SHOWN, NAMED, MOST, SAID = 5, 3, 40, 8


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that was changed."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Deed:
    """What one person did of one kind on one day."""

    who: Ref | None
    what: str
    things: tuple[Thing, ...]
    more: int
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """A date that moved; `days` is positive where it is later."""

    move: DateMove
    url: str


@dataclass(frozen=True, slots=True)
class Promised:
    """A target or due date that moved."""

    move: TargetMove
    url: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that changed since an instant."""

    title: str
    deeds: tuple[Deed, ...]
    rest: tuple[Deed, ...]
    dates: tuple[Moved, ...]
    targets: tuple[Promised, ...]
    comments: tuple[Said, ...] = ()

    @property
    def count(self) -> int:
        """How many lines there are."""
        listed = (self.deeds, self.rest, self.dates, self.targets, self.comments)
        return sum(map(len, listed))


def is_new_visit(seen_at: datetime | None, now: datetime) -> bool:
    """Whether this look begins a visit."""
    return seen_at is None or now - seen_at >= VISIT


def start_of(seen_at: datetime | None, before: str, now: datetime) -> datetime:
    """Return since when things are new.

    `before` is what `seen_at` was when this visit began, as the session keeps it:
    what was new at its first look stays so for the rest of it.
    """
    start = seen_at or now - FIRST
    if not is_new_visit(seen_at, now):
        # A session that does not know began on another device: a day then.
        start = datetime.fromisoformat(before) if before else min(start, now - DAY)
    return max(start, now - LONGEST)


def changes(viewer: Person, since: datetime) -> Changes:
    """Return what others changed since then, of what `viewer` may see."""
    rows = okrs_queries.changes_since(viewer=viewer, since=since, limit=MOST)
    moves = okrs_queries.moved_targets(viewer=viewer, since=since, limit=SHOWN)
    dates = project_queries.moved_dates(viewer=viewer, since=since, limit=SHOWN)
    deeds = _deeds(row for row in rows if row.verb != "okrs.move_target")
    return Changes(
        title=title_of(since),
        deeds=deeds[:SHOWN],
        rest=deeds[SHOWN:],
        dates=tuple(Moved(move, project_url(move.project_code)) for move in dates),
        targets=tuple(Promised(move, key_result_url(move.number)) for move in moves),
        comments=said(talk.news(viewer=viewer, since=since, limit=SAID)),
    )


def title_of(since: datetime) -> str:
    """Return ``Since Wednesday``; a day further back is dated."""
    day, today = localdate(since), localdate()
    if day == today:
        return _("Since %(time)s") % {"time": formats.time_of_day(localtime(since))}
    if day == today - timedelta(days=1):
        return _("Since yesterday")
    if day > today - timedelta(days=7):
        return _("Since %(weekday)s") % {"weekday": _weekday(day)}
    return _("Since %(day)s") % {"day": formats.day(day)}


def _weekday(day: date) -> str:
    return str(WEEKDAYS[day.weekday()])


def _deeds(rows: Iterable[ActivityRow]) -> tuple[Deed, ...]:
    """Put together what the same person did of the same kind on the same day."""
    groups: dict[tuple[object, ...], list[ActivityRow]] = {}
    for row in rows:
        who = row.actor.pk if row.actor else None
        key = (who, row.verb, localdate(row.at), row.reason)
        groups.setdefault(key, []).append(row)
    return tuple(map(_deed, groups.values()))


def _deed(rows: list[ActivityRow]) -> Deed:
    things = {row.code: Thing(row.title, _address(row)) for row in rows}
    return Deed(
        who=rows[0].actor,
        what=verb_in_words(rows[0].verb),
        things=tuple(things.values())[:NAMED],
        more=max(0, len(things) - NAMED),
        reason=rows[0].reason,
        at=rows[0].at,
    )


def _address(row: ActivityRow) -> str:
    number = int(row.code.rpartition("-")[2])
    if row.subject_kind == "okrs.keyresult":
        return key_result_url(number)
    if row.subject_kind == "okrs.objective":
        return objective_url(number)
    return ""
