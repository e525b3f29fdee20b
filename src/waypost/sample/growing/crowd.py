"""Regions, sites and crews, and who works there."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from unicodedata import normalize

from waypost.people.models import Membership, Person, Team, TimeOff
from waypost.sample.content.organisation import FOUNDED
from waypost.sample.growing.ledger import dice
from waypost.sample.growing.words import offices, talk
from waypost.sample.growing.words.names import FIRST, LAST
from waypost.sample.growing.words.places import PLACES, REGIONS
from waypost.sample.growing.world import Squad, Worker, World, spread

TEAMS_IN_A_REGION = 20
TRADES = ("quay", "line", "depot", "yard", "office")
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "å": "aa", "ß": "ss", "đ": "d"})
_PERSON = (
    "email",
    "name",
    "password",
    "role",
    "is_active",
    "manager_id",
    "calendar_id",
    "capacity_hours_per_week",
    "hourly_rate",
    "date_joined",
    "seen_at",
)


def build_crowd(world: World, calendars: list[int]) -> None:
    """Found the teams and fill them."""
    world.squads = list(draw_squads(world.amounts.teams))
    chance = dice("crowd")
    names = _names(chance, world.amounts.people)
    sizes = spread(chance, world.amounts.people, len(world.squads))
    for squad, size in zip(world.squads, sizes, strict=True):
        _found(world, squad)
        _fill(world, squad, [next(names) for _ in range(size)], calendars)


def plan_time_off(world: World) -> None:
    """Let one in seven be away for some days, before or after today."""
    clock, chance = world.cast.clock, dice("time off")
    for squad in world.squads:
        rows, moments = [], []
        for worker in squad.people:
            if chance.random() < 1 / 7:
                first = clock.day(chance.randint(-20, 40))
                days = chance.choice((0, 1, 4, 4, 11))
                rows.append(
                    (
                        worker.pk,
                        first,
                        first + timedelta(days=days),
                        chance.choice(talk.TIME_OFF),
                    )
                )
                moments.append(min(first, clock.today) - timedelta(days=14))
        if rows:
            columns = ("person_id", "starts_on", "ends_on", "note")
            ids = world.ledger.insert(TimeOff, columns, rows)
            at = clock.past(min(moments), 10, 20)
            deed = world.ledger.deed(squad.lead.pk, at, "people.add_time_off")
            deed.creates(TimeOff, ids)


def draw_squads(count: int) -> Iterator[Squad]:
    """Draw so many teams: coasts, what lies on them, and crews."""
    chance = dice("teams")
    places = iter(chance.sample(PLACES, len(PLACES)))
    regions = max(1, round(count / TEAMS_IN_A_REGION))
    shares = [count // regions + (r < count % regions) for r in range(regions)]
    for region, share in enumerate(shares):
        yield from _region(chance, region, share, places)


def _region(
    chance: Random, region: int, share: int, places: Iterator[str]
) -> Iterator[Squad]:
    coast = REGIONS[region % len(REGIONS)]
    top = Squad(coast, "region", coast, region, "region")
    yield top
    sites: list[Squad] = []
    place = ""
    for turn in range(min(max(2, round(share * 0.4)), share - 1)):
        place = next(places) if share < 8 or turn % 2 == 0 else place
        trade = TRADES[turn % len(TRADES)]
        name = offices.SITES[trade].format(p=place)
        sites.append(Squad(name, trade, place, region, "site", top))
    yield from sites
    crews = [
        Squad(f"{site.name}, {crew}", site.trade, site.place, region, "crew", site)
        for site in sites
        for crew in offices.CREWS[site.trade]
    ]
    yield from chance.sample(crews, share - 1 - len(sites))


def _names(chance: Random, count: int) -> Iterator[tuple[str, str]]:
    pairs = chance.sample(range(len(FIRST) * len(LAST)), count + 200)
    taken: set[str] = set()
    for pair in pairs:
        first, last = FIRST[pair // len(LAST)], LAST[pair % len(LAST)]
        plain = f"{first}.{last}".lower().translate(_LETTERS)
        email = normalize("NFKD", plain).encode("ascii", "ignore").decode()
        if email not in taken:
            taken.add(email)
            yield f"{first} {last}", f"{email}@ottersund.example"


def _founded(world: World, squad: Squad) -> datetime:
    day = world.cast.clock.day(FOUNDED + 1 + squad.region % 10)
    hours = {"region": 9, "site": 11, "crew": 13}
    return world.cast.clock.past(day, hours[squad.level])


def _found(world: World, squad: Squad) -> None:
    parent = squad.parent.pk if squad.parent else None
    (squad.pk,) = world.ledger.insert(
        Team, ("name", "parent_id"), [(squad.name, parent)]
    )


def _fill(
    world: World, squad: Squad, names: list[tuple[str, str]], calendars: list[int]
) -> None:
    """Let people join: most at the beginning, some later, and some have left."""
    chance, at = dice("people of", squad.name), _founded(world, squad)
    team = world.ledger.deed(
        world.cast.admin.pk,
        at,
        "people.create_team",
        (Team, squad.pk),
        summary=squad.name,
    )
    team.creates(Team, [squad.pk])
    lead_boss = squad.parent.lead.pk if squad.parent else world.cast.people["tomas"].pk
    founders = max(1, round(len(names) * 0.78))
    late = [chance.randint(1, 88) if n >= founders else 0 for n in range(len(names))]
    joined = [at + timedelta(weeks=weeks, hours=2) for weeks in late]
    calendar = calendars[squad.region % len(calendars)]
    first = _person(world, chance, squad, names[0], joined[0])
    (lead_pk,) = world.ledger.insert(
        Person,
        _PERSON,
        [_with(first, role=_lead_role(squad), boss=lead_boss, cal=calendar)],
    )
    rest = [
        _with(
            _person(world, chance, squad, name, when),
            role=_role(chance),
            boss=lead_pk,
            cal=calendar,
        )
        for name, when in zip(names[1:], joined[1:], strict=True)
    ]
    ids = [lead_pk, *world.ledger.insert(Person, _PERSON, rest)]
    Team.objects.filter(pk=squad.pk).update(lead=lead_pk)
    _join(world, squad, ids, joined)
    reads_only = {ids[n] for n, row in enumerate(rest, start=1) if row[3] == "viewer"}
    squad.people = [
        Worker(pk, name, is_planner=pk == lead_pk and squad.level != "crew")
        for (name, _email), pk, weeks in zip(names, ids, late, strict=True)
        if weeks == 0 and pk not in reads_only
    ]
    _leave(world, squad, ids[founders:], joined[founders:])


def _join(world: World, squad: Squad, ids: list[int], joined: list[datetime]) -> None:
    chance = dice("jobs", squad.name)
    zone = world.cast.clock.zone
    titles = [
        "Lead" if place == 0 else chance.choice(offices.JOBS[squad.trade])
        for place in range(len(ids))
    ]
    rows = [
        (squad.pk, pk, title, when.astimezone(zone).date())
        for pk, title, when in zip(ids, titles, joined, strict=True)
    ]
    columns = ("team_id", "person_id", "role", "starts_on")
    members = world.ledger.insert(Membership, columns, rows)
    by_time: dict[datetime, list[int]] = {}
    for place, when in enumerate(joined):
        by_time.setdefault(when, []).append(place)
    for when, places in by_time.items():
        deed = world.ledger.deed(
            world.cast.admin.pk,
            when,
            "people.add_member",
            (Team, squad.pk),
            summary=squad.name,
        )
        deed.creates(Person, [ids[place] for place in places])
        deed.creates(Membership, [members[place] for place in places])


def _leave(world: World, squad: Squad, ids: list[int], joined: list[datetime]) -> None:
    """Let one in eight of those who came later have left again."""
    chance, clock = dice("leaving", squad.name), world.cast.clock
    for pk, when in zip(ids, joined, strict=True):
        left = when + timedelta(weeks=chance.randint(6, 30))
        if chance.random() > 1 / 8 or left > clock.now:
            continue
        day = left.astimezone(clock.zone).date()
        Person.objects.filter(pk=pk).update(is_active=False)
        member = Membership.objects.get(person=pk)
        Membership.objects.filter(pk=member.pk).update(ends_on=day)
        deed = world.ledger.deed(
            world.cast.admin.pk, left, "people.deactivate_person", (Person, pk)
        )
        deed.changes(Person, pk, is_active=True)
        deed.changes(Membership, member.pk, ends_on=None)


def _person(
    world: World,
    chance: Random,
    squad: Squad,
    name: tuple[str, str],
    joined: datetime,
) -> dict[str, Any]:
    seen = world.cast.clock.now - timedelta(hours=chance.randint(3, 200))
    return {
        "email": name[1],
        "name": name[0],
        "password": world.cast.admin.password,
        "is_active": True,
        "capacity_hours_per_week": Decimal(chance.choice((40, 40, 40, 40, 32, 30, 20))),
        "hourly_rate": Decimal(chance.randint(38, 78)),
        "date_joined": joined,
        "seen_at": max(seen, joined),
    }


def _with(person: dict[str, Any], *, role: str, boss: int, cal: int) -> tuple[Any, ...]:
    full = {**person, "role": role, "manager_id": boss, "calendar_id": cal}
    return tuple(full[name] for name in _PERSON)


def _role(chance: Random) -> str:
    drawn = chance.random()
    if drawn < 0.03:
        return Person.Role.VIEWER.value
    return Person.Role.MANAGER.value if drawn < 0.06 else Person.Role.MEMBER.value


def _lead_role(squad: Squad) -> str:
    is_crew = squad.level == "crew"
    return Person.Role.MEMBER.value if is_crew else Person.Role.MANAGER.value
