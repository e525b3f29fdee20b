"""The three steps from nothing to a bet, each done or to be done."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from waypost.bets.queries import FirstSteps
from waypost.web.addresses import key_result_url, maybe, objective_url, project_url


@dataclass(frozen=True, slots=True)
class Way:
    """One way to take a step."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step; `state` is what the component of steps draws."""

    label: str
    note: str
    text: str
    is_done: bool
    state: str
    ways: tuple[Way, ...]


def steps_of(found: FirstSteps) -> list[Step]:
    """Return the steps, the first that is open marked as the one to take now."""
    done = (found.key_result is not None, bool(found.project), found.has_bet)
    now = next((place for place, is_done in enumerate(done) if not is_done), len(done))
    states = [
        "done" if is_done else "now" if place == now else "next"
        for place, is_done in enumerate(done)
    ]
    return [
        Step(
            label=_("An objective"),
            note=_("with a key result"),
            text=_(
                "Say what will be true at the end of the cycle, and by which number you"
                " will know."
            ),
            is_done=done[0],
            state=states[0],
            ways=_objective_ways(found),
        ),
        Step(
            label=_("A project"),
            note=_("imported or new"),
            text=_(
                "Bring in a plan from Jira or Microsoft Project, or begin with a name"
                " and its milestones."
            ),
            is_done=done[1],
            state=states[1],
            ways=_project_ways(found),
        ),
        Step(
            label=_("A bet"),
            note=_("that ties them together"),
            text=_(
                "Say how much of the key result you expect of the project, from when,"
                " and how surely. The map then shows whether it is enough."
            ),
            is_done=done[2],
            state=states[2],
            ways=_bet_ways(found),
        ),
    ]


def _objective_ways(found: FirstSteps) -> tuple[Way, ...]:
    if found.key_result is not None and found.objective is not None:
        return (Way(_("Look at it"), objective_url(found.objective)),)
    if found.objective is not None:
        address = reverse("objectives:create_key_result", args=[found.objective])
        return (Way(_("Add its key result"), address),)
    if not found.has_cycle:
        cycle, back = reverse("cycles:create"), reverse("start:guide")
        return (Way(_("First add a cycle"), f"{cycle}?next={back}"),)
    return (Way(_("Write an objective"), reverse("objectives:create")),)


def _project_ways(found: FirstSteps) -> tuple[Way, ...]:
    if found.project:
        return (Way(_("Look at it"), project_url(found.project)),)
    ways = (
        Way(_("Import a plan"), maybe("imports:index")),
        Way(_("Create a project"), maybe("projects:create")),
    )
    return tuple(way for way in ways if way.url)


def _bet_ways(found: FirstSteps) -> tuple[Way, ...]:
    if found.has_bet:
        return (Way(_("See it on the map"), maybe("strategy_map:index")),)
    if found.key_result is None or not found.project:
        return ()
    address = maybe("bets:create")
    if not address:
        return (Way(_("Place a bet"), key_result_url(found.key_result)),)
    query = f"?key_result={found.key_result}&project={found.project}"
    return (Way(_("Place a bet"), f"{address}{query}"),)
