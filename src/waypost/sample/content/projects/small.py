"""The smaller projects: one over, one that serves nothing, one by law, one idea."""

from waypost.sample.content.projects.writing import doing, done, todo
from waypost.sample.terms import MilestoneContent, ProjectContent, TaskContent

CLOCK = ProjectContent(
    code="CLOCK",
    name="Ramp clock",
    purpose="Show captain and ramp crew the same seconds, so that both leave together.",
    scope_in="A clock at each ramp and on each bridge, and who calls the departure.",
    success="Half of the late departures of the last year would have left on time.",
    manager="runa",
    sponsor="bjarne",
    team="fleet",
    category="Fleet",
    color="gray",
    starts=-86,
    due=-26,
    created=-90,
    phases=(
        ("planning", -84),
        ("execution", -76),
        ("closure", -30),
        ("closed", -22),
    ),
    milestones=(
        MilestoneContent(
            key="two",
            title="Clocks at two ramps",
            due=-56,
            achieved=-55,
            tasks=(
                done("film", "Film forty departures", "linnea", 20, (-84, -79)),
                done("who", "Agree who calls the departure", "runa", 6, (-78, -76)),
                done("buy", "Buy eight clocks", "runa", 3, (-75, -74)),
                done(
                    "mount",
                    "Mount them at Havnø and the mainland",
                    "youssef",
                    16,
                    (-68, -64),
                    after=("buy FS+24",),
                ),
                done(
                    "try",
                    "Try for two weeks",
                    "runa",
                    10,
                    (-63, -56),
                    done=-55,
                    after=("mount", "who"),
                ),
            ),
        ),
        MilestoneContent(
            key="all",
            title="Clocks at all ramps and on all bridges",
            due=-28,
            achieved=-27,
            tasks=(
                done(
                    "rest",
                    "Mount the other six",
                    "youssef",
                    24,
                    (-54, -44),
                    done=-41,
                    after=("try",),
                ),
                done(
                    "bridge", "Second display on four bridges", "dario", 18, (-52, -42)
                ),
                done(
                    "sync",
                    "Set all clocks by satellite",
                    "dario",
                    8,
                    (-40, -37),
                    after=("rest", "bridge"),
                ),
                done(
                    "rule",
                    "Write the new rule into the handbook",
                    "runa",
                    5,
                    (-36, -34),
                    after=("who",),
                ),
                done(
                    "stow",
                    "Stowage plan on the same display",
                    "pavel",
                    12,
                    (-36, -31),
                    after=("bridge",),
                ),
                done("lesson", "What we learned, on one page", "runa", 3, (-29, -27)),
            ),
        ),
    ),
    tasks=(
        done("spare", "Two clocks in reserve", "runa", 1, (-30, -28)),
        TaskContent(
            key="bell", title="A bell for the last minute", state="dropped", hours=4
        ),
        done("old", "Take the old clocks down", "", 6, (-30, -27)),
    ),
)

PAINT = ProjectContent(
    code="PAINT",
    name="New colors for the boats",
    kind="initiative",
    purpose="All four boats in one color, with the otter on the funnel.",
    manager="linnea",
    sponsor="tomas",
    team="passengers",
    category="Image",
    color="purple",
    starts=-25,
    due=20,
    created=-27,
    phases=(("planning", -24), ("execution", -17)),
    milestones=(
        MilestoneContent(
            key="chosen",
            title="Color chosen",
            due=-12,
            achieved=-10,
            tasks=(
                done("three", "Three drafts by the designer", "linnea", 8, (-23, -18)),
                done(
                    "vote",
                    "Let the crews vote",
                    "linnea",
                    3,
                    (-16, -13),
                    done=-11,
                    after=("three",),
                ),
                done(
                    "paint",
                    "Ask which paint lasts in salt",
                    "oskar",
                    4,
                    (-15, -12),
                    done=-10,
                ),
            ),
        ),
        MilestoneContent(
            key="skua",
            title="The Skua is painted",
            due=-2,
            tasks=(
                done("dock", "Book the dock", "linnea", 2, (-14, -13)),
                doing(
                    "hull",
                    "Sand and prime the hull",
                    "",
                    60,
                    (-9, -4),
                    percent=70,
                    after=("dock",),
                ),
                todo("coat", "Two coats", "", 40, (-4, -2), after=("hull", "vote")),
                todo(
                    "funnel",
                    "Otter on the funnel",
                    "linnea",
                    8,
                    (0, 2),
                    after=("coat",),
                ),
                todo(
                    "picture",
                    "Photograph for the timetable",
                    "linnea",
                    2,
                    (3, 3),
                    after=("funnel",),
                ),
            ),
        ),
        MilestoneContent(
            key="rest",
            title="The other three boats",
            due=20,
            tasks=(
                todo(
                    "otter",
                    "Paint the Otter",
                    "",
                    100,
                    (5, 11),
                    after=("coat FS+16", "HEAR:week"),
                ),
                todo("gannet", "Paint the Gannet", "", 100, (12, 18), after=("otter",)),
                TaskContent(
                    key="tystie", title="Paint the Tystie", hours=100, after=("gannet",)
                ),
                TaskContent(key="flags", title="New flags", state="backlog"),
            ),
        ),
    ),
)

RAFTS = ProjectContent(
    code="RAFTS",
    name="Life rafts renewed",
    purpose="Replace the life rafts whose approval ends this year.",
    success="All rafts approved for five years.",
    manager="runa",
    sponsor="bjarne",
    team="fleet",
    category="Safety",
    color="orange",
    starts=-48,
    due=6,
    created=-51,
    phases=(("planning", -49), ("execution", -43), ("closure", -8)),
    waiver="The coast guard demands it. It moves no key result and need not.",
    milestones=(
        MilestoneContent(
            key="aboard",
            title="New rafts aboard",
            due=-12,
            achieved=-11,
            tasks=(
                done("list", "List rafts and their dates", "runa", 4, (-48, -46)),
                done("offers", "Three offers", "runa", 6, (-45, -41), after=("list",)),
                done(
                    "order",
                    "Order eighteen rafts",
                    "runa",
                    2,
                    (-40, -39),
                    after=("offers",),
                ),
                done(
                    "swap",
                    "Swap rafts",
                    "runa",
                    None,
                    (-22, -13),
                    done=-12,
                    after=("order FS+80",),
                    parts=(
                        done("swap_otter", "Otter and Skua", "runa", 12, (-22, -18)),
                        done(
                            "swap_gannet",
                            "Gannet and Tystie",
                            "runa",
                            12,
                            (-17, -13),
                            done=-12,
                        ),
                    ),
                ),
                done(
                    "cradle",
                    "New cradles on the Otter",
                    "oskar",
                    10,
                    (-24, -22),
                    after=("order",),
                ),
                done(
                    "drill",
                    "Drill with every crew",
                    "runa",
                    16,
                    (-14, -11),
                    after=("swap SS+24",),
                ),
            ),
        ),
        MilestoneContent(
            key="closed",
            title="Papers closed",
            due=4,
            tasks=(
                done("report", "Report to the coast guard", "runa", 4, (-10, -8)),
                done("old", "Old rafts collected", "youssef", 3, (-9, -7), done=-5),
                doing(
                    "invoice", "Last invoice checked", "ines", 2, (-4, 1), percent=50
                ),
                todo(
                    "learn",
                    "Write down what took so long",
                    "runa",
                    2,
                    (2, 4),
                    after=("invoice",),
                ),
            ),
        ),
    ),
)

NIGHT = ProjectContent(
    code="NIGHT",
    name="Night freight",
    purpose=(
        "Sail freight at night when the quays are empty. To be decided: crews, noise,"
        " and whether the shops can receive it."
    ),
    manager="freja",
    team="freight",
    category="Freight",
    color="blue",
    is_funded=False,
    starts=5,
    due=23,
    created=-14,
    milestones=(
        MilestoneContent(
            key="first",
            title="First night sailing",
            due=14,
            tasks=(
                doing(
                    "demand",
                    "Ask twenty customers",
                    "pavel",
                    (6, 10, 20),
                    (-6, 2),
                    percent=30,
                ),
                todo("noise", "Noise at night, on paper", "runa", 6, (1, 5)),
                todo("crew", "Who would sail at night", "freja", 4, (2, 6)),
                TaskContent(
                    key="sail",
                    title="Sail once",
                    hours=12,
                    days=(13, 14),
                    after=("crew", "noise"),
                ),
            ),
        ),
    ),
    tasks=(
        todo("sum", "Does it pay?", "pavel", 5, (3, 8), after=("demand",)),
        TaskContent(key="name", title="Find a better name", state="backlog"),
    ),
)
