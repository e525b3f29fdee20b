"""What the whole company wants of the present cycle."""

from waypost.sample.terms import (
    GuardrailContent,
    KeyResultContent,
    ObjectiveContent,
)

COMPANY = (
    ObjectiveContent(
        key="day",
        title="Islanders can plan a day around the ferry",
        why=(
            "A missed connection costs a doctor's appointment or a day's wage. People"
            " forgive a slow boat, never an unreliable one."
        ),
        owner="tomas",
        reviewer="signe",
        kind="committed",
        priority=1,
        weight=2,
        key_results=(
            KeyResultContent(
                key="punctual",
                title="Nine in ten departures leave on time",
                owner="bjarne",
                metric="punctual",
                baseline=81,
                target=92,
                weight=2,
                odds=(("oskar", 0.7), ("runa", 0.6), ("matteo", 0.75), ("pavel", 0.45)),
            ),
            KeyResultContent(
                key="cancelled",
                title="Fewer than six sailings in a thousand are cancelled",
                owner="oskar",
                metric="cancelled",
                baseline=14,
                target=6,
            ),
            KeyResultContent(
                key="door",
                title="Guests and goods are on time from door to door",
                owner="freja",
                metric="door",
                baseline="82.5",
                target=93,
            ),
        ),
        guardrails=(GuardrailContent("overtime", high=60),),
    ),
    ObjectiveContent(
        key="quiet",
        title="The short crossing runs without diesel",
        why=(
            "Fuel is our second largest cost and the noise our largest complaint. The"
            " short crossing is where batteries pay off first."
        ),
        owner="bjarne",
        reviewer="signe",
        priority=1,
        weight=2,
        key_results=(
            KeyResultContent(
                key="battery",
                title="Four in ten crossings sail on battery",
                owner="aila",
                metric="battery",
                baseline=0,
                target=40,
                path="bets",
                weight=2,
                odds=(("youssef", 0.55), ("dario", 0.35), ("bjarne", 0.7)),
            ),
            KeyResultContent(
                key="diesel",
                title="A crossing takes 150 liters of diesel",
                owner="oskar",
                metric="diesel",
                baseline=212,
                target=150,
            ),
            KeyResultContent(
                key="slower",
                title="The long crossing is sailed slower, to save fuel",
                owner="bjarne",
                metric="speed",
                baseline="13.6",
                target="12.8",
            ),
            KeyResultContent(
                key="grid",
                title="The grid contract for Havnø is signed",
                owner="ines",
                kind="binary",
                done=-3,
                cadence=14,
            ),
        ),
    ),
    ObjectiveContent(
        key="before",
        title="Guests have their ticket before they see the quay",
        why=(
            "Whoever pays at the ramp holds up everybody behind. A ticket bought at"
            " home also tells us how many crew to send."
        ),
        owner="matteo",
        reviewer="tomas",
        priority=2,
        key_results=(
            KeyResultContent(
                key="tickets",
                title="Two thirds of tickets are bought before arrival",
                owner="hanna",
                metric="tickets",
                baseline=48,
                target=65,
                weight=2,
            ),
            KeyResultContent(
                key="calls",
                title="The quay office gets a third fewer calls",
                owner="linnea",
                metric="calls",
                baseline=62,
                target=40,
                delegate="hanna",
            ),
            KeyResultContent(
                key="recommend",
                title="Guests recommend us more than they warn of us",
                owner="matteo",
                metric="recommend",
                baseline=31,
                target=45,
                cadence=30,
            ),
        ),
    ),
)
