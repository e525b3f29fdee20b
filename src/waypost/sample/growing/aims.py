"""Who wants what in which cycle: drawn, not yet written."""

from datetime import timedelta
from itertools import cycle as endless
from random import Random

from waypost.sample.growing.ledger import dice
from waypost.sample.growing.promising import add_promises
from waypost.sample.growing.sizes import CYCLES
from waypost.sample.growing.words import aims as words
from waypost.sample.growing.world import Aim, Squad, World

OPEN = (0, 1)
PLANNED = 0.32  # of the open key results, what stands in the cycle in planning


def build_aims(world: World) -> None:
    """Draw the objectives of each cycle with their key results, the newest first.

    So that what is followed now gets its metrics first, and the past looks at them.
    """
    for number in sorted(CYCLES, reverse=True):
        objectives, key_results = _share(world, number)
        aims = _aims(world, number, objectives)
        add_promises(world, number, aims, key_results)
        world.aims += aims


def _share(world: World, number: int) -> tuple[int, int]:
    """Return how many objectives and key results a cycle has."""
    amounts = world.amounts
    planned = round(amounts.live_key_results * PLANNED)
    closed = len(CYCLES) - len(OPEN)
    past = amounts.key_results - amounts.live_key_results
    key_results = {
        0: amounts.live_key_results - planned,
        1: planned,
    }.get(number, past // closed + (number - CYCLES[0] < past % closed))
    ratio = amounts.objectives / amounts.key_results
    if number == CYCLES[0]:
        rest = sum(_share(world, n)[0] for n in CYCLES if n != CYCLES[0])
        return amounts.objectives - rest, key_results
    return max(1, round(ratio * key_results)), key_results


def _aims(world: World, number: int, count: int) -> list[Aim]:
    chance = dice("objectives", number)
    company = max(1, round(count * 0.012)) if count > 6 else 0
    own, built = round(count * 0.08), round(count * 0.04)
    found = [_of_company(world, number, place) for place in range(company)]
    found += _of_teams(world, chance, number, count - company - own - built)
    found += [_of_person(world, chance, number) for _ in range(own)]
    found += _of_projects(world, chance, number, built)
    missing = count - len(found)
    found += [_of_person(world, chance, number) for _ in range(missing)]
    _hide(world, chance, found)
    return found


def _of_company(world: World, number: int, place: int) -> Aim:
    title, why = words.COMPANY[(place + 3 * number) % len(words.COMPANY)]
    heads = world.of("region")
    owner = heads[(place + number) % len(heads)].lead
    aim = Aim(
        number, "company", heads[(place + number) % len(heads)], title, why, owner
    )
    aim.priority, aim.weight = 1 + place % 2, 2.0
    return aim


def _of_teams(world: World, chance: Random, number: int, count: int) -> list[Aim]:
    """Give every region one, then deal the rest out among sites and crews."""
    regions = world.of("region")
    others = [squad for squad in world.squads if squad.level != "region"]
    order = [*regions, *chance.sample(others, len(others))]
    turns = endless(order)
    return [
        _of_team(chance, number, next(turns), n >= len(order)) for n in range(count)
    ]


def _of_team(chance: Random, number: int, squad: Squad, again: bool) -> Aim:  # noqa: FBT001 - inside only
    titles = words.BY_TRADE[squad.trade]
    # Another one each cycle, and another again for a second one in the same.
    place = sum(map(ord, squad.name)) + number * 3 + again * 5
    title, why = titles[place % len(titles)]
    name = title.format(p=squad.place, c=squad.place)
    owner = squad.lead if chance.random() < 0.7 else chance.choice(squad.people)
    aim = Aim(number, "team", squad, name, why, owner)
    aim.reviewer = squad.boss if squad.boss is not owner else None
    aim.kind = chance.choices(("aspirational", "committed", "learning"), (60, 32, 8))[0]
    aim.priority = chance.choices((1, 2, 3, 4), (1, 3, 5, 1))[0]
    aim.weight = chance.choice((1.0, 1.0, 1.0, 2.0, 0.5))
    return aim


def _of_person(world: World, chance: Random, number: int) -> Aim:
    squad = chance.choice(world.squads)
    person = chance.choice(squad.people)
    title, why = chance.choice(words.PERSON)
    aim = Aim(number, "person", squad, title.format(p=squad.place), why, person)
    aim.person = person
    aim.reviewer = squad.lead if squad.lead is not person else squad.boss
    aim.kind = "learning" if chance.random() < 0.25 else "aspirational"
    return aim


def _of_projects(world: World, chance: Random, number: int, count: int) -> list[Aim]:
    """Let projects that run in the cycle hold an objective of their own."""
    span = world.cast.clock.cycle(number)
    running = [
        site
        for site in world.sites
        if site.starts < span.ends_on - timedelta(days=20)
        and site.due > span.starts_on
        and site.visibility == "everyone"
        and (site.is_live or number < 0)
    ]
    found = []
    for site in chance.sample(running, min(count, len(running))):
        title, why = chance.choice(words.PROJECT)
        name = title.format(p=site.squad.place)
        aim = Aim(number, "project", site.squad, name, why, site.manager)
        aim.site, aim.reviewer = site, site.sponsor
        found.append(aim)
    return found


def _hide(world: World, chance: Random, aims: list[Aim]) -> None:
    """Let few be for named people or for the team alone, one at least."""
    teams = [aim for aim in aims if aim.level == "team" and aim.squad is not None]
    secret = chance.sample(teams, max(1, round(len(teams) * 0.03))) if teams else []
    for aim in secret:
        assert aim.squad is not None
        if chance.random() < 0.4:
            aim.visibility = "team"
            continue
        title, aim.why = chance.choice(words.PRIVATE)
        aim.title = title.format(p=aim.squad.place)
        aim.visibility = "named"
        aim.viewers = chance.sample(aim.squad.people, min(2, len(aim.squad.people)))
    for aim in aims:
        if aim.cycle == 1:
            aim.state = chance.choice(("draft", "proposed", "proposed"))
        elif aim.cycle < 0:
            aim.state = "closed"
