"""My tasks under their project, with the key result that each project serves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from waypost.bets.queries import BetRow
from waypost.projects.queries import MyProject, MyTask
from waypost.web.addresses import key_result_url, maybe, project_url

URGENT = ("late", "today", "week")


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task and where it has its page."""

    task: MyTask
    url: str


@dataclass(frozen=True, slots=True)
class Work:
    """One project with my tasks in it; `bet` is what it does for a key result."""

    project: MyProject
    url: str
    bet: BetRow | None
    serves_url: str
    more_bets: int
    link_url: str
    lines: tuple[TaskLine, ...]
    later: tuple[TaskLine, ...]


def line_of(task: MyTask) -> TaskLine:
    """Return a task with its address."""
    url = maybe("projects:task", task.project_code, task.number)
    return TaskLine(task, url or project_url(task.project_code))


def work_of(
    projects: Iterable[MyProject], bets: Mapping[int, Sequence[BetRow]]
) -> list[Work]:
    """Return the projects in their order; what is far away is folded."""
    return [_work(project, bets.get(project.pk, ())) for project in projects]


def _work(project: MyProject, bets: Sequence[BetRow]) -> Work:
    mine = {task.milestone for task in project.tasks if not task.is_done}
    ordered = sorted(
        bets,
        key=lambda bet: (
            bet.is_ghost,
            bet.milestone_title not in mine,
            bet.likely is None or bet.likely * bet.direction < 0,
            -bet.probability,
        ),
    )
    bet = ordered[0] if ordered else None
    served = {each.key_result for each in ordered}
    lines = tuple(map(line_of, project.tasks))
    near = [line for line in lines if line.task.when in {*URGENT, "done"}]
    shown = near or lines[:3]
    return Work(
        project=project,
        url=project_url(project.code),
        bet=bet,
        serves_url=key_result_url(bet.key_result_number) if bet else "",
        more_bets=max(0, len(served) - 1),
        link_url=_link(project),
        lines=tuple(shown),
        later=tuple(line for line in lines if line not in shown),
    )


def _link(project: MyProject) -> str:
    """Return where the project is tied to a key result, for who may do that."""
    address = maybe("bets:create")
    return f"{address}?project={project.code}" if address and project.may_edit else ""
