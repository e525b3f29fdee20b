"""Titles of objectives with the reason for each, by who holds them.

{p} is a place, {c} a coast.
"""

Aim = tuple[str, str]

QUAY: tuple[Aim, ...] = (
    (
        "Nobody runs for the boat at {p}",
        "Who misses it waits two hours, often outside.",
    ),
    ("{p} boards in one go", "Whoever stands on the ramp twice holds up everybody."),
    ("The minute at {p} is the minute in the timetable", "Buses leave by it."),
    ("The ramp of {p} works in every weather", "In wind it stands still for hours."),
    ("A stranger finds the boat at {p}", "Half of the summer's guests are new here."),
    ("{p} has room for every car that was booked", "Booked and left: nobody forgives."),
    ("Waiting at {p} is dry and short", "It is where people decide to drive instead."),
    (
        "Trucks and families no longer wait for each other at {p}",
        "One lane is not two.",
    ),
    ("{p} is quiet after ten", "The neighbors have asked for it, year after year."),
)
YARD: tuple[Aim, ...] = (
    ("{p} mends it before it breaks", "A stop at sea costs ten times a stop in dock."),
    ("A boat leaves {p} on the day that was named", "Timetables are made around it."),
    ("Mended once at {p}, mended for good", "Every second job is an old one."),
    ("Nobody at {p} looks for a part", "An hour a day goes on walking."),
    ("{p} can work on electric boats", "The first one comes whether we can or not."),
    ("Work at {p} hurts nobody", "Three small accidents are one warning."),
    ("The halls of {p} pay their own power", "The bill has doubled in two years."),
    ("{p} teaches what it knows", "Five of the best retire before long."),
)
DEPOT: tuple[Aim, ...] = (
    (
        "What {p} promises for Tuesday comes on Tuesday",
        "Shops have no store of their own.",
    ),
    ("Fish from {p} is still fish when it arrives", "Two warm hours decide it."),
    ("No van leaves {p} half empty", "We pay for air and sit in the same queue."),
    ("Nothing gets lost between boat and van at {p}", "Each crate is somebody's week."),
    ("{p} knows in the morning what comes in the evening", "We hire by guessing."),
    (
        "Customers of {p} can see where their goods are",
        "They call; we do not know either.",
    ),
    ("{p} handles more without a new hall", "There is no ground to build on."),
    ("Night work at {p} becomes the exception", "People leave because of it."),
)
LINE: tuple[Aim, ...] = (
    ("The {p} line sails what it has printed", "A sailing that fails strands a class."),
    ("A crossing to {p} costs less fuel", "It is our second largest bill."),
    ("The {p} boat can be heard by nobody", "Two bays have written to the county."),
    (
        "Crews on the {p} line go home on time",
        "Tired people make the expensive mistakes.",
    ),
    ("Every crew on the {p} line speaks up early", "What is told in time stays small."),
    ("Guests of the {p} line come back by choice", "Soon there will be a bridge."),
    ("Winter on the {p} line is like summer", "From November on nobody trusts us."),
    (
        "The {p} line takes wheelchairs like anybody else",
        "It is the law and it is right.",
    ),
)
OFFICE: tuple[Aim, ...] = (
    (
        "{p} answers before people ask twice",
        "The second call costs more than the first.",
    ),
    ("Every fare fits on one page, {p} first", "Nobody buys what nobody understands."),
    ("{p} fills posts before the summer", "In June everybody else hires too."),
    ("No paper travels between {p} and the quays", "It is late, wet, or lost."),
    ("Bills at {p} are paid when they are due", "Small suppliers cannot wait for us."),
    ("People stay at {p} because it is good there", "We lose one in seven a year."),
    ("{p} hears a complaint as advice", "The same ten come every month."),
    ("Guests have their ticket long before {p}", "It tells us how many crew to send."),
)
REGION: tuple[Aim, ...] = (
    (
        "Life on the {c} can lean on the ferry",
        "School, work and doctor are over there.",
    ),
    (
        "The {c} sails clean",
        "The county buys no more diesel lines after this contract.",
    ),
    ("One {c}, one timetable", "Six lines plan as if the others were not there."),
    ("Freight to the {c} pays for itself", "It has been carried by guests for years."),
    ("The {c} has the people it needs", "A boat without a mate stays at the quay."),
    ("Guests speak well of the {c}", "Half of them come because somebody told them."),
    (
        "No boat of the {c} waits for a part",
        "What is missing is always on another island.",
    ),
)
COMPANY: tuple[Aim, ...] = (
    (
        "Every island can live by our timetable",
        "A missed boat costs a wage or a doctor.",
    ),
    ("Half of our crossings are clean", "Contracts are won by it from now on."),
    ("Boats run because we looked after them", "Stops at sea are our dearest habit."),
    ("Goods come on the day that we named", "Shops order elsewhere if they do not."),
    ("People want to work on our boats", "We compete for mates with three countries."),
    ("The ferry is easier than the car", "Otherwise the next bridge will be built."),
    ("We can afford the next ten boats", "The oldest three are from another age."),
    ("Nobody gets hurt with us", "It is the first thing, and the last."),
    ("We know what we carry, when and why", "We plan by what was, not by what comes."),
    ("Small harbors stay open", "Each is a village."),
)
PERSON: tuple[Aim, ...] = (
    ("I can run a watch at {p} by myself", "Two of us cannot always be there."),
    ("What I know about {p} is written down", "I will not be here for ever."),
    ("I learn what electric boats need", "The next five years are about them."),
    ("My crew at {p} tells me what goes wrong", "I hear it last."),
    ("I plan a week ahead, and keep to it", "I am always where it burns."),
    ("I speak the language of our guests at {p}", "A third of them is from abroad."),
)
PROJECT: tuple[Aim, ...] = (
    ("What we build at {p} is used from the first day", "Good things stand unused."),
    ("Nothing is left to mend at {p} when we go", "What is open then stays open."),
    ("People at {p} know what is coming", "Surprise is what they resist."),
)
PRIVATE: tuple[Aim, ...] = (
    ("We know whether {p} can be kept", "Half a village hangs on the answer."),
    ("The talks about {p} end without a strike", "Words that leak make them longer."),
    ("{p} changes hands in good order", "Nothing of this may be known yet."),
    ("Two roles at {p} become one", "Those concerned hear it from us first."),
)
BY_TRADE = {
    "quay": QUAY,
    "yard": YARD,
    "depot": DEPOT,
    "line": LINE,
    "office": OFFICE,
    "region": REGION,
}
REFLECTIONS = (
    "Most of it came from one change, made early. The rest was noise.",
    "We measured too late to steer. Next time the first reading comes in week one.",
    "It held. What we learned about mornings goes into the plan of the next cycle.",
    "The target was set by hope. Half of it would have been honest.",
    "The work was done and moved less than we had bet. We know why by now.",
    "Good teams, wrong number: it went up for reasons that are not ours.",
    "Two projects slipped by a month, and with them everything they had promised.",
    "Done, and it stays done: nobody wants the old way back.",
    "We stopped in the middle, and rightly so.",
    "Everybody owned it, so nobody did. From now on one name stands here.",
)
LESSONS = (
    "We know now that the cause lies in the handover, not in the work.",
    "The answer is no: it can be done, and it does not pay.",
    "Three guesses were wrong and the fourth is worth a project.",
)
STEPS = (
    ("Agreed with the crews", "Tried for a week", "Mended what failed", "In use"),
    ("Offers compared", "Contract signed", "First boat equipped", "All boats equipped"),
    ("Draft", "Read by the authority", "Approved", "Taught to every watch", "In use"),
    ("Numbers collected", "Cause found", "Change decided", "Change made"),
    ("Site chosen", "Ground bought", "Permit", "Built", "Opened"),
    ("First crew trained", "Second crew trained", "All crews trained"),
)
STEP_TITLES = (
    "The new rules are taught at {p}",
    "{p} has what it needs to begin",
    "The way at {p} is changed for good",
    "All crews at {p} are ready",
    "{p} is approved",
)
BINARY_TITLES = (
    "The contract for {p} is signed",
    "The permit for {p} is there",
    "A decision about {p} is made",
    "The study about {p} is before the board",
)
