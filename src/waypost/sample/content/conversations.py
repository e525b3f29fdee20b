"""What people said to each other, beside their check-ins.

`on` names the thing: ``o:`` an objective, ``k:`` a key result, ``c:`` the latest
check-in on one, ``p:`` a project, ``t:`` a task of a project. ``{aila}`` stands for her
name with an @ before it.
"""

from waypost.sample.terms import Remark

REMARKS = (
    Remark(
        on="t:SHORE:arm_find",
        who="dario",
        day=-5,
        hour=14,
        text=(
            "Tuesday's run with the second camera, on a dead swell of 55 cm:\n\n"
            "| try | swell | marker | plug |\n|---|---|---|---|\n"
            "| 1 | 48 cm | held | first time |\n| 2 | 55 cm | held | second time |\n"
            "| 3 | 61 cm | lost for 0.8 s | gave up |\n\n"
            "So it is not the light, it is how far the arm leans out."
        ),
        nods=(("youssef", "well_done"), ("aila", "thanks")),
        answers=(
            Remark(
                who="youssef",
                day=-5,
                hour=16,
                text=(
                    "I can give you 30 cm more reach if we move the stop block."
                    " A morning with the grinder, no new parts."
                ),
                nods=(("dario", "thanks"), ("runa", "unsure")),
            ),
            Remark(
                who="runa",
                day=-4,
                hour=9,
                text=(
                    "Then the emergency stop has to be tried again at full reach,"
                    " with somebody from the crew at the button. Not on a Friday."
                ),
                nods=(("aila", "agree"),),
            ),
            Remark(
                who="dario",
                day=-2,
                hour=10,
                text=(
                    "{aila}, shall we move the block **before** the dry charges, or"
                    " take the 50 cm as it is and count how often it is not enough?"
                ),
            ),
        ),
    ),
    Remark(
        on="t:SHORE:protect",
        who="aila",
        day=-4,
        hour=11,
        text=(
            "{ines}, the grid company's engineer is still ill. A stand-in comes on"
            " Thursday. Everything behind this waits: I would rather tell the board"
            " two days now than five days later."
        ),
        nods=(("bjarne", "agree"),),
        answers=(
            Remark(
                who="ines",
                day=-4,
                hour=13,
                text=(
                    "Told them. They asked whether we could switch on without the"
                    " relays, and I said that this is a sentence one says only once."
                ),
                nods=(("aila", "thanks"), ("youssef", "agree"), ("dario", "agree")),
            ),
        ),
    ),
    Remark(
        on="t:SHORE:insure",
        who="ines",
        day=-1,
        hour=15,
        text=(
            "The insurer wants a drawing of where guests stand while we charge."
            " {youssef}, you have the one with the yellow line?"
        ),
        nods=(("youssef", "looking"),),
    ),
    Remark(
        on="p:SHORE",
        who="signe",
        day=-8,
        hour=9,
        text=(
            "Read the plan with the board's eyes: the date that matters is *first"
            " charge*, everything else they forgive. Can the page say that?"
        ),
        nods=(("ines", "thanks"),),
        answers=(
            Remark(
                who="ines",
                day=-8,
                hour=10,
                text=(
                    "It does: that milestone has weight 3 and two bets land with it."
                    " The rest is plumbing."
                ),
            ),
        ),
    ),
    Remark(
        on="p:SHORE",
        who="bjarne",
        day=-2,
        hour=12,
        text=(
            "The islanders' evening left one promise open: no charging noise after"
            " ten. {aila} {ines}, is that written down anywhere but in my notebook?"
        ),
        nods=(("runa", "agree"),),
    ),
    Remark(
        on="o:quiet",
        who="tomas",
        day=-9,
        hour=8,
        text=(
            "Two key results here pull at the same lever: sail slower, and use less"
            " diesel. If both come true I want to know which one did it."
        ),
        nods=(("oskar", "agree"),),
        answers=(
            Remark(
                who="oskar",
                day=-9,
                hour=17,
                text=(
                    "We log speed and liters for every crossing, so we can split it"
                    " afterwards. Not to the liter, but fairly."
                ),
                nods=(("tomas", "thanks"),),
            ),
        ),
    ),
    Remark(
        on="k:battery",
        who="oskar",
        day=-3,
        hour=18,
        text=(
            "What counts as *on battery*? On Sunday the Otter sailed with the engine"
            " idling for the heating. I did not count it. {aila}, right?"
        ),
        nods=(("dario", "agree"),),
        answers=(
            Remark(
                who="bjarne",
                day=-2,
                hour=7,
                text="Right. If you can hear it, it is not on battery.",
                nods=(("oskar", "agree"), ("signe", "well_done")),
            ),
        ),
    ),
    Remark(
        on="c:battery",
        who="signe",
        day=0,
        hour=11,
        text=(
            "Six in a hundred with the slow charger is more than I thought we would"
            " see this side of the arm. Say so at the Monday round."
        ),
        nods=(("aila", "thanks"),),
    ),
    Remark(
        on="k:slower",
        who="freja",
        day=-6,
        hour=9,
        text=(
            "I read this next to *sailed faster, for the morning market* and laughed,"
            " then stopped. {bjarne}, we owe Tomas one number, not two."
        ),
        answers=(
            Remark(
                who="bjarne",
                day=-5,
                hour=8,
                text=(
                    "My offer: 13.5 knots, and the market boat leaves twelve minutes"
                    " earlier. Pavel has the table."
                ),
                nods=(("pavel", "looking"), ("freja", "agree")),
            ),
        ),
    ),
    Remark(
        on="k:tickets",
        who="linnea",
        day=-7,
        hour=10,
        text=(
            "An old gentleman came back to the window to show me that he *can* do it"
            " on the phone now. He bought a paper ticket all the same, for the album."
        ),
        nods=(("hanna", "well_done"), ("matteo", "thanks")),
    ),
    Remark(
        on="c:punctual",
        who="oskar",
        day=0,
        hour=10,
        text="Wind and rain, and still held: that was the new ramp motor.",
        nods=(("bjarne", "agree"), ("runa", "well_done")),
    ),
    Remark(
        on="p:HEAR",
        who="runa",
        day=-6,
        hour=13,
        text=(
            "Before the alarms go live, please agree on who gets up at night. I have"
            " seen systems that wake everybody and then nobody."
        ),
        nods=(("oskar", "agree"), ("bjarne", "thanks")),
        answers=(
            Remark(
                who="oskar",
                day=-6,
                hour=15,
                text=(
                    "1. The engineer on watch.\n2. After ten minutes, me.\n"
                    "3. Nobody else, ever."
                ),
                nods=(("runa", "agree"),),
            ),
        ),
    ),
    Remark(
        on="o:own",
        who="bjarne",
        day=-2,
        hour=16,
        text=(
            "You write *every way*, {aila}. I would be content with the ten that cost"
            " us a timetable."
        ),
    ),
    Remark(
        on="o:ramsholm",
        who="freja",
        day=-2,
        hour=11,
        text=(
            "Two of their captains called me at home. They would come, if the pension"
            " moves with them. Please keep this here."
        ),
        nods=(("tomas", "thanks"),),
    ),
)
