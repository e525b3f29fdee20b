"""What projects build, and the tasks that it takes: {o} is one of their things."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Work:
    """A sort of project: how it is called, why it is done, and what it is about."""

    code: str
    names: tuple[str, ...]
    category: str
    purpose: str
    success: str
    things: tuple[str, ...]
    trades: tuple[str, ...]


WORKS = (
    Work(
        "POWER",
        ("Shore power at {p}", "Boats charge at {p}"),
        "Energy",
        "Boats at {p} take their power from the land, at night and at every call.",
        "Every night at the quay without an engine running.",
        ("transformer", "charging arm", "cable trench", "switchboard", "meter house"),
        ("quay", "line", "region"),
    ),
    Work(
        "RAMP",
        ("A new ramp for {p}", "The ramp of {p}, renewed"),
        "Harbor",
        "The ramp of {p} is replaced by one that works in wind and at low water.",
        "Not a single sailing lost to the ramp in a winter.",
        ("ramp", "hinge", "hydraulic pump", "ramp lights", "fender", "mooring post"),
        ("quay",),
    ),
    Work(
        "GATE",
        ("Boarding by code at {p}", "Gates instead of stamps at {p}"),
        "Guests",
        "Guests at {p} walk through a gate with the code on their phone.",
        "Six in ten guests board by code.",
        ("gate", "code reader", "guest app", "network at the quay", "sign at the gate"),
        ("quay", "office"),
    ),
    Work(
        "TIME",
        ("A timetable that holds for {p}", "{p}: minutes found and kept"),
        "Timetable",
        "The timetable of {p} follows what crossings really take, hour by hour.",
        "Nine in ten departures by the new table are on time.",
        ("summer timetable", "turnaround plan", "bus connection", "departure board"),
        ("quay", "line", "region"),
    ),
    Work(
        "EARS",
        ("Hear the engines of {p}", "Sensors for the {p} boats"),
        "Maintenance",
        "Engines of the boats at {p} say two days ahead what is about to fail.",
        "Half of all stops are seen coming.",
        ("sensor set", "data link", "alarm rule", "engine model", "maintenance board"),
        ("yard", "line"),
    ),
    Work(
        "COLD",
        ("A cold store at {p}", "Cold from boat to shop, {p}"),
        "Freight",
        "Goods at {p} stay cold from the hold to the shop, in August too.",
        "Not one pallet above five degrees.",
        ("cold room", "loading dock", "thermometer chain", "door curtain", "cold van"),
        ("depot",),
    ),
    Work(
        "ROUND",
        ("Rounds that meet the boat, {p}", "Fewer and fuller vans at {p}"),
        "Freight",
        "Vans from {p} leave when the boat is there, and leave full.",
        "A quarter fewer trips with the same goods.",
        ("route plan", "order deadline", "loading list", "van booking", "parcel shelf"),
        ("depot", "office"),
    ),
    Work(
        "ROTA",
        ("A rota people can live with, {p}", "Crews of {p} plan themselves"),
        "People",
        "Crews at {p} know their weeks two months ahead and swap without a telephone.",
        "Half of the overtime, and nobody called on a free day.",
        ("rota", "swap rule", "reserve list", "rest room", "hours account"),
        ("line", "quay", "office", "region"),
    ),
    Work(
        "HULL",
        ("Clean hulls at {p}", "Docking at {p} in half the days"),
        "Maintenance",
        "A boat is docked, cleaned and painted at {p} in half the time.",
        "Ten days in dock, not twenty.",
        ("washing rig", "paint hall", "dock crane", "hull survey", "dock plan"),
        ("yard",),
    ),
    Work(
        "DESK",
        ("One counter for everything, {p}", "A telephone that answers, {p}"),
        "Guests",
        "Whoever asks at {p} is answered by the first person they meet.",
        "Nine in ten questions end at the first call.",
        ("counter", "call queue", "list of answers", "complaint form", "fare table"),
        ("office", "quay"),
    ),
    Work(
        "SHELF",
        ("Every part in its place, {p}", "A store that knows itself, {p}"),
        "Maintenance",
        "Each part at {p} has one place, one number and one who looks after it.",
        "Found at the first look, nine times in ten.",
        ("parts list", "shelf", "label printer", "reorder rule", "tool wall"),
        ("yard", "depot"),
    ),
    Work(
        "DRILL",
        ("Ready for the bad day at {p}", "Safety at {p}, practiced"),
        "Safety",
        "Crews at {p} practice what must never go wrong until it cannot.",
        "Every watch drilled twice a year, in the dark as well.",
        (
            "drill plan",
            "life raft",
            "alarm chain",
            "first-aid room",
            "evacuation route",
        ),
        ("line", "quay", "yard", "depot"),
    ),
)
STAGES = (
    (
        "Need agreed",
        (
            "Write down what the {o} must do",
            "Ask the crews about the {o}",
            "Measure how the {o} is used today",
            "Visit a port that has changed its {o}",
            "Estimate what the {o} costs",
            "List what can go wrong with the {o}",
            "Agree who decides about the {o}",
            "Photograph the {o} as it is",
        ),
    ),
    (
        "Plan approved",
        (
            "Draw the {o}",
            "Have the drawing of the {o} checked",
            "Decide where the {o} goes",
            "Write the requirements for the {o}",
            "Compare two ways to do the {o}",
            "Ask the authority about the {o}",
            "Show the plan of the {o} to the neighbors",
            "Put dates to the {o}",
        ),
    ),
    (
        "Everything ordered",
        (
            "Ask for three offers for the {o}",
            "Compare the offers for the {o}",
            "Order the {o}",
            "Agree on the delivery of the {o}",
            "Check the contract for the {o}",
            "Book people for the {o}",
            "Clear the place for the {o}",
            "Take the {o} in and count it",
        ),
    ),
    (
        "Set up",
        (
            "Take the old {o} out of use",
            "Set up the {o}",
            "Connect the {o}",
            "Label the {o}",
            "Adjust the {o} to our times",
            "Photograph the {o} for the file",
            "Fix what came with the {o} damaged",
            "Put up a notice about the {o}",
        ),
    ),
    (
        "Tried in daily work",
        (
            "Try the {o} on a quiet day",
            "Try the {o} in wind",
            "Run the {o} for a week beside the old one",
            "Count the faults of the {o}",
            "Mend what the trial of the {o} showed",
            "Let the evening watch try the {o}",
            "Ask guests about the {o}",
            "Decide whether the {o} stays",
        ),
    ),
    (
        "In use and handed over",
        (
            "Train the morning watch on the {o}",
            "Train the evening watch on the {o}",
            "Write one page about the {o}",
            "Hand the {o} over",
            "Measure the {o} after a month",
            "Put the {o} into the maintenance plan",
            "Pay the last bill for the {o}",
            "Write down what we learned about the {o}",
        ),
    ),
)
MORE_MILESTONES = (
    "First half done",
    "Second site ready",
    "Winter pause over",
    "Crews informed",
    "Money released",
    "Second trial passed",
)
PRIVATE_NAMES = (
    "What becomes of {p}",
    "Talks about {p}",
    "Taking over {p}",
)
BODIES = (
    "See the minutes of the last meeting at the quay.",
    "Ask first: last time two people did it at once.",
    "- by phone\n- in writing\n- on site",
    "**Only at low water.** The tide table hangs in the office.",
    "The supplier's drawing is wrong on page 3.",
)
# What a larger task is made of, in the order in which it is done.
PARTS = (
    "Ask who did it last time",
    "Write a first draft",
    "Read it with the crew",
    "Get a price from the supplier",
    "Put right what they found",
    "Try it on one sailing",
    "Have it signed",
    "Tell everybody concerned",
)
LABELS = ("authority", "supplier", "weather", "night", "safety", "money", "crew")
WAIVERS = (
    "The coast guard demands it. It moves no key result and need not.",
    "Agreed with the county in the last contract; the outcome is theirs.",
    "It keeps what we have. Without it there is nothing to improve.",
)
REASONS_TO_STOP = (
    "The authority has said no, and it will not say yes this year.",
    "Another coast does the same with better people for it.",
    "The pilot moved nothing. Better to stop than to finish.",
    "The money goes to the ramp that broke.",
)
