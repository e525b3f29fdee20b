"""Half an hour earlier: the project that pulls against another one's aim."""

from waypost.sample.content.projects.writing import doing, done, todo
from waypost.sample.terms import MilestoneContent, ProjectContent

TRIALS = MilestoneContent(
    key="trials",
    title="Trial sailings evaluated",
    due=5,
    weight=2,
    criteria="Fuel, noise and arrival of ten sailings are on one page.",
    tasks=(
        done("ask", "Ask the shops when they need the goods", "pavel", 10, (-26, -22)),
        done(
            "route",
            "Two routes with the pilot office",
            "freja",
            8,
            (-19, -15),
            after=("ask",),
        ),
        doing(
            "sail",
            "Ten trial sailings at 14.4 knots",
            "pavel",
            None,
            (-9, 2),
            after=("route",),
            percent=60,
            parts=(
                done("sail_calm", "Five in calm water", "pavel", 15, (-9, -5)),
                doing(
                    "sail_rough",
                    "Five in a head sea",
                    "pavel",
                    15,
                    (-4, 2),
                    percent=20,
                    remaining=12,
                    body="Three were called off: too much wind for a fair test.",
                ),
            ),
        ),
        todo("fuel", "Fuel and noise on one page", "oskar", 6, (3, 5), after=("sail",)),
        todo(
            "objection",
            "Hear the fleet's objection",
            "freja",
            3,
            (-3, -1),
            priority=1,
            body="Bjarne's key result wants the same boat slower. Somebody has to"
            " decide which of the two we mean.",
        ),
    ),
)
MORNING = MilestoneContent(
    key="morning",
    title="Morning boat lands half an hour earlier",
    due=13,
    weight=3,
    criteria="Ten mornings in a row in time for the market.",
    tasks=(
        todo(
            "decide",
            "Decide on the speed",
            "tomas",
            2,
            (6, 6),
            after=("fuel", "objection"),
        ),
        todo("slots", "Quay slots with the mainland port", "pavel", 8, (4, 8)),
        todo("forks", "Two forklift drivers from five o'clock", "pavel", 6, (6, 9)),
        todo("fish", "Ice for the fish boxes at five", "pavel", 3, (8, 9)),
        todo(
            "tell",
            "Tell the islanders about the wake",
            "freja",
            4,
            (7, 8),
            after=("decide",),
        ),
        todo(
            "start",
            "Sail the new morning timetable",
            "freja",
            10,
            (10, 13),
            constraint=("must_start", 10),
            after=("decide", "slots", "forks", "SHORE:publish"),
        ),
        todo(
            "check",
            "Count what was there at six",
            "pavel",
            8,
            (14, 18),
            after=("start SS+16",),
        ),
    ),
)

KNOTS = ProjectContent(
    code="KNOTS",
    name="Half an hour earlier",
    purpose="Bring the morning freight in time for the market on the outer islands.",
    scope_in="Speed, quay slots and loading of the first boat on the long crossing.",
    scope_out="All later sailings.",
    success="Pallets for the market are there at six.",
    manager="freja",
    sponsor="tomas",
    team="freight",
    category="Freight",
    color="red",
    starts=-28,
    due=18,
    created=-30,
    phases=(("planning", -24),),
    milestones=(TRIALS, MORNING),
    tasks=(
        todo("risk", "Note what could go wrong", "freja", 2, (-2, 0)),
        todo(
            "cost",
            "What the extra fuel costs in a year",
            "dario",
            5,
            (2, 4),
            after=("fuel",),
        ),
    ),
)
