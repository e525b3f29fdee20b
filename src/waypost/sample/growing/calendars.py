"""Regional calendars: the same week, other holidays."""

from datetime import date

from waypost.people import actions
from waypost.sample.content.organisation import FOUNDED
from waypost.sample.growing.world import World

_EVERYWHERE = ((1, 1, "New Year"), (5, 1, "May Day"), (12, 25, "Christmas"))
_REGIONS = (
    (
        "Outer islands",
        (8, 8, 8, 8, 8, 0, 0),
        ((6, 24, "Midsummer"), (7, 29, "St Olaf")),
    ),
    ("Mainland", (8, 8, 8, 8, 8, 0, 0), ((6, 6, "Flag day"), (12, 26, "Boxing Day"))),
    ("Harbors", (7.5, 7.5, 7.5, 7.5, 6, 2, 0), ((8, 15, "Harbor fair"),)),
    ("Southern coast", (8, 8, 8, 8, 6, 0, 0), ((11, 11, "St Martin"),)),
)


def build_calendars(world: World) -> list[int]:
    """Add the calendars and return their ids."""
    clock = world.cast.clock
    years = range(clock.today.year - 2, clock.today.year + 2)
    terms = [
        actions.CalendarTerms(
            name=name,
            weekly_hours=week,
            exceptions=tuple(
                actions.ExceptionTerms(date(year, month, day), name=what)
                for year in years
                for month, day, what in (*_EVERYWHERE, *own)
            ),
        )
        for name, week, own in _REGIONS
    ]
    at = clock.past(clock.day(FOUNDED + 1), 8)
    made = actions.create_calendars(actor=world.cast.admin, now=at, terms=terms)
    return [row.pk for row in made]
