"""Who works on a project and what it may cost, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waypost.people.installation import organisation
from waypost.projects.queries import AllocationRow, Budget, Load, Share, Staffing
from waypost.projects.queries.budget import TimeSum
from waypost.web.projects.words import capitalized, count_word, joined
from waypost.web.templatetags import formats


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A promise with what it means for whom it takes.

    `load` compares what is promised in all projects with the capacity; `over` says how
    much too much that is, and when; `shares` where it goes.
    """

    row: AllocationRow
    load: str
    part: float | None
    over: str
    shares: tuple[str, ...]
    away: str


def lines(rows: tuple[AllocationRow, ...]) -> list[PersonLine]:
    """Return promises as lines."""
    return [line(row) for row in rows]


def line(row: AllocationRow) -> PersonLine:
    """Return a promise as a line."""
    load = row.load
    away = [span(off.starts_on, off.ends_on) for off in row.away]
    return PersonLine(
        row=row,
        load="" if load is None else load_in_words(load),
        part=_part(load),
        over="" if load is None or not load.over else over_in_words(load),
        shares=() if load is None else tuple(map(_share, load.shares)),
        away=_("away %(days)s") % {"days": joined(away)} if away else "",
    )


def load_in_words(load: Load) -> str:
    """Say how much of somebody's week is promised: ``36 of 40 h a week``."""
    words = {
        "hours": formats.number(load.hours),
        "capacity": formats.hours(load.capacity),
        "tentative": formats.hours(load.tentative),
    }
    if load.tentative:
        said = _("%(hours)s of %(capacity)s a week, %(tentative)s of it tentative")
        return said % words
    return _("%(hours)s of %(capacity)s a week") % words


def over_in_words(load: Load) -> str:
    """Say how much too much is promised, and when."""
    return _("%(over)s a week too much, %(days)s") % {
        "over": formats.hours(load.over),
        "days": span(load.starts_on, load.ends_on),
    }


def span(first: object, last: object) -> str:
    """Return days from one to another, a single one alone."""
    if first == last:
        return formats.day(first)  # type: ignore[arg-type]  # both are days
    return f"{formats.day(first)} – {formats.day(last)}"  # type: ignore[arg-type]  # both are days


def _share(share: Share) -> str:
    name = share.name or _("other work")
    words = {"name": name, "hours": formats.hours(share.hours)}
    if share.is_firm:
        return _("%(name)s %(hours)s") % words
    return _("%(name)s %(hours)s, tentative") % words


def _part(load: Load | None) -> float | None:
    if load is None or not load.capacity:
        return None
    return min(float(load.hours / load.capacity), 1.0)


def headline(name: str, staff: Staffing) -> str:
    """Say whether the people of a project have the hours."""
    people = len({row.whom for row in staff.rows})
    if not people:
        return _("Nobody is promised to %(name)s yet") % {"name": name}
    if staff.overloaded:
        said = ngettext(
            "%(n)s of those who work on %(name)s has too much to do",
            "%(n)s of those who work on %(name)s have too much to do",
            staff.overloaded,
        )
        words = {"n": count_word(staff.overloaded), "name": name}
        return capitalized(said % words)
    said = ngettext(
        "%(n)s works on %(name)s and has the hours for it",
        "%(n)s work on %(name)s and have the hours for it",
        people,
    )
    return capitalized(said % {"n": count_word(people), "name": name})


def lede(staff: Staffing, budget: Budget) -> str:
    """Say how many hours and how much money that is."""
    parts = []
    if staff.firm_now or staff.tentative_now:
        total = staff.firm_now + staff.tentative_now
        said = _("%(hours)s a week now")
        if staff.tentative_now:
            said = _("%(hours)s a week now, %(tentative)s of it tentative")
        parts.append(
            said
            % {
                "hours": formats.hours(total),
                "tentative": formats.hours(staff.tentative_now),
            }
        )
    if budget.rows:
        said = _("%(amount)s planned")
        parts.append(said % {"amount": formats.money(budget.total, currency())})
    return f"{capitalized(joined(parts))}." if parts else ""


def currency() -> str:
    """Return the organisation's currency."""
    house = organisation()
    return house.currency if house else "EUR"


def when(each: TimeSum) -> str:
    """Say what the money is for: a milestone, a period, or the whole project."""
    if each.milestone:
        return each.milestone
    if each.starts_on and each.ends_on:
        return span(each.starts_on, each.ends_on)
    return _("The whole project")
