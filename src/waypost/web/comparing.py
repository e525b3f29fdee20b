"""What changed between a past day and today, in words: a panel on past-day pages."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.bets.models import Bet
from waypost.bets.queries import About, Comparison, Move, Moved, Thing, comparison
from waypost.okrs.models import Objective
from waypost.people.installation import local_day
from waypost.people.models import Person
from waypost.projects.models import Project
from waypost.web.addresses import key_result_url, maybe, objective_url, project_url
from waypost.web.http import HttpRequest
from waypost.web.templatetags import formats

MOST = 40  # lines of a list; the rest is counted
_WORK = {"project", "milestone"}
_DATES = {"starts", "due", "reached"}


@dataclass(frozen=True, slots=True)
class Said:
    """One fact: its name, how it was, how it is, and by how much it moved."""

    name: str
    before: str
    after: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A thing, where it is today, and what changed of it."""

    code: str
    title: str
    url: str
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under one heading; `more` are not listed."""

    title: str
    lines: tuple[Line, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Panel:
    """What the page shows of a comparison; `is_gone`: the thing itself is no more."""

    day: date
    count: int
    sections: tuple[Section, ...]
    is_gone: bool = False


def panel_of(viewer: Person, about: About, day: date) -> Panel:
    """Return what changed since the end of a past day; asked in the present."""
    today = local_day(timezone.now())
    found = comparison(viewer=viewer, about=about, day=day, today=today)
    return Panel(day, found.count, tuple(_sections(found)))


def panel_on(request: HttpRequest, about: Callable[[], About]) -> Panel | None:
    """Return it for a page that shows a past day, where the address asks for it.

    `about` raises `ObjectDoesNotExist` for what is gone today.
    """
    day = request.past.day
    if day is None or not request.past.compares:
        return None
    try:
        return panel_of(request.user, about(), day)
    except ObjectDoesNotExist:
        return Panel(day, 1, (), is_gone=True)


def _sections(found: Comparison) -> Iterable[Section]:
    plan = [each for each in found.moved if each.thing.kind != "bet"]
    bets = [each for each in found.moved if each.thing.kind == "bet"]
    parts: list[tuple[str, list[Line]]] = [
        (_("Figures and targets"), _moved(plan, lambda move: not _is_of_plan(move))),
        (_("Dates and phases"), _moved(plan, _is_of_plan)),
        (_("Bets changed"), _moved(bets, lambda _move: True)),
        (_("Bets placed"), _listed(found.added, is_bet=True)),
        (_("Bets dropped"), _without_page(_listed(found.gone, is_bet=True))),
        (_("New since then"), _listed(found.added, is_bet=False)),
        (_("No longer there"), _without_page(_listed(found.gone, is_bet=False))),
    ]
    for title, lines in parts:
        if lines:
            yield Section(title, tuple(lines[:MOST]), max(0, len(lines) - MOST))


def _is_of_plan(move: Move) -> bool:
    return move.name in {*_DATES, "phase", "standing", "funded", "state"}


def _moved(rows: Iterable[Moved], wanted: Callable[[Move], bool]) -> list[Line]:
    lines = []
    for row in rows:
        said = tuple(_said(move, row.unit) for move in row.moves if wanted(move))
        if said:
            lines.append(_line(row.thing, said))
    return lines


def _listed(things: Iterable[Thing], *, is_bet: bool) -> list[Line]:
    return [_line(each) for each in things if (each.kind == "bet") == is_bet]


def _without_page(lines: Iterable[Line]) -> list[Line]:
    """Lead nowhere: what is gone has no page today."""
    return [replace(line, url="") for line in lines]


def _line(thing: Thing, said: tuple[Said, ...] = ()) -> Line:
    code = thing.code
    if thing.kind == "bet":
        code = f"{thing.code} → {thing.beside}"
    return Line(code, thing.title, _url(thing), said)


def _url(thing: Thing) -> str:
    if thing.kind == "bet":
        return maybe("bets:page", thing.pk)
    if thing.kind in _WORK:
        return project_url(thing.code)
    number = int(thing.code.rpartition("-")[2])
    to = objective_url if thing.kind == "objective" else key_result_url
    return to(number)


def _said(move: Move, unit: str) -> Said:
    name, before, after = move.name, move.before, move.after
    write = _writer(name, unit)
    is_known = before is not None and after is not None
    by = _by(name, before, after) if is_known else ""
    return Said(_names()[name], write(before) or "–", write(after) or "–", by)


def _by(name: str, before: Any, after: Any) -> str:
    """Say how far a figure or a date moved; of words there is no more to say."""
    if name in {"progress", "coverage", "probability"}:
        points = round(100 * after) - round(100 * before)
        return _("%(n)s points") % {"n": formats.signed(points)} if points else ""
    if name == "confidence":
        return _("%(n)s points") % {"n": formats.signed(after - before)}
    if name in _DATES:
        return _("%(n)s days") % {"n": formats.signed((after - before).days)}
    return ""


def _writer(name: str, unit: str) -> Callable[[Any], str]:
    if name in {"progress", "coverage", "probability"}:
        return formats.percent
    if name == "confidence":
        return lambda value: "" if value is None else formats.percent(value / 100)
    if name in {"now", "target", "low", "likely", "high"}:
        return lambda value: formats.number(value, unit)
    if name in _DATES:
        return formats.day
    if name in {"lag", "ramp"}:
        return lambda value: _("%(n)s days") % {"n": value}
    words = _words().get(name, {})
    return lambda value: str(words.get(value, value or ""))


def _words() -> dict[str, dict[Any, str]]:
    return {
        "health": {
            "on_track": _("on track"),
            "at_risk": _("at risk"),
            "off_track": _("off track"),
            "no_data": _("no data"),
        },
        "state": {v: str(label).lower() for v, label in Objective.State.choices},
        "bet_state": {v: str(label).lower() for v, label in Bet.State.choices},
        "phase": {v: str(label).lower() for v, label in Project.Phase.choices},
        "standing": {v: str(label).lower() for v, label in Project.Standing.choices},
        "funded": {True: _("funded"), False: _("not funded")},
        "through": {"": _("the whole project")},
    }


def _names() -> dict[str, str]:
    return {
        "now": _("Now"),
        "progress": _("Progress"),
        "coverage": _("Coverage"),
        "health": _("Health"),
        "confidence": _("Confidence"),
        "target": _("Target"),
        "low": _("Low"),
        "likely": _("Likely"),
        "high": _("High"),
        "probability": _("Probability"),
        "lag": _("Lag"),
        "ramp": _("Ramp"),
        "through": _("Lands with"),
        "bet_state": _("State"),
        "state": _("State"),
        "phase": _("Phase"),
        "standing": _("Standing"),
        "funded": _("Money"),
        "starts": _("Start"),
        "due": _("Due"),
        "reached": _("Reached"),
    }
