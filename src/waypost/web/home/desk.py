"""Everything that lies on somebody's desk this week, in one look."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from waypost.bets import queries as bet_queries
from waypost.bets.loading import Scope
from waypost.bets.queries import BetRow, Figures
from waypost.conversations import queries as talk
from waypost.okrs import queries as okrs_queries
from waypost.okrs.queries import CheckInRow, KeyResultRow, ObjectiveRow, OwnKeyResult
from waypost.people.models import Person
from waypost.projects import queries as project_queries
from waypost.projects.queries import MyTask
from waypost.web import bars
from waypost.web.addresses import key_result_url, maybe, objective_url, served_url
from waypost.web.bars import Bar
from waypost.web.home import since, words
from waypost.web.home.rows import CheckInLine, line_of
from waypost.web.home.said import Said, said
from waypost.web.home.since import Changes
from waypost.web.home.week import Day, Held, week, working_days
from waypost.web.home.words import Lede, Waiting
from waypost.web.home.work import Work, work_of


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A key result of an individual objective."""

    row: KeyResultRow
    url: str
    values: str
    bar: Bar


@dataclass(frozen=True, slots=True)
class OwnObjective:
    """An individual objective."""

    row: ObjectiveRow
    url: str
    supports: tuple[tuple[str, str], ...]
    lines: tuple[OwnLine, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """What others wait for."""

    check_ins: tuple[CheckInRow, ...]
    bets: tuple[BetRow, ...]
    mentions: tuple[Said, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.check_ins) + len(self.bets) + len(self.mentions)


@dataclass(frozen=True, slots=True)
class Own:
    """Individual objectives, and what the largest gap is said to be."""

    objectives: list[OwnObjective]
    lede: Lede | None
    add_url: str


@dataclass(frozen=True, slots=True)
class Desk:
    """What the page shows.

    `own` and `changes` are read after it, by requests of their own: they cost more
    than all the rest. None stands for not read yet.
    """

    today: date
    headline: str
    lede: Lede | None
    days: list[Day]
    check_ins: list[CheckInLine]
    work: list[Work]
    near: int
    late: int
    answers: Answers
    is_empty: bool
    guide_url: str
    add_url: str
    own: Own | None = None
    changes: Changes | None = None


def desk_of(viewer: Person, *, today: date) -> Desk:
    """Return the desk of `viewer`, without what is read after it."""
    due = okrs_queries.check_ins_due(viewer=viewer, today=today)
    own = okrs_queries.own_key_results(viewer=viewer)
    projects = project_queries.my_tasks(viewer=viewer, today=today)
    tasks = [task for project in projects for task in project.tasks]
    bets = bet_queries.bet_rows_of_projects(
        viewer=viewer, projects=[project.pk for project in projects]
    )
    work = work_of(projects, bets)
    answers = answers_of(viewer)
    waiting = _waiting(len(due), tasks, answers)
    is_empty = not (due or tasks or own or answers.count)
    return Desk(
        today=today,
        headline=words.headline(waiting),
        lede=words.late_task(work),
        days=_days(viewer, today, tasks, own),
        check_ins=[line_of(each, today) for each in due],
        work=work,
        near=waiting.near,
        late=waiting.late,
        answers=answers,
        is_empty=is_empty,
        guide_url=_guide(viewer) if is_empty else "",
        add_url=_add_url(),
    )


def whole_desk(viewer: Person, *, today: date, start: datetime) -> Desk:
    """Return all of it in one look, for browsers without script and for viewers."""
    changes = since.changes(viewer, start)
    desk = desk_of(viewer, today=today)
    if viewer.is_viewer:
        said = words.news(changes.count, changes.title)
        return replace(desk, headline=said, lede=None, changes=changes)
    own = own_of(viewer, today=today)
    return replace(desk, lede=desk.lede or own.lede, own=own, changes=changes)


def own_of(viewer: Person, *, today: date) -> Own:
    """Return the individual objectives of `viewer` with their coverage."""
    rows = okrs_queries.own_key_results(viewer=viewer)
    cycle = okrs_queries.current_cycle(viewer=viewer, today=today)
    objectives = okrs_queries.own_objectives(viewer=viewer, cycle=cycle)
    figures = _figures(viewer, rows, objectives, today)
    return Own(
        objectives=[_objective(row, figures) for row in objectives],
        lede=words.lede(rows, figures, answers_of(viewer).count),
        add_url=_add_url(),
    )


def answers_of(viewer: Person) -> Answers:
    """Return the check-ins to acknowledge, the bets to accept, and who asks."""
    return Answers(
        check_ins=tuple(
            row
            for row in okrs_queries.to_acknowledge(viewer=viewer)
            if row.may_acknowledge
        ),
        bets=tuple(bet_queries.proposed_bets(viewer=viewer)),
        mentions=said(talk.waiting(viewer=viewer)),
    )


def _figures(
    viewer: Person,
    own: list[OwnKeyResult],
    objectives: list[ObjectiveRow],
    today: date,
) -> Figures:
    ids = {row.objective_pk for row in own} | {row.pk for row in objectives}
    if not ids:
        return Figures(today)
    scope = Scope(objectives=tuple(sorted(ids)), bare=True)
    return bet_queries.figures(viewer=viewer, scope=scope, today=today)


def _waiting(check_ins: int, tasks: list[MyTask], answers: Answers) -> Waiting:
    return Waiting(
        check_ins=check_ins,
        late=sum(task.when == "late" for task in tasks),
        near=sum(task.when in {"late", "today", "week"} for task in tasks),
        to_look_at=answers.count,
    )


def _days(
    viewer: Person, today: date, tasks: list[MyTask], own: list[OwnKeyResult]
) -> list[Day]:
    days = working_days(today)
    held = Held(
        check_ins=okrs_queries.check_in_days(viewer=viewer, until=days[-1]),
        tasks=tasks,
        milestones=project_queries.my_milestones(
            viewer=viewer, first=days[0], last=days[-1]
        ),
        key_results=own,
    )
    return week(held, today)


def _objective(row: ObjectiveRow, figures: Figures) -> OwnObjective:
    return OwnObjective(
        row=row,
        url=objective_url(row.number),
        supports=tuple((each.title, served_url(each)) for each in row.serves),
        lines=tuple(
            OwnLine(
                row=each,
                url=key_result_url(each.number),
                values=bars.values_in_words(each),
                bar=bars.key_result_bar(figures.key_results.get(each.pk)),
            )
            for each in row.key_results
        ),
    )


def _add_url() -> str:
    address = maybe("objectives:create")
    return f"{address}?level=person" if address else ""


def _guide(viewer: Person) -> str:
    """Return where the first steps are shown, while one of them is to be done."""
    address = maybe("start:guide")
    if not address or not viewer.plans:
        return ""
    steps = bet_queries.first_steps(viewer=viewer)
    is_done = steps.key_result is not None and steps.project and steps.has_bet
    return "" if is_done else address
