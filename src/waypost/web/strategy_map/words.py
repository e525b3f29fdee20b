"""What the map says in words: its answer, and the few words in each node."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waypost.bets.queries import MapEdge, MapNode, MapSums
from waypost.projects.models import Project
from waypost.web.templatetags import formats
from waypost.web.templatetags.components import health_word

MOST_NAMED = 2
STEPPED = {"steps", "binary"}


@dataclass(frozen=True, slots=True)
class Tag:
    """Whether a node is covered or tied, as a word and what colors it."""

    kind: str
    words: str


def covered_sentence(found: MapSums) -> str:
    """Say how many key results the work adds up for."""
    total, covered = found.key_results, found.covered
    if not total:
        return _("There is no key result yet that work could add up to.")
    if total == 1:
        return (
            _("The one key result is fully covered by measured progress and bets.")
            if covered
            else _("The one key result is not covered by measured progress and bets.")
        )
    if covered == total:
        return _(
            "All %(total)s key results are fully covered by measured progress and bets."
        ) % {"total": formats.number(total)}
    if not covered:
        return _(
            "None of %(total)s key results is fully covered by measured progress"
            " and bets."
        ) % {"total": formats.number(total)}
    return ngettext(
        "%(covered)s of %(total)s key results is fully covered by measured progress"
        " and bets.",
        "%(covered)s of %(total)s key results are fully covered by measured progress"
        " and bets.",
        covered,
    ) % {"covered": formats.number(covered), "total": formats.number(total)}


def lone_sentence(found: MapSums) -> str:
    """Say what has no work behind it, and what work serves nothing."""
    outcomes, projects = _outcomes(found.without_work), _projects(found.orphan_projects)
    if outcomes and projects:
        both = _("%(outcomes)s; %(projects)s.")
        return both % {"outcomes": _capital(outcomes), "projects": projects}
    return f"{_capital(outcomes or projects)}." if outcomes or projects else ""


def _outcomes(count: int) -> str:
    if not count:
        return ""
    if count == 1:
        return _("one has no work behind it")
    return _("%(n)s have no work behind them") % {"n": formats.number(count)}


def _projects(count: int) -> str:
    if not count:
        return ""
    if count == 1:
        return _("one project serves nothing")
    return _("%(n)s projects serve nothing") % {"n": formats.number(count)}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def kind_word(node: MapNode) -> str:
    """Say what kind of thing a node is."""
    kinds = {"key_result": _("Key result"), "project": _("Project")}
    return kinds.get(node.kind) or _level(node.level)


def _level(level: str) -> str:
    words = {
        "company": _("Company objective"),
        "team": _("Team objective"),
        "person": _("Individual objective"),
    }
    return words.get(level) or _("Project objective")


def amount(value: float | None, node: MapNode) -> str:
    """Return a key result's value: in its unit's number, or as percent of its steps."""
    if value is None:
        return ""
    return formats.percent(value) if node.measure in STEPPED else formats.number(value)


def cover_of(node: MapNode) -> str:
    """Say whether a key result is ``covered``, has ``none`` behind it, or a gap."""
    if node.is_covered:
        return "covered"
    return "none" if node.coverage_class == "no_work" else ""


def tag_of(node: MapNode) -> Tag | None:
    """Return the tag of a key result, or of a project that serves nothing."""
    if node.kind == "key_result":
        cover = cover_of(node)
        gap = formats.percent(1 - (node.coverage or 0))
        said = _tags()[cover] % {"share": gap}
        return Tag("bet" if cover == "covered" else "gap", said)
    if node.kind == "project" and node.is_orphan:
        return Tag("gap", _tags()["none"])
    return None


def _tags() -> dict[str, str]:
    gap = _("gap %(share)s")
    return {"covered": _("covered"), "none": _("no bet"), "": gap}


def stage(node: MapNode) -> str:
    """Say in which phase a project is, or that it rests; nothing of other nodes."""
    return stage_of(node.phase, node.standing) if node.kind == "project" else ""


def stage_of(phase: str, standing: str) -> str:
    """Say in which phase a project is, or that it rests."""
    return _stages()[phase if standing == Project.Standing.RUNNING else standing]


def stage_key(node: MapNode) -> str:
    """Return what `of_picture` names a project's stage by."""
    is_running = node.standing == Project.Standing.RUNNING
    return node.phase if is_running else node.standing


def _stages() -> dict[str, str]:
    choices = [*Project.Phase.choices, *Project.Standing.choices]
    return {value: str(label) for value, label in choices}


def of_picture() -> dict[str, object]:
    """Return the words that the island puts around the figures."""
    states = ("on_track", "at_risk", "off_track", "no_data")
    return {
        "health": {state: health_word(state) for state in states},
        "company": _level("company"),
        "stages": _stages(),
        "tags": _tags(),
        "fold": _("Fold what is below %(name)s"),
        "unfold": _("Show what is below %(name)s"),
        "unmeasured": _("nothing measured yet"),
        "measured": _("%(share)s measured"),
        "bets": _("%(share)s in bets"),
        "pace": _("pace %(share)s"),
        "ghost": _("does not count yet"),
    }


def worth(edge: MapEdge, *, stepped: bool) -> str:
    """Return what a bet brings, signed: ``−5.6 days``, ``+20 %`` of the steps."""
    if edge.worth is None:
        return _("does not count yet")
    if stepped:
        return f"+{formats.percent(edge.worth)}"
    return formats.signed(edge.worth, edge.unit)


def also_under(names: Sequence[str]) -> str:
    """Say where else a node stands: all of two, the first of more."""
    if len(names) <= MOST_NAMED:
        together = ", ".join(names)
        return _("also under %(names)s") % {"names": together} if names else ""
    counted = {"name": names[0], "n": len(names) - 1}
    return _("also under %(name)s and %(n)s more") % counted
