"""The ferry company, its four teams and fifteen people."""

from waypost.people.actions import OrganisationTerms
from waypost.sample.terms import PersonContent, TeamContent

ZONE = "Europe/Berlin"
# Working days ago, before the first of eight cycles, everybody is put in their team.
FOUNDED = -505

ORGANISATION = OrganisationTerms(
    name="Ottersund Ferries",
    mission=(
        "Take people, goods and post between the seven islands and the mainland,"
        " every day of the year, at a fare that islanders can live with."
    ),
    vision="Nobody has to think about the ferry: it comes, it is quiet, it is clean.",
    currency="EUR",
    time_zone=ZONE,
)

ADMIN = PersonContent(key="signe", name="Signe Ravn", role="admin", rate=74)

PEOPLE = (
    PersonContent(key="tomas", name="Tomas Lindqvist", role="manager", rate=92),
    PersonContent(
        key="ines", name="Ines Duarte", role="manager", manager="tomas", rate=68
    ),
    PersonContent(
        key="bjarne", name="Bjarne Holt", role="member", manager="tomas", rate=71
    ),
    PersonContent(
        key="aila", name="Aila Niemi", role="member", manager="bjarne", rate=66
    ),
    PersonContent(
        key="matteo", name="Matteo Galli", role="member", manager="tomas", rate=65
    ),
    PersonContent(
        key="freja", name="Freja Dahl", role="member", manager="tomas", rate=67
    ),
    PersonContent(
        key="oskar", name="Oskar Wirth", role="member", manager="bjarne", rate=63
    ),
    PersonContent(
        key="runa", name="Runa Eide", role="member", manager="bjarne", rate=58
    ),
    PersonContent(
        key="youssef", name="Youssef Amrani", role="member", manager="aila", rate=60
    ),
    PersonContent(
        key="dario",
        name="Dario Bassi",
        role="member",
        manager="aila",
        rate=61,
        hours=32,
    ),
    PersonContent(
        key="hanna", name="Hanna Keita", role="member", manager="matteo", rate=59
    ),
    PersonContent(
        key="linnea",
        name="Linnea Strand",
        role="member",
        manager="matteo",
        rate=49,
        hours=30,
    ),
    PersonContent(
        key="pavel", name="Pavel Horak", role="member", manager="freja", rate=55
    ),
    PersonContent(key="greta", name="Greta Solheim", role="viewer", hours=0),
)

# Days on which the office is closed, or half open: month, day, hours, name. What moves
# with Easter is told in days from Easter Sunday.
HOLIDAYS = (
    (1, 1, 0, "New Year’s Day"),
    (5, 1, 0, "First of May"),
    (12, 24, 4, "Christmas Eve"),
    (12, 25, 0, "Christmas Day"),
    (12, 26, 0, "St Stephen’s Day"),
    (12, 31, 4, "New Year’s Eve"),
)
AFTER_EASTER = (
    (-2, "Good Friday"),
    (1, "Easter Monday"),
    (39, "Ascension Day"),
    (50, "Whit Monday"),
)
# The boats sail on holidays too: who keeps them going works four long days.
CREW_CALENDAR = "Engine room"
CREW_WEEK = (10, 10, 10, 10, 0, 0, 0)
CREW = ("oskar", "runa")

# Who is away: from one working day to another.
TIME_OFF = (
    ("youssef", 10, 11, "Moving house"),
    ("linnea", -9, -7, ""),
    ("pavel", 15, 19, "Grandchildren"),
)

TEAMS = (
    TeamContent(
        "fleet",
        "Fleet",
        "bjarne",
        (("bjarne", "Head of fleet"), ("oskar", "Chief engineer"), ("runa", "Safety")),
    ),
    TeamContent(
        "electric",
        "Electric crossing",
        "aila",
        (
            ("aila", "Lead engineer"),
            ("youssef", "Shore power"),
            ("dario", "Data and controls"),
        ),
        parent="fleet",
    ),
    TeamContent(
        "passengers",
        "Passengers",
        "matteo",
        (
            ("matteo", "Head of passengers"),
            ("hanna", "Tickets and app"),
            ("linnea", "Guest service"),
        ),
    ),
    TeamContent(
        "freight",
        "Freight",
        "freja",
        (("freja", "Head of freight"), ("pavel", "Planner")),
    ),
)
