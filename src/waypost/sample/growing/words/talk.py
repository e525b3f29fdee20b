"""What people say at check-ins, of bets and of their days off."""

GOOD = (
    "The best week since we count.",
    "Steady, without anybody running.",
    "What we tried last month now shows.",
    "Two calm weeks in a row.",
    "The crews took it up by themselves.",
    "Fewer surprises than in any week before.",
    "The new way holds, in bad weather too.",
    "It moved more than I had thought.",
    "The morning watch found a shortcut, and it is a good one.",
    "Half of the way, in half of the time.",
    "Nobody asks for the old way any more.",
    "The numbers come without asking for them.",
)
FLAT = (
    "Nothing moved, nothing broke.",
    "As last week.",
    "Held, in wind and rain.",
    "We wait for the work to land.",
    "Too early to tell.",
    "",
)
BAD = (
    "It went the wrong way, and I know why.",
    "One bad day decided the week.",
    "A boat short, and it shows at once.",
    "The trial cost more than it gave.",
    "We look busy and the number does not care.",
    "Back to where we were a month ago.",
)
IN_THE_WAY = (
    "Two people are ill.",
    "The supplier has moved the date again.",
    "The authority asks for one more paper.",
    "Summer guests come all at once.",
    "The old system has to run beside the new one.",
    "Nobody has decided who pays.",
    "Another project has our electrician.",
    "Low water until Friday.",
    "What we measure is not quite what we want.",
    "The winter timetable leaves no slack.",
    "The same van, promised twice.",
    "",
    "",
    "",
)
NEXT = (
    "Talk to the yard about dates.",
    "Try it at a second quay.",
    "Count by cause for a week.",
    "Ask the evening watch.",
    "Wait for the milestone, then look again.",
    "Put the two teams into one room.",
    "Move the target, or stop: decide by Friday.",
    "Borrow a person for a month.",
    "Write it down, so that it stays.",
    "",
    "",
)
WHY_BETS = (
    "In the trial it moved about as much in two weeks.",
    "The same change did it on another coast.",
    "A third of what is lost is lost right here.",
    "Whoever has tried it does not go back.",
    "We have counted by cause: this is the largest one.",
    "The supplier promises more; half of that is what we believe.",
    "It is a guess, but nobody has a better one.",
    "Crews have asked for it for years.",
)
WHY_STEPS = (
    "The milestone is what the step asks for.",
    "Without this work the step cannot be done.",
    "It is part of the handover.",
)
WHY_HARMS = (
    "Said openly: what helps there costs a little here.",
    "For some weeks two systems run side by side, and that takes people.",
)
WHY_NOT = (
    "We have asked around: nobody expects anything of it.",
    "It was promised by another project already.",
    "Too small to be seen in the number.",
)
ASSUMPTIONS = (
    "The supplier delivers in the named week",
    "Crews take part in the training",
    "The authority agrees before the season",
    "Guests find the new way",
    "No boat is taken out of service",
    "The price of power stays where it is",
    "The other team keeps its date",
)
CAUSES = (
    "The same minutes at the ramp",
    "Guests who have the app anyway",
    "The same spare boat",
    "Both work through the new rota",
)
MOVES = (
    "Two more lines have joined; the old target is too easy.",
    "The second boat comes a cycle later than planned.",
    "We had counted guests twice.",
)
TIME_OFF = ("Holiday", "Parental leave", "Moving house", "Course", "", "", "")
