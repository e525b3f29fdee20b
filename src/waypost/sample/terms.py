"""The shapes in which the content of the sample is written down.

Things name each other by short keys. Days are counted in working days from the Monday
of this week (0 is that Monday, 4 its Friday, −1 the Friday before), weeks from this
one (−8 is the first of the present cycle, −21 of the one before).
"""

from dataclasses import dataclass
from decimal import Decimal

Number = int | str  # a decimal is written as text, exactly


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonContent:
    """Somebody who works here, or looks in from outside."""

    key: str
    name: str
    role: str
    manager: str = ""
    rate: int | None = None
    hours: int = 40

    @property
    def email(self) -> str:
        """Return the address that they sign in by."""
        return f"{self.key}@ottersund.example"


@dataclass(frozen=True, slots=True)
class TeamContent:
    """A team with its lead and members: pairs of a person and what they do there."""

    key: str
    name: str
    lead: str
    members: tuple[tuple[str, str], ...]
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricContent:
    """A metric, and the course that its readings take.

    `course` holds points (week, value) between which it runs straight, with `noise`
    on top, except on the points themselves. Weeks before the first point have no
    reading. `missed` weeks have none either; those in `late` came three days later.
    """

    key: str
    name: str
    unit: str
    owner: str
    course: tuple[tuple[int, float], ...] = ()
    noise: float = 0
    digits: int = 1
    better: str = "higher"
    least: Number | None = None
    most: Number | None = None
    is_counter: bool = False
    formula: str = ""
    weekday: int = 0
    every: int = 1
    missed: tuple[int, ...] = ()
    late: tuple[int, ...] = ()
    source: str = "hand"


@dataclass(frozen=True, slots=True)
class StepContent:
    """A step, and the week in which it was done."""

    title: str
    done: int | None = None
    weight: float = 1


@dataclass(frozen=True, slots=True)
class MoveContent:
    """A target that moved while it ran: in which week, from what, and why."""

    week: int
    before: Number
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyResultContent:
    """A key result. Without a metric it is made of steps, or simply done or not.

    `starts` is the week of its first day, if it begins later than the cycle. `odds`
    are what people thought its chance was, in the week before this one.
    """

    key: str
    title: str
    owner: str
    kind: str = "metric"
    metric: str = ""
    baseline: Number | None = None
    target: Number | None = None
    low: Number | None = None
    high: Number | None = None
    steps: tuple[StepContent, ...] = ()
    done: int | None = None
    path: str = "straight"
    points: tuple[tuple[int, Number], ...] = ()
    weight: float = 1
    cadence: int = 7
    delegate: str = ""
    starts: int | None = None
    moved: "MoveContent | None" = None
    odds: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class GuardrailContent:
    """A metric that the objective must not harm."""

    metric: str
    low: Number | None = None
    high: Number | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveContent:
    """An objective, held by the company, a team, a person or a project."""

    key: str
    title: str
    why: str
    owner: str
    key_results: tuple[KeyResultContent, ...] = ()
    team: str = ""
    person: str = ""
    project: str = ""
    reviewer: str = ""
    kind: str = "aspirational"
    priority: int = 3
    weight: float = 1
    serves: tuple[str, ...] = ()
    viewers: tuple[str, ...] = ()
    state: str = "active"
    guardrails: tuple[GuardrailContent, ...] = ()
    score: float | None = None
    reflection: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A check-in in words: in which week, how sure, and what happened."""

    key_result: str
    week: int
    confidence: int
    went_well: str = ""
    in_the_way: str = ""
    next_steps: str = ""
    is_read: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A comment on a thing: who said it, on which working day, and who nodded.

    `nods` are pairs of a person and a reaction. An answer is on what it answers.
    """

    who: str
    day: int
    hour: int
    text: str
    on: str = ""
    nods: tuple[tuple[str, str], ...] = ()
    answers: tuple["Remark", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskContent:
    """A task; `parts` are its subtasks, `after` what it waits for.

    `state` is the kind of its status. `hours` is one estimate or three.
    """

    key: str
    title: str
    who: str = ""
    hours: int | tuple[int, int, int] | None = None
    days: tuple[int, int] | None = None
    state: str = "todo"
    percent: int = 0
    remaining: int | None = None
    done: int | None = None
    after: tuple[str, ...] = ()
    parts: tuple["TaskContent", ...] = ()
    body: str = ""
    labels: tuple[str, ...] = ()
    priority: int = 3
    constraint: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneContent:
    """A milestone with its tasks."""

    key: str
    title: str
    due: int
    tasks: tuple[TaskContent, ...] = ()
    achieved: int | None = None
    weight: float = 1
    criteria: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectContent:
    """A project with its plan."""

    code: str
    name: str
    purpose: str
    manager: str
    milestones: tuple[MilestoneContent, ...]
    starts: int
    due: int
    sponsor: str = ""
    reviewer: str = ""
    team: str = ""
    kind: str = "project"
    phases: tuple[tuple[str, int], ...] = ()
    is_funded: bool = True
    scope_in: str = ""
    scope_out: str = ""
    success: str = ""
    waiver: str = ""
    category: str = ""
    color: str = ""
    created: int = -50
    tasks: tuple[TaskContent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BetContent:
    """What a project is expected to do, in words of better and worse."""

    project: str
    key_result: str
    probability: float
    milestone: str = ""
    step: int | None = None
    effect: tuple[Number, Number, Number] | None = None
    lag: int = 0
    ramp: int = 0
    why: str = ""
    assumptions: tuple[tuple[str, str], ...] = ()
    overlap: str = ""
    is_accepted: bool = True
    withdrawn: str = ""
    owner: str = ""
    placed: int = -38


@dataclass(frozen=True, slots=True)
class OverlapContent:
    """A cause through which several bets on one metric work."""

    key: str
    name: str
    share: float


def decimal(value: Number | float | None) -> Decimal | None:
    """Return a number of the content as the models take it."""
    return None if value is None else Decimal(str(value))


@dataclass(frozen=True, slots=True)
class PromiseContent:
    """Somebody for a project, or a whole team; their lead's word makes it firm."""

    project: str
    who: str
    role: str
    days: tuple[int, int]
    hours: int
    team: str = ""
    is_firm: bool = True


@dataclass(frozen=True, slots=True)
class MoneyContent:
    """Planned money: for a milestone, for a span of days, or for the whole."""

    project: str
    category: str
    planned: str
    milestone: str = ""
    span: tuple[int, int] | None = None
    kind: str = "cost"
