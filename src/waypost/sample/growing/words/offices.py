"""What offices, whole regions and the company measure."""

from waypost.sample.growing.words.trades import DEPOT, LINE, QUAY, YARD, Kind, percent

OFFICE = (
    percent(
        "Calls answered within a minute",
        (45, 76),
        "{t} % of calls to {p} are answered within a minute",
        goal=0.22,
    ),
    percent(
        "Tickets bought before arrival",
        (34, 62),
        "{t} % of tickets to {p} are bought before arrival",
        goal=0.25,
    ),
    Kind(
        "Complaints open for over a week",
        "complaints",
        "lower",
        (9, 60),
        ("{p} has no more than {t} old complaints",),
        digits=0,
        goal=0.45,
        noise=0.07,
    ),
    Kind(
        "Days to fill a post",
        "days",
        "lower",
        (38, 90),
        ("A post at {p} is filled within {t} days",),
        digits=0,
        noise=0.03,
    ),
    percent(
        "Invoices paid on time",
        (70, 90),
        "{p} pays {t} invoices in a hundred on time",
        goal=0.09,
    ),
    Kind(
        "Forms still on paper",
        "forms",
        "lower",
        (12, 48),
        ("{t} paper forms are left at {p}",),
        digits=0,
        goal=0.45,
    ),
    percent(
        "People who would work here again",
        (58, 80),
        "{t} in a hundred at {p} would work here again",
        goal=0.12,
    ),
)
BY_TRADE = {
    "quay": QUAY,
    "yard": YARD,
    "depot": DEPOT,
    "line": LINE,
    "office": OFFICE,
    "region": (QUAY[0], LINE[0], DEPOT[0], LINE[5], OFFICE[6], LINE[1], YARD[0]),
}
# A second metric of a kind at the same place looks at part of it.
PARTS = (
    "",
    "weekends",
    "mornings",
    "winter timetable",
    "groups",
    "evenings",
    "holidays",
)
CREWS = {
    "quay": ("morning watch", "evening watch", "ramp crew", "lanes", "night watch"),
    "yard": ("engines", "hulls", "electrics", "stores", "dock crew"),
    "depot": ("vans", "cold store", "night sorting", "planning", "customs"),
    "line": ("first crew", "second crew", "engine room", "galley", "bridge"),
    "office": ("tickets", "telephone", "accounts", "people", "timetable"),
}
SITES = {
    "quay": "{p} quay",
    "yard": "{p} yard",
    "depot": "{p} depot",
    "line": "{p} line",
    "office": "{p} office",
}
JOBS = {
    "quay": ("Deckhand", "Ramp operator", "Harbor guide", "Lane marshal"),
    "yard": ("Fitter", "Electrician", "Welder", "Painter", "Storekeeper"),
    "depot": ("Driver", "Planner", "Forklift driver", "Customs clerk"),
    "line": ("Mate", "Engineer", "Steward", "Deckhand", "Boatman"),
    "office": ("Clerk", "Analyst", "Accountant", "Guest service", "Recruiter"),
    "region": ("Planner", "Analyst", "Controller", "Advisor"),
}
