"""How large the sample is: 07-quality's reference organisation L, a tenth, a hundredth.

The ferry company is inside each of them. Its live part is larger than a hundredth of
L, so S grows a little of everything beyond its own number.
"""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """How many of each thing; what is called live is in open cycles or not over."""

    people: int
    teams: int
    objectives: int
    key_results: int
    observations: int  # readings and check-ins
    projects: int
    milestones: int
    tasks: int
    dependencies: int
    bets: int
    allocations: int
    live_key_results: int
    live_metrics: int
    live_projects: int
    live_milestones: int
    live_tasks: int
    counted_bets: int

    def a(self, part: int) -> "Amounts":
        """Return a part of it."""
        return Amounts(**{f.name: getattr(self, f.name) // part for f in fields(self)})

    def beside(self, heart: "Amounts") -> "Amounts":
        """Return what is missing to it, at least the least of each."""
        return Amounts(
            **{
                f.name: max(
                    getattr(self, f.name) - getattr(heart, f.name),
                    getattr(LEAST, f.name),
                )
                for f in fields(self)
            }
        )


L = Amounts(
    people=10_000,
    teams=800,
    objectives=6_000,
    key_results=20_000,
    observations=400_000,
    projects=2_000,
    milestones=12_000,
    tasks=200_000,
    dependencies=60_000,
    bets=8_000,
    allocations=30_000,
    live_key_results=5_000,
    live_metrics=4_000,
    live_projects=600,
    live_milestones=3_600,
    live_tasks=60_000,
    counted_bets=2_500,
)
SIZES = {"S": L.a(100), "M": L.a(10), "L": L}
LEAST = Amounts(
    people=40,
    teams=4,
    objectives=30,
    key_results=90,
    observations=900,
    projects=8,
    milestones=40,
    tasks=300,
    dependencies=90,
    bets=24,
    allocations=60,
    live_key_results=20,
    live_metrics=18,
    live_projects=4,
    live_milestones=20,
    live_tasks=200,
    counted_bets=10,
)
CYCLES = range(-6, 2)  # 0 is the present one, 1 the one in planning
