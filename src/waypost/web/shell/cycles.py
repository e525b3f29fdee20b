"""Which cycle a page shows: the one its address names, else the current one."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404

from waypost.okrs import queries
from waypost.okrs.models import Cycle
from waypost.web.http import HttpRequest


@dataclass(frozen=True, slots=True)
class CycleLink:
    """One cycle to change to."""

    name: str
    url: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class CycleChoice:
    """The cycle that is shown, and how to get to the others; latest first."""

    current: Cycle | None
    links: tuple[CycleLink, ...]

    @property
    def name(self) -> str:
        """What the switcher shows."""
        return self.current.name if self.current else ""

    @property
    def previous(self) -> str:
        """Where the one before is, or nothing."""
        return self._beside(1)

    @property
    def following(self) -> str:
        """Where the one after is, or nothing."""
        return self._beside(-1)

    def _beside(self, step: int) -> str:
        at = [i for i, link in enumerate(self.links) if link.is_on]
        beside = at[0] + step if at else -1
        return self.links[beside].url if 0 <= beside < len(self.links) else ""


def choose_cycle(request: HttpRequest, *, today: date) -> CycleChoice:
    """Read ``?cycle=`` and return the choice; 404 for a cycle that is not there."""
    cycles = queries.cycles(viewer=request.user)
    asked = request.GET.get("cycle", "")
    if asked:
        current = next((cycle for cycle in cycles if str(cycle.pk) == asked), None)
        if current is None:
            raise Http404
    else:
        current = queries.current_among(cycles, today=today)
    return CycleChoice(
        current, tuple(_link(request, cycle, current) for cycle in cycles)
    )


def _link(request: HttpRequest, cycle: Cycle, current: Cycle | None) -> CycleLink:
    """Return the way to another cycle that keeps the page's other parameters."""
    parameters = request.GET.copy()
    parameters["cycle"] = str(cycle.pk)
    url = f"{request.path}?{parameters.urlencode()}"
    return CycleLink(cycle.name, url, current is not None and cycle.pk == current.pk)
