"""What has been built so far, by its short key."""

from dataclasses import dataclass, field

from waypost.okrs.models import Cycle, KeyResult, Metric, Objective
from waypost.people.models import Person, Team
from waypost.projects.models import Milestone, Project
from waypost.sample.clock import Clock


@dataclass(slots=True)
class Cast:
    """Everything that later parts name."""

    clock: Clock
    people: dict[str, Person] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    metrics: dict[str, Metric] = field(default_factory=dict)
    cycles: dict[int, Cycle] = field(default_factory=dict)
    objectives: dict[str, Objective] = field(default_factory=dict)
    key_results: dict[str, KeyResult] = field(default_factory=dict)
    projects: dict[str, Project] = field(default_factory=dict)
    milestones: dict[tuple[str, str], Milestone] = field(default_factory=dict)
    tasks: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def admin(self) -> Person:
        """Return the first admin."""
        return next(person for person in self.people.values() if person.is_admin)

    def person(self, key: str) -> Person | None:
        """Return a person, or nobody for an empty key."""
        return self.people[key] if key else None
