"""Projects in all phases, with their milestones, and what was decided about them."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from waypost.core.past import Deed
from waypost.projects.codes import free_code
from waypost.projects.models import Milestone, Project, ProjectViewer
from waypost.sample.growing.ledger import dice
from waypost.sample.growing.words.places import PLACES
from waypost.sample.growing.words.works import (
    MORE_MILESTONES,
    PRIVATE_NAMES,
    REASONS_TO_STOP,
    STAGES,
    WAIVERS,
    WORKS,
)
from waypost.sample.growing.world import Site, Stone, World, spread

LONG_AGO = -96  # weeks: when the first projects began
LIVE_PHASES = ("initiation", "planning", "execution", "closure")
LIVE_SHARES = (8, 17, 62, 13)
COLORS = ("blue", "green", "orange", "purple", "teal", "red", "")
_PROJECT = (
    "code",
    "name",
    "kind",
    "purpose",
    "scope_out",
    "success_criteria",
    "manager_id",
    "sponsor_id",
    "reviewer_id",
    "team_id",
    "visibility",
    "is_funded",
    "phase",
    "standing",
    "waiver",
    "starts_on",
    "due_on",
    "category",
    "color",
)


def build_sites(world: World) -> None:
    """Add the projects with their milestones; tasks and bets come later."""
    draw_sites(world, taken=set(Project.objects.values_list("code", flat=True)))
    _write(world)


def draw_sites(world: World, *, taken: set[str]) -> None:
    """Draw the projects; `taken` are the short keys that are somebody's."""
    chance, amounts = dice("projects"), world.amounts
    live = amounts.live_projects
    for place in range(amounts.projects):
        world.sites.append(_site(world, chance, taken, is_live=place < live))
    shares = spread(chance, amounts.live_milestones, live)
    past = amounts.milestones - amounts.live_milestones
    shares += spread(chance, past, amounts.projects - live)
    for site, share in zip(world.sites, shares, strict=True):
        site.stones = list(_stones(world, site, share))


def _site(world: World, chance: Random, taken: set[str], *, is_live: bool) -> Site:
    squad = chance.choice(world.squads)
    fitting = [n for n, work in enumerate(WORKS) if squad.trade in work.trades]
    number = chance.choice(fitting)
    work = WORKS[number]
    where = squad.place if squad.level != "region" else chance.choice(PLACES)
    code = free_code(where[:3] + work.code[:5], taken)
    taken.add(code)
    phase = chance.choices(LIVE_PHASES, LIVE_SHARES)[0] if is_live else "closed"
    starts, due = _dates(world, chance, phase)
    created = min(starts, world.cast.clock.today) - timedelta(
        weeks=chance.randint(1, 6 if is_live else 2)
    )
    site = Site(
        code=code,
        name=chance.choice(work.names).format(p=where),
        work=number,
        squad=squad,
        manager=squad.lead if squad.lead.is_planner else squad.boss,
        sponsor=squad.boss,
        phase=phase,
        standing="running",
        is_funded=phase != "initiation" or chance.random() < 0.25,
        created=created,
        starts=starts,
        due=due,
    )
    _decide(world, chance, site)
    return site


def _dates(world: World, chance: Random, phase: str) -> tuple[date, date]:
    """Return first and last day, as weeks from this one, by how far it is."""
    first, last = {
        "initiation": ((1, 10), (14, 40)),
        "planning": ((-5, 4), (10, 40)),
        "execution": ((-40, -7), (1, 30)),
        "closure": ((-48, -24), (-2, 5)),
        "closed": ((LONG_AGO, -16), (8, 38)),
    }[phase]
    start = chance.randint(*first)
    end = start + chance.randint(*last) if phase == "closed" else chance.randint(*last)
    end = min(end, -2) if phase == "closed" else end
    clock = world.cast.clock
    return clock.weekday(start, chance.randint(0, 2)), clock.weekday(end, 4)


def _decide(world: World, chance: Random, site: Site) -> None:
    """Stop some, hold some, waive some, hide some."""
    clock = world.cast.clock
    if site.phase == "closed" and chance.random() < 0.08:
        site.standing = "cancelled"
        site.phase = chance.choice(("planning", "execution"))
        whole = (site.due - site.starts).days
        days = max(round(whole * chance.uniform(0.2, 0.7)), 1)
        site.stopped = site.starts + timedelta(days=days)
    elif site.phase in ("planning", "execution") and chance.random() < 0.06:
        site.standing = "on_hold"
        earliest = max(site.starts, site.created) + timedelta(days=2)
        recent = clock.today - timedelta(days=chance.randint(4, 30))
        site.stopped = min(max(earliest, recent), clock.today - timedelta(days=1))
    if chance.random() < 0.06:
        site.waiver = chance.choice(WAIVERS)
    drawn = chance.random()
    if drawn < 0.02:
        site.visibility = "team"
    elif drawn < 0.04:
        site.visibility = "named"
        site.name = chance.choice(PRIVATE_NAMES).format(p=site.squad.place)


def _stones(world: World, site: Site, count: int) -> Iterator[Stone]:
    """Cut a project's time into milestones, and say which were reached when."""
    chance, today = dice("milestones", site.code), world.cast.clock.today
    titles = [title for title, _tasks in STAGES]
    while len(titles) < count:
        titles.insert(
            len(titles) - 1, MORE_MILESTONES[len(titles) % len(MORE_MILESTONES)]
        )
    chosen = sorted(chance.sample(range(len(titles)), min(count, len(titles))))
    whole, begins = (site.due - site.starts).days, site.starts
    for place, number in enumerate(chosen, start=1):
        share = place / len(chosen)
        if place < len(chosen):
            share += chance.uniform(-0.25, 0.25) / len(chosen)
        due = _workday(site.starts + timedelta(days=round(whole * share)))
        stone = Stone(titles[number], begins, max(due, begins))
        end = site.stopped or (site.due if site.phase == "closed" else None)
        _reach(chance, site, stone, min(end or today, today))
        yield stone
        begins = stone.due


def _reach(chance: Random, site: Site, stone: Stone, end: date) -> None:
    """Say when it was reached: mostly late, sometimes not yet."""
    real = stone.due + timedelta(days=round(chance.gauss(3, 6)))
    real = max(_workday(real), stone.begins)
    if site.phase == "closed" and site.standing == "running":
        stone.achieved = min(real, end)
    elif real < end and site.phase in ("execution", "closure"):
        stone.achieved = real if chance.random() < 0.9 else None


def _workday(day: date) -> date:
    return day - timedelta(days=max(day.weekday() - 4, 0))


def _write(world: World) -> None:
    ids = world.ledger.insert(Project, _PROJECT, map(_row, world.sites))
    for site, pk in zip(world.sites, ids, strict=True):
        site.pk = pk
    listed = [(site, n, s) for site in world.sites for n, s in enumerate(site.stones)]
    columns = ("project_id", "title", "due_on", "achieved_on", "weight", "position")
    rows = [
        (site.pk, s.title, s.due, s.achieved, 1.0 + (n % 3 == 2), n)
        for site, n, s in listed
    ]
    stones = world.ledger.insert(Milestone, columns, rows)
    for (_site_of, _n, stone), pk in zip(listed, stones, strict=True):
        stone.pk = pk
    for site in world.sites:
        _remember(world, site)


def _row(site: Site) -> tuple[object, ...]:
    work, chance = WORKS[site.work], dice("project", site.code)
    place = site.squad.place
    reviewer = site.squad.boss if chance.random() < 0.4 else None
    is_secret = site.visibility == "named"
    return (
        site.code,
        site.name,
        "initiative" if chance.random() < 0.12 else "project",
        "" if is_secret else work.purpose.format(p=place),
        "Other harbors of the coast." if chance.random() < 0.3 else "",
        work.success if chance.random() < 0.8 else "",
        site.manager.pk,
        site.sponsor.pk,
        reviewer.pk if reviewer else None,
        site.squad.pk,
        site.visibility,
        site.is_funded,
        site.phase,
        site.standing,
        site.waiver,
        site.starts,
        site.due,
        work.category,
        chance.choice(COLORS),
    )


def _remember(world: World, site: Site) -> None:
    """Write down who created it, funded it, moved it on and stopped it."""
    made = _deed(world, site, site.created, "projects.create_project", site.manager.pk)
    made.creates(Project, [site.pk])
    made.creates(Milestone, [stone.pk for stone in site.stones])
    if site.visibility == "named":
        pairs = [(site.pk, viewer.pk) for viewer in site.squad.people[:3]]
        viewers = world.ledger.insert(ProjectViewer, ("project_id", "person_id"), pairs)
        made.creates(ProjectViewer, viewers)
    if site.is_funded:
        day = site.created + timedelta(days=3)
        funded = _deed(world, site, day, "projects.fund_project", site.sponsor.pk)
        funded.changes(Project, site.pk, is_funded=False)
    if site.waiver:
        day = site.created + timedelta(days=4)
        waived = _deed(world, site, day, "projects.set_waiver", site.sponsor.pk)
        waived.changes(Project, site.pk, waiver="")
    for before, day in _turns(site):
        turned = _deed(world, site, day, "projects.change_phase", site.sponsor.pk)
        turned.changes(Project, site.pk, phase=before)
    for stone in site.stones:
        if stone.achieved:
            verb = "projects.achieve_milestone"
            reached = _deed(world, site, stone.achieved, verb, site.manager.pk)
            reached.changes(Milestone, stone.pk, achieved_on=None)
    if site.stopped:
        verb = "cancel" if site.standing == "cancelled" else "hold"
        stopped = _deed(
            world, site, site.stopped, f"projects.{verb}_project", site.sponsor.pk
        )
        stopped.reason = dice("stop", site.code).choice(REASONS_TO_STOP)
        stopped.changes(Project, site.pk, standing="running")


def _turns(site: Site) -> Iterator[tuple[str, date]]:
    """Yield each phase that is behind it, with the day on which it ended."""
    whole = site.due - site.starts
    ends = {
        "initiation": site.created + timedelta(days=5),
        "planning": site.starts + whole * 0.15,
        "execution": site.starts + whole * 0.85,
        "closure": site.due,
    }
    for phase, day in ends.items():
        if phase == site.phase:
            return
        yield phase, day


def _deed(world: World, site: Site, day: date, verb: str, actor: int) -> Deed:
    clock = world.cast.clock
    at = clock.past(day, 9 + site.pk % 8, site.pk % 60)
    return world.ledger.deed(actor, at, verb, (Project, site.pk), summary=site.name)
