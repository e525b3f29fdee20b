"""One person's own objective, a private one, and one that a project holds."""

from waypost.sample.terms import (
    KeyResultContent,
    ObjectiveContent,
    StepContent,
)

OTHERS = (
    ObjectiveContent(
        key="own",
        title="I know every way in which a charge can fail",
        why=(
            "Each charge that failed so far had another cause. Before guests depend on"
            " it I want to have seen them all."
        ),
        owner="aila",
        person="aila",
        reviewer="bjarne",
        kind="learning",
        serves=("kr:charge", "o:quiet"),
        key_results=(
            KeyResultContent(
                key="anybody",
                title="A charge takes fourteen minutes, whoever plugs in",
                owner="aila",
                metric="charge",
                baseline=19,
                target=14,
            ),
            KeyResultContent(
                key="faults",
                title="The ten most frequent faults are written down",
                owner="aila",
                kind="binary",
                cadence=14,
            ),
        ),
    ),
    ObjectiveContent(
        key="ramsholm",
        title="We are ready to take over the Ramsholm line",
        why=(
            "Its owner retires. If we hesitate, the mainland company takes it and the"
            " two outer islands with it. Nothing of this may be known yet."
        ),
        owner="tomas",
        reviewer="signe",
        viewers=("freja",),
        priority=1,
        serves=("kr:tonnes",),
        key_results=(
            KeyResultContent(
                key="offer",
                title="An offer that the board can sign",
                owner="tomas",
                kind="steps",
                steps=(
                    StepContent("Books read", -6),
                    StepContent("Both boats inspected", -3),
                    StepContent("Price agreed with the bank"),
                    StepContent("Offer before the board"),
                ),
            ),
            KeyResultContent(
                key="willing",
                title="A dozen of their crew would come over",
                owner="freja",
                metric="willing",
                baseline=0,
                target=12,
            ),
        ),
    ),
    ObjectiveContent(
        key="handover",
        title="The quay is handed over with nothing left to mend",
        why="What is still open at handover stays open for years.",
        owner="ines",
        project="SHORE",
        reviewer="bjarne",
        kind="committed",
        serves=("kr:charge",),
        key_results=(
            KeyResultContent(
                key="volts",
                title="Voltage at the quay stays in its band",
                owner="youssef",
                kind="range",
                metric="volts",
                baseline=400,
                low=395,
                high=405,
            ),
            KeyResultContent(
                key="defects",
                title="At most five open defects at handover",
                owner="ines",
                metric="defects",
                baseline=40,
                target=5,
            ),
            KeyResultContent(
                key="papers",
                title="The papers are complete",
                owner="ines",
                kind="steps",
                cadence=14,
                steps=(
                    StepContent("As-built drawings", -2),
                    StepContent("Operating handbook"),
                    StepContent("Approval by the port authority"),
                ),
            ),
        ),
    ),
)
