"""The cycle before, closed and graded, and the drafts for the one that comes."""

from waypost.sample.terms import KeyResultContent, ObjectiveContent, StepContent

FORMER = (
    ObjectiveContent(
        key="former_day",
        title="The timetable is true again",
        why="A third of our complaints name a time that was printed and not kept.",
        owner="tomas",
        reviewer="signe",
        kind="committed",
        priority=1,
        score=0.71,
        reflection=(
            "We found the minutes at the ramp, not on the water. Swapping two"
            " departures gave more than all the talks about speed. Next time, measure"
            " the quay first."
        ),
        key_results=(
            KeyResultContent(
                key="former_punctual",
                title="More than four in five departures leave on time",
                owner="bjarne",
                metric="punctual",
                baseline=74,
                target=84,
            ),
            KeyResultContent(
                key="former_cancelled",
                title="Cancelled sailings are halved",
                owner="oskar",
                metric="cancelled",
                baseline=20,
                target=12,
            ),
        ),
    ),
    ObjectiveContent(
        key="former_fare",
        title="Nobody has to ask what the fare is",
        why="The fare table had eleven exceptions; crews answered by heart.",
        owner="matteo",
        team="passengers",
        reviewer="tomas",
        score=0.84,
        reflection=(
            "Four fares instead of eleven did it. The telephone was slower to follow"
            " than the web: people call because they always have."
        ),
        key_results=(
            KeyResultContent(
                key="former_tickets",
                title="Half of the tickets are bought before arrival",
                owner="hanna",
                metric="tickets",
                baseline=38,
                target=50,
            ),
            KeyResultContent(
                key="former_calls",
                title="Calls to the quay office fall by a fifth",
                owner="linnea",
                metric="calls",
                baseline=75,
                target=60,
            ),
        ),
    ),
    ObjectiveContent(
        key="former_clean",
        title="A clean bill from the inspection",
        why="Two remarks last year cost us nine days in dock.",
        owner="bjarne",
        team="fleet",
        reviewer="tomas",
        kind="committed",
        score=0.8,
        reflection=(
            "The inspection passed without a remark. Engine stops fell, and then stayed"
            " where they were: we repair faster, we do not yet see it coming."
        ),
        key_results=(
            KeyResultContent(
                key="former_inspection",
                title="All four boats pass",
                owner="runa",
                kind="steps",
                steps=(
                    StepContent("Otter", -18),
                    StepContent("Skua", -16),
                    StepContent("Gannet", -13),
                    StepContent("Tystie", -11),
                ),
            ),
            KeyResultContent(
                key="former_stops",
                title="At most seven unplanned engine stops a month",
                owner="oskar",
                metric="stops",
                baseline=12,
                target=7,
            ),
        ),
    ),
    ObjectiveContent(
        key="former_charge",
        title="We know what a charge would cost us",
        why="Before we buy a battery we want to have paid for one on paper.",
        owner="aila",
        team="electric",
        reviewer="bjarne",
        kind="learning",
        reflection=(
            "Power at night costs a third. With the morning crossing on battery, the"
            " boat pays for itself in seven years, not eleven."
        ),
        key_results=(
            KeyResultContent(
                key="former_study",
                title="The study is before the board",
                owner="aila",
                kind="binary",
                done=-11,
            ),
            KeyResultContent(
                key="former_diesel",
                title="A crossing takes 205 liters of diesel",
                owner="oskar",
                metric="diesel",
                baseline=230,
                target=205,
            ),
        ),
    ),
)

COMING = (
    ObjectiveContent(
        key="coming_long",
        title="The long crossing has its first clean night",
        why="What we learn at Havnø should carry a bigger boat.",
        owner="bjarne",
        reviewer="signe",
        state="draft",
        priority=2,
        key_results=(
            KeyResultContent(
                key="coming_night",
                title="Thirty night crossings without the main engine",
                owner="aila",
                kind="steps",
                steps=(
                    StepContent("Ten crossings"),
                    StepContent("Twenty crossings"),
                    StepContent("Thirty crossings"),
                ),
            ),
        ),
    ),
    ObjectiveContent(
        key="coming_shops",
        title="Island shops order until noon for the same evening",
        why="They asked for this three times; the morning boat decides it.",
        owner="freja",
        team="freight",
        state="draft",
    ),
)
