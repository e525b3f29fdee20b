"""Where objectives of a table go: their cycle, and who holds them."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from waypost.exchange.reading.incoming import Choice
from waypost.exchange.reading.problems import LEAVE_ROW_OUT, Trouble
from waypost.exchange.reading.said import say
from waypost.exchange.reading.sheets import Entry, LeftOut
from waypost.exchange.sheets.people_here import folded
from waypost.exchange.taking.troubles import Troubles
from waypost.okrs import access
from waypost.okrs import actions as okr_actions
from waypost.okrs.models import Cycle, Objective
from waypost.people import access as people_access
from waypost.people.models import Person, Team

Level = Objective.Level
MOST_OFFERED = 300  # of more, one is named
DAY = timedelta(days=1)
QUARTER = re.compile(r"(?:q|quarter )\s*([1-4])\D{0,3}(\d{4})|(\d{4})\D{0,3}q([1-4])")
HALF = re.compile(r"(?:h)\s*([12])\D{0,3}(\d{4})|(\d{4})\D{0,3}h([12])")
YEAR = re.compile(r"(\d{4})")
LEVELS = {
    **dict.fromkeys(
        ("company", "organization", "organisation", "unternehmen"), "company"
    ),
    **dict.fromkeys(("team", "department", "group", "abteilung"), "team"),
    **dict.fromkeys(("individual", "person", "personal", "own"), "person"),
}
MAKE_CYCLE = Choice("make", say(_("make this cycle")))
FOR_COMPANY = Choice("company", say(_("the company's objective")))


@dataclass(frozen=True, slots=True)
class Span:
    """From a first day to a last."""

    start: date
    end: date
    kind: str = Cycle.Kind.CUSTOM


def span_of(name: str) -> Span | None:
    """Return the days that the name of a cycle means in the calendar year.

    >>> found = span_of("Q3 2026")
    >>> found.start.isoformat(), found.end.isoformat()
    ('2026-07-01', '2026-09-30')
    """
    text = folded(name)
    if found := QUARTER.fullmatch(text):
        number, year = found[1] or found[4], found[2] or found[3]
        return _months(int(year), 3 * int(number) - 2, 3, Cycle.Kind.QUARTER)
    if found := HALF.fullmatch(text):
        number, year = found[1] or found[4], found[2] or found[3]
        return _months(int(year), 6 * int(number) - 5, 6, Cycle.Kind.HALF)
    if found := YEAR.fullmatch(text):
        return _months(int(found[1]), 1, 12, Cycle.Kind.YEAR)
    return None


def _months(year: int, first: int, count: int, kind: str) -> Span | None:
    if not 1900 <= year <= 2200:
        return None
    after = first + count
    end = date(year + (after > 12), (after - 1) % 12 + 1, 1) - DAY
    return Span(date(year, first, 1), end, kind)


@dataclass(slots=True)
class Cycles:
    """The cycles that stand here, and those that are to be made."""

    viewer: Person
    troubles: Troubles
    answers: dict[str, str]
    here: list[Cycle] = field(default_factory=list)
    found: dict[str, Cycle | None] = field(default_factory=dict)
    made: list[Cycle] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.here = list(
            access.visible_cycles(self.viewer).order_by("-starts_on", "pk")
        )

    def of(self, entry: Entry, text: str) -> Cycle:
        """Return the cycle of a row, asking once for each name that is none here.

        One that is to be made has no key yet.

        Raises
        ------
        LeftOut
            If rows of that cycle stay out.
        """
        name = folded(text)
        if name not in self.found:
            self.found[name] = self._find(entry, text, name)
        cycle = self.found[name]
        if cycle is None:
            raise LeftOut
        return cycle

    def _find(self, entry: Entry, text: str, name: str) -> Cycle | None:
        span = self._span(entry, text)
        found = self._match(name, span)
        if found is not None and found.state != Cycle.State.CLOSED:
            return found
        reason = _("is no cycle here")
        if found is not None:
            reason = _("is closed: what happened in it stands")
        elif not text:
            reason = _("no cycle is named")
        may_make = span is not None and text and access.may_create_cycle(self.viewer)
        offered = self._choices(may_make=bool(may_make and found is None))
        trouble = Trouble("cycle", text, say(reason), offered)
        chosen = self.troubles.add(entry.place("cycle"), trouble, answers=self.answers)
        if chosen == MAKE_CYCLE.value and span is not None and may_make:
            return self._make(text, span)
        by_choice = {f"cycle-{cycle.pk}": cycle for cycle in self._open()}
        return by_choice.get(chosen)

    def _span(self, entry: Entry, text: str) -> Span | None:
        start, end = entry.day("cycle_start"), entry.day("cycle_end")
        if start and end and end > start:
            known = span_of(text)
            same = known is not None and (known.start, known.end) == (start, end)
            return known if same else Span(start, end)
        return span_of(text)

    def _match(self, name: str, span: Span | None) -> Cycle | None:
        """Return the cycle of that name, else the only one of exactly those days."""
        for cycle in self.here:
            if name and folded(cycle.name) == name:
                return cycle
        if span is None:
            return None
        days = (span.start, span.end)
        alike = [c for c in self.here if (c.starts_on, c.ends_on) == days]
        return alike[0] if len(alike) == 1 else None

    def _open(self) -> list[Cycle]:
        closed = Cycle.State.CLOSED
        return [cycle for cycle in self.here if cycle.state != closed][:MOST_OFFERED]

    def _choices(self, *, may_make: bool) -> tuple[Choice, ...]:
        offered = [
            Choice(f"cycle-{cycle.pk}", say("%(name)s", name=cycle.name))
            for cycle in self._open()
        ]
        make = [MAKE_CYCLE] if may_make else []
        return (LEAVE_ROW_OUT, *make, *offered)

    def _make(self, text: str, span: Span) -> Cycle:
        cycle = Cycle(name=text, kind=span.kind, starts_on=span.start, ends_on=span.end)
        self.made.append(cycle)
        return cycle


def terms_of(cycle: Cycle) -> okr_actions.CycleTerms:
    """Return what the action that makes a cycle asks for."""
    return okr_actions.CycleTerms(
        name=cycle.name,
        starts_on=cycle.starts_on,
        ends_on=cycle.ends_on,
        kind=cycle.kind,
    )


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds an objective."""

    level: str
    team: Team | None = None
    person: Person | None = None


@dataclass(slots=True)
class Holders:
    """Who holds each objective, and whether the person who imports may say so."""

    viewer: Person
    troubles: Troubles
    answers: dict[str, str]
    teams: dict[str, Team] = field(default_factory=dict)
    asked: dict[str, Holder | None] = field(default_factory=dict)
    allowed: dict[tuple[Any, ...], bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        seen = people_access.visible_teams(self.viewer)
        self.teams = {folded(team.name): team for team in seen}

    def of(self, entry: Entry, owner: Person) -> Holder:
        """Return who holds the objective of a row."""
        level = LEVELS.get(folded(entry.text("level")), "")
        name = folded(entry.text("team"))
        if level == Level.PERSON:
            return Holder(Level.PERSON, person=owner)
        if level == Level.COMPANY or not name:
            if level == Level.TEAM:
                raise entry.refuse("team", say(_("is empty: say which team holds it")))
            return Holder(Level.COMPANY)
        if name in self.teams:
            return Holder(Level.TEAM, team=self.teams[name])
        if name not in self.asked:
            self.asked[name] = self._ask(entry)
        found = self.asked[name]
        if found is None:
            raise LeftOut
        return found

    def _ask(self, entry: Entry) -> Holder | None:
        teams = {f"team-{team.pk}": team for team in self.teams.values()}
        listed = sorted(teams.values(), key=lambda team: team.name)
        few = listed if len(listed) <= MOST_OFFERED else []
        offered = (Choice(f"team-{t.pk}", say("%(n)s", n=t.name)) for t in few)
        text, reason = entry.text("team"), say(_("is no team here"))
        choices = (LEAVE_ROW_OUT, FOR_COMPANY, *offered)
        trouble = Trouble("team", text, reason, choices)
        chosen = self.troubles.add(entry.place("team"), trouble, answers=self.answers)
        if chosen == FOR_COMPANY.value:
            return Holder(Level.COMPANY)
        team = teams.get(chosen)
        return Holder(Level.TEAM, team=team) if team else None

    def require(self, entry: Entry, cycle: Cycle, holder: Holder) -> None:
        """Let pass what the person who imports may write; others' rows stay out."""
        team, person = holder.team, holder.person
        key = (cycle.pk, holder.level, team and team.pk, person and person.pk)
        if key not in self.allowed:
            self.allowed[key] = access.may_create_objective(
                self.viewer,
                cycle=cycle,
                level=holder.level,
                team=team,
                holder=person,
            )
        if not self.allowed[key]:
            reason = _("you may not write objectives of this level or team")
            name = "team" if team else "level"
            raise entry.refuse(name, say(reason), entry.raw(name))
