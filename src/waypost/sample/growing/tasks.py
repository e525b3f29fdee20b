"""Tasks with their estimates, who works on them, and what waits for what."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from random import Random

from waypost.core import numbers
from waypost.core.bulk import next_ids
from waypost.core.models import ExternalReference
from waypost.core.past import Deed
from waypost.projects.models import Dependency, Project, Task, TaskStatus
from waypost.sample.growing.dividing import FEWEST, Job, divide
from waypost.sample.growing.ledger import dice
from waypost.sample.growing.linking import build_dependencies
from waypost.sample.growing.words.works import BODIES, LABELS, STAGES, WORKS
from waypost.sample.growing.world import Site, World, spread

CHUNK = 40  # projects that are written at once
_COLUMNS = (
    "project_id",
    "number",
    "milestone_id",
    "parent_id",
    "title",
    "body",
    "status_id",
    "assignee_id",
    "estimate_hours",
    "low_hours",
    "high_hours",
    "remaining_hours",
    "percent_done",
    "constraint",
    "constraint_on",
    "starts_on",
    "due_on",
    "done_at",
    "labels",
    "priority",
    "position",
)


def build_tasks(world: World) -> None:
    """Fill every project with tasks, those of closed ones done."""
    kinds = dict(TaskStatus.objects.values_list("kind", "pk"))
    chance, amounts = dice("tasks"), world.amounts
    live = [site for site in world.sites if site.is_live]
    over = [site for site in world.sites if not site.is_live]
    shares = spread(chance, amounts.live_tasks, len(live))
    shares += spread(chance, amounts.tasks - amounts.live_tasks, len(over))
    pairs = list(zip([*live, *over], shares, strict=True))
    links = _Links(amounts.dependencies, len(pairs))
    for begin in range(0, len(pairs), CHUNK):
        _write(world, pairs[begin : begin + CHUNK], kinds, links)


@dataclass(slots=True)
class _Links:
    """How many dependencies are still to be dealt out among how many projects."""

    left: int
    projects: int

    def take(self) -> int:
        """Take one project's share."""
        share = self.left // self.projects
        self.left -= share
        self.projects -= 1
        return share


def _write(
    world: World, pairs: list[tuple[Site, int]], kinds: dict[str, int], links: _Links
) -> None:
    rows: list[tuple[object, ...]] = []
    jobs_of: list[tuple[Site, list[Job]]] = []
    ids = next_ids(Task, sum(share for _site, share in pairs))
    free = iter(ids)
    for site, share in pairs:
        chance = dice("tasks of", site.code)
        jobs = list(_jobs(world, chance, site, share))
        for job in jobs:
            job.pk = next(free)
        first = numbers.take(f"task:{site.pk}", len(jobs))
        rows += [
            _row(site, job, chance, kinds, (first + place, place))
            for place, job in enumerate(jobs)
        ]
        jobs_of.append((site, jobs))
    world.ledger.insert(Task, _COLUMNS, rows, ids=ids)
    deeds = {site.pk: _remember(world, site, jobs, kinds) for site, jobs in jobs_of}
    _refer(world, jobs_of, deeds)
    wanted = [(site, jobs, links.take()) for site, jobs in jobs_of]
    for owner, pk in build_dependencies(world, wanted):
        deeds[owner].creates(Dependency, [pk])


def _jobs(world: World, chance: Random, site: Site, count: int) -> Iterator[Job]:
    """Deal the tasks out among the milestones, in the order of time."""
    things = WORKS[site.work].things
    by_title = dict(STAGES)
    for stone, share in zip(
        site.stones, spread(chance, count, len(site.stones)), strict=True
    ):
        verbs = by_title.get(stone.title) or chance.choice(STAGES)[1]
        titles = [verb.format(o=thing) for verb in verbs for thing in things]
        chosen = chance.sample(titles, min(share, len(titles)))
        chosen += [f"{title}, second part" for title in titles[: share - len(chosen)]]
        whole = max((stone.due - stone.begins).days, 1)
        jobs = []
        for place, title in enumerate(chosen):
            begin = round(whole * place / len(chosen) * 0.8)
            starts = stone.begins + timedelta(days=begin)
            due = min(starts + timedelta(days=chance.randint(1, 12)), stone.due)
            job = Job(title, stone, starts, max(due, starts))
            _progress(world, chance, site, job)
            jobs.append(job)
        if count >= FEWEST:
            divide(dice("parts of", site.code, stone.pk), jobs)
        yield from jobs


def _progress(world: World, chance: Random, site: Site, job: Job) -> None:
    """Say how far a task is today, by its dates and by what became of its project."""
    clock, today = world.cast.clock, world.cast.clock.today
    end = min(site.stopped or today, site.due if site.phase == "closed" else today)
    is_finished = job.stone.achieved is not None
    if not is_finished and site.phase in ("initiation", "planning"):
        is_done = job.due < end and chance.random() < 0.5 and site.starts < end
    else:
        is_done = is_finished or (job.due < end and chance.random() < 0.85)
    if chance.random() < 0.03:
        job.state = "dropped" if is_done else "backlog"
    elif is_done:
        late = max(round(chance.gauss(0, 3)), -2)
        day = max(min(job.due + timedelta(days=late), end), job.starts)
        day = min(day, today - timedelta(days=1))
        local = datetime.combine(
            day, time(chance.randint(8, 17), chance.randint(0, 59)), tzinfo=clock.zone
        )
        job.state, job.done, job.percent = "done", min(local, clock.now), 100
    elif site.standing == "running" and job.starts <= today:
        job.state = chance.choices(
            ("doing", "review", "blocked", "todo"), (55, 12, 10, 23)
        )[0]
        job.percent = chance.choice((10, 25, 50, 75, 90)) if job.state != "todo" else 0
    elif job.starts > today + timedelta(days=60):
        job.state = chance.choice(("backlog", "todo"))
    if job.state in ("done", "doing", "review", "blocked") or chance.random() < 0.6:
        job.assignee = chance.choice(site.squad.people).pk


def _row(
    site: Site, job: Job, chance: Random, kinds: dict[str, int], place: tuple[int, int]
) -> tuple[object, ...]:
    low, likely, high = _hours(chance)
    left = None
    if likely is not None and job.state in ("doing", "review", "blocked"):
        left = (likely * (100 - job.percent) / 100).quantize(Decimal("0.25"))
    bound = chance.random() < 0.015
    return (
        site.pk,
        place[0],
        job.stone.pk,
        job.parent,
        job.title,
        chance.choice(BODIES) if chance.random() < 0.12 else "",
        kinds[job.state],
        job.assignee,
        likely,
        low,
        high,
        left,
        job.percent,
        "not_before" if bound else "none",
        job.starts if bound else None,
        job.starts,
        job.due,
        job.done,
        chance.sample(LABELS, 1 + (chance.random() < 0.2))
        if chance.random() < 0.2
        else [],
        chance.choices((1, 2, 3, 4, 5), (4, 15, 60, 15, 6))[0],
        place[1],
    )


def _hours(chance: Random) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Return no estimate, one number, or three."""
    drawn = chance.random()
    if drawn < 0.26:
        return None, None, None
    likely = Decimal(chance.choice((1, 2, 2, 3, 4, 4, 6, 8, 8, 12, 16, 24, 40)))
    if drawn < 0.8:
        return None, likely, None
    return likely / 2, likely, likely * chance.choice((2, 3))


def _remember(world: World, site: Site, jobs: list[Job], kinds: dict[str, int]) -> Deed:
    """Write down when the plan was made, and what was done in each week."""
    clock = world.cast.clock
    at = clock.past(site.created + timedelta(days=1), 13, site.pk % 60)
    plan = world.ledger.deed(
        site.manager.pk,
        at,
        "projects.write_plan",
        (Project, site.pk),
        summary=site.name,
    )
    plan.creates(Task, [job.pk for job in jobs])
    weeks: dict[int, list[Job]] = defaultdict(list)
    for job in jobs:
        if job.state not in ("todo", "backlog"):
            moment = job.done or clock.past(max(job.starts, site.created), 15)
            weeks[(moment.date() - clock.monday).days // 7].append(job)
    for week, some in weeks.items():
        latest = max(job.done or clock.at(clock.weekday(week, 3), 16) for job in some)
        who = some[0].assignee or site.manager.pk
        deed = world.ledger.deed(
            who,
            max(min(latest + timedelta(minutes=5), clock.now), at),
            "projects.edit_tasks",
            (Project, site.pk),
            summary=site.name,
        )
        for job in some:
            deed.changes(Task, job.pk, status_id=kinds["todo"], **_before(job))
    return plan


def _before(job: Job) -> dict[str, object]:
    before: dict[str, object] = {}
    if job.percent:
        before["percent_done"] = 0
    if job.done:
        before["done_at"] = None
    return before


def _refer(
    world: World, jobs_of: list[tuple[Site, list[Job]]], deeds: dict[int, Deed]
) -> None:
    """Let one project in six have its tasks elsewhere as well."""
    rows, owners = [], []
    for site, jobs in jobs_of:
        if site.pk % 6:
            continue
        for place, job in enumerate(jobs[::2], start=1):
            name = f"{site.code}-{place}"
            url = f"https://tickets.ottersund.example/browse/{name}"
            rows.append(("projects.task", job.pk, "jira", name, url))
            owners.append(site.pk)
    columns = ("subject_kind", "subject_id", "system", "external_id", "url")
    ids = world.ledger.insert(ExternalReference, columns, rows)
    for owner, pk in zip(owners, ids, strict=True):
        deeds[owner].creates(ExternalReference, [pk])
