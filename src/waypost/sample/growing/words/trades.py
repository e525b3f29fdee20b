"""What teams do, by trade, and what they measure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """Something that a trade measures, and how key results on it are worded.

    It starts within `start`; a cycle wants to move it by `goal` of that. `noise` is
    relative to the start as well, `season` the height of the year's wave. Titles take
    the target {t} and the place {p}.
    """

    name: str
    unit: str
    better: str
    start: tuple[float, float]
    titles: tuple[str, ...]
    goal: float = 0.18
    noise: float = 0.015
    digits: int = 1
    most: float | None = None
    season: float = 0.0
    is_counter: bool = False


def percent(
    name: str, start: tuple[float, float], *titles: str, goal: float = 0.16
) -> Kind:
    return Kind(name, "%", "higher", start, titles, goal=goal, most=100, noise=0.012)


QUAY = (
    percent(
        "Departures on time",
        (64, 84),
        "{t} in a hundred departures from {p} leave on time",
        "The boat leaves {p} when the timetable says: {t} %",
        goal=0.12,
    ),
    Kind(
        "Time to load a full deck",
        "min",
        "lower",
        (11, 22),
        (
            "A full deck is loaded in {t} minutes at {p}",
            "{p} loads a full deck in {t} minutes",
        ),
    ),
    Kind(
        "Guests waiting at the ramp",
        "per sailing",
        "lower",
        (9, 34),
        (
            "No more than {t} guests wait at the ramp of {p}",
            "The queue at {p} shrinks to {t} guests",
        ),
        goal=0.3,
        noise=0.05,
        season=0.12,
    ),
    percent(
        "Guests boarding with a code",
        (18, 55),
        "{t} % of guests board with a code at {p}",
        "Codes instead of paper at {p}: {t} %",
        goal=0.35,
    ),
    Kind(
        "Vehicles left behind",
        "a week",
        "lower",
        (6, 38),
        ("At most {t} vehicles a week stay behind at {p}",),
        goal=0.35,
        noise=0.06,
        digits=0,
        season=0.15,
    ),
    Kind(
        "Way from bus to boat",
        "min",
        "lower",
        (7, 15),
        ("From bus to boat in {t} minutes at {p}",),
    ),
    Kind(
        "Depth at the berth",
        "m",
        "range",
        (5.2, 7.5),
        ("The berth at {p} keeps its depth",),
        digits=2,
        noise=0.01,
        goal=0.06,
    ),
)
YARD = (
    Kind(
        "Unplanned stops",
        "a month",
        "lower",
        (5, 17),
        (
            "At most {t} unplanned stops a month on boats from {p}",
            "Boats mended at {p} stop {t} times a month, no more",
        ),
        goal=0.35,
        noise=0.06,
    ),
    percent(
        "Jobs done on the planned day",
        (52, 80),
        "{t} % of jobs at {p} are done on the planned day",
        "{p} keeps its own plan on {t} days in a hundred",
    ),
    Kind(
        "Days in dock",
        "days a boat",
        "lower",
        (9, 22),
        (
            "A boat leaves the dock of {p} after {t} days",
            "{t} days in dock at {p}, not one more",
        ),
    ),
    percent(
        "Parts found at the first look",
        (66, 88),
        "{t} % of parts are where {p} looks first",
        goal=0.12,
    ),
    Kind(
        "Repairs done twice",
        "%",
        "lower",
        (5, 16),
        ("Only {t} % of repairs at {p} are done twice",),
        goal=0.35,
        noise=0.04,
        most=100,
    ),
    Kind(
        "Spare parts on the shelf",
        "%",
        "range",
        (82, 90),
        ("Shelves at {p} are full enough, and not too full",),
        noise=0.012,
        goal=0.07,
        most=100,
    ),
    Kind(
        "Energy used by the halls",
        "MWh a month",
        "lower",
        (40, 160),
        ("The halls of {p} use {t} MWh a month",),
        season=0.14,
        noise=0.02,
    ),
)
DEPOT = (
    percent(
        "Pallets there on the promised day",
        (74, 90),
        "{t} % of pallets leave {p} for their promised day",
        "{p} keeps its promise for {t} pallets in a hundred",
        goal=0.09,
    ),
    Kind(
        "Damage claims",
        "per 1,000 pallets",
        "lower",
        (4, 11),
        ("Claims at {p} fall to {t} per thousand pallets",),
        goal=0.35,
        noise=0.05,
    ),
    percent("Vans that leave full", (48, 74), "{t} % of vans leave {p} full", goal=0.2),
    Kind(
        "Crates gone astray",
        "a month",
        "lower",
        (8, 40),
        ("No more than {t} crates a month go astray at {p}",),
        goal=0.4,
        noise=0.07,
        digits=0,
    ),
    Kind(
        "Time from boat to van",
        "min",
        "lower",
        (28, 75),
        ("{t} minutes from boat to van at {p}", "Fish is in the van after {t} minutes"),
        digits=0,
        noise=0.03,
    ),
    Kind(
        "Temperature of the cold store",
        "°C",
        "range",
        (3.2, 5.5),
        ("The cold store of {p} stays cold",),
        noise=0.05,
        goal=0.25,
        season=0.05,
    ),
    Kind(
        "Tonnes handled since opening",
        "t",
        "higher",
        (2000, 9000),
        ("{p} has handled {t} tonnes",),
        is_counter=True,
        digits=0,
        goal=0.2,
    ),
)
LINE = (
    Kind(
        "Sailings cancelled",
        "per 1,000",
        "lower",
        (7, 24),
        (
            "Fewer than {t} sailings in a thousand are cancelled on the {p} line",
            "The {p} line cancels {t} sailings in a thousand",
        ),
        goal=0.35,
        noise=0.05,
        season=0.1,
    ),
    Kind(
        "Fuel per crossing",
        "l",
        "lower",
        (140, 320),
        ("A crossing from {p} takes {t} liters", "{t} liters take a boat over to {p}"),
        digits=0,
        goal=0.14,
        noise=0.02,
    ),
    percent(
        "Crossings on battery",
        (8, 40),
        "{t} % of crossings to {p} sail on battery",
        goal=0.5,
    ),
    Kind(
        "Near misses told",
        "a month",
        "higher",
        (4, 14),
        ("Crews on the {p} line tell us of {t} near misses a month",),
        goal=0.5,
        noise=0.09,
    ),
    Kind(
        "Crew overtime",
        "h a week",
        "lower",
        (30, 95),
        ("Overtime on the {p} line falls to {t} hours a week",),
        goal=0.3,
        noise=0.05,
        season=0.1,
    ),
    Kind(
        "Guests who would recommend the line",
        "points",
        "higher",
        (12, 44),
        ("{t} points from guests of the {p} line",),
        digits=0,
        noise=0.05,
        goal=0.3,
        most=100,
    ),
    Kind(
        "Speed in open water",
        "knots",
        "range",
        (12.6, 14.2),
        ("The {p} boat is neither slow nor thirsty",),
        digits=2,
        noise=0.01,
        goal=0.06,
    ),
)
