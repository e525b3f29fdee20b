"""What a list of objectives is narrowed to, and how its address says so."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from waypost.okrs.queries import Only

GROUPINGS = ("team", "alignment", "owner")
HEALTHS = ("risk", "gap")


@dataclass(frozen=True, slots=True)
class Link:
    """One view or filter to change to."""

    label: str
    url: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Selection:
    """The parameters of a list, each of them checked."""

    by: str = "team"
    is_mine: bool = False
    health: str = ""
    team: int | None = None
    owner: int | None = None
    words: str = ""
    cycle: str = ""
    at: str = ""
    page: int = 1
    unknown: str = ""  # an owner who was typed and is nobody
    problem: str = ""  # what is said of that

    @classmethod
    def read(cls, query: QueryDict) -> "Selection":
        """Read an address; what it does not understand it leaves out."""
        by, health = query.get("by", ""), query.get("health", "")
        return cls(
            by=by if by in GROUPINGS else "team",
            is_mine=query.get("mine") == "1",
            health=health if health in HEALTHS else "",
            team=_number(query.get("team")),
            owner=_number(query.get("owner")),
            words=" ".join(query.get("q", "").split())[:100],
            cycle=query.get("cycle", ""),
            at=query.get("at", "")[:40],
            page=_number(query.get("page")) or 1,
        )

    @property
    def only(self) -> Only:
        """The part that the domain narrows by."""
        return Only(self.is_mine, self.team, self.owner, self.words)

    @property
    def is_narrowed(self) -> bool:
        """Whether something may be left out."""
        return self.only != Only() or bool(self.health)

    def parameters(self, **changes: str) -> str:
        """Return the query of an address with these changes."""
        values = {
            "cycle": self.cycle,
            "by": "" if self.by == "team" else self.by,
            "mine": "1" if self.is_mine else "",
            "health": self.health,
            "team": str(self.team or ""),
            "owner": str(self.owner or ""),
            "q": self.words,
        }
        return urlencode({k: v for k, v in (values | changes).items() if v})

    @property
    def kept_by_search(self) -> list[tuple[str, str]]:
        """The parameters that the form of words, team and owner carries along."""
        query = QueryDict(self.parameters(q="", team="", owner=""))
        return [(name, str(query[name])) for name in query]


def groupings(selection: Selection, path: str) -> list[Link]:
    """Return the three ways to group."""
    labels = {
        "team": _("By team"),
        "alignment": _("By alignment"),
        "owner": _("By owner"),
    }
    return [
        Link(
            label,
            _address(path, selection.parameters(by="" if by == "team" else by)),
            selection.by == by,
        )
        for by, label in labels.items()
    ]


def chips(selection: Selection, path: str) -> list[Link]:
    """Return the filters that one press sets or clears."""
    mine = "" if selection.is_mine else "1"
    links = [
        Link(
            _("Mine"),
            _address(path, selection.parameters(mine=mine)),
            selection.is_mine,
        )
    ]
    for health, label in (("risk", _("At risk or worse")), ("gap", _("Not covered"))):
        is_on = selection.health == health
        query = selection.parameters(health="" if is_on else health)
        links.append(Link(label, _address(path, query), is_on))
    return links


def _address(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None
