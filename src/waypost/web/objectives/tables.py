"""The tables of objectives and of key results, flat, beside the tree."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from waypost.bets import queries as bets
from waypost.bets.queries import KeyResultWithFigures, ObjectiveWithFigures
from waypost.core.listing import Order
from waypost.okrs import actions, queries
from waypost.okrs.models import KeyResult, Objective
from waypost.people.models import Person
from waypost.web import tables
from waypost.web.addresses import key_result_url, objective_url
from waypost.web.objectives.forms.bulk import ObjectivesForm
from waypost.web.tables import Bulk, Column, Option, Quick, cells
from waypost.web.tables.options import healths, teams
from waypost.web.templatetags import components, formats

O = ObjectiveWithFigures  # noqa: E741 - as people call it: O-12
KR = KeyResultWithFigures


def _choices(of: Any) -> Any:
    def options(_viewer: Person) -> list[Option]:
        return [Option(value, str(label), value) for value, label in of.choices]

    return options


def _cycles(viewer: Person) -> list[Option]:
    found = queries.cycles(viewer=viewer)
    listed = [Option(str(each.pk), each.name, each.pk) for each in found]
    return [Option("running", _("Those that are not closed"), queries.RUNNING), *listed]


def _of(line: Any, name: str) -> Any:
    return None if line.figures is None else getattr(line.figures, name)


def _progress(line: Any) -> str:
    return cells.bar(_of(line, "progress"))


def _health(line: Any) -> str:
    found = _of(line, "health")
    return cells.health(found) if found else cells.NOTHING


def _health_word(line: Any) -> str:
    found = _of(line, "health")
    return components.health_word(found) if found else ""


def _percent(name: str, *, differs: bool = False) -> Any:
    show = cells.points if differs else cells.percent
    return lambda line: show(_of(line, name))


def _figures() -> tuple[Column[Any], ...]:
    share = tables.Numbers(scale=0.01, unit="%")
    return (
        Column(
            "progress",
            gettext_lazy("Progress"),
            _progress,
            lambda each: _of(each, "progress"),
            share,
            falls_first=True,
        ),
        Column(
            "pace",
            gettext_lazy("Against pace"),
            _percent("pace", differs=True),
            lambda each: _of(each, "pace"),
            share,
            is_numeric=True,
        ),
        Column(
            "health",
            gettext_lazy("Health"),
            _health,
            _health_word,
            tables.Choices(healths),
        ),
        Column(
            "coverage",
            gettext_lazy("Coverage"),
            _percent("coverage"),
            lambda each: _of(each, "coverage"),
            share,
            is_numeric=True,
        ),
    )


def _common(*, shown_level: bool) -> tuple[Column[Any], ...]:
    return (
        Column(
            "cycle",
            gettext_lazy("Cycle"),
            lambda each: cells.text(each.row.cycle),
            lambda each: each.row.cycle,
            tables.Choices(_cycles),
        ),
        Column(
            "level",
            gettext_lazy("Held by"),
            lambda each: cells.text(each.row.holder),
            lambda each: each.row.holder,
            tables.Choices(_choices(Objective.Level)),
            is_shown=shown_level,
        ),
        Column(
            "team",
            gettext_lazy("Team"),
            lambda each: cells.text(each.row.team),
            lambda each: each.row.team,
            tables.Choices(teams),
            is_shown=False,
        ),
        Column(
            "owner",
            gettext_lazy("Owner"),
            lambda each: cells.person(each.row.owner),
            lambda each: each.row.owner.name,
            tables.Person(),
        ),
    )


def _state() -> Column[Any]:
    return Column(
        "state",
        gettext_lazy("State"),
        lambda each: cells.tag(each.row.state_name),
        lambda each: each.row.state_name,
        tables.Choices(_choices(Objective.State)),
    )


def _checked() -> Column[Any]:
    return Column(
        "checked",
        gettext_lazy("Last check-in"),
        lambda each: cells.day(each.row.checked_in_at),
        lambda each: each.row.checked_in_at,
        tables.Days(),
        is_numeric=True,
        falls_first=True,
    )


def _weight() -> Column[Any]:
    return Column(
        "weight",
        gettext_lazy("Weight"),
        lambda each: cells.number(each.row.weight),
        lambda each: each.row.weight,
        tables.Numbers(),
        is_numeric=True,
        is_shown=False,
        falls_first=True,
    )


def _code(url: Any) -> Column[Any]:
    return Column(
        "code",
        gettext_lazy("Key"),
        lambda each: cells.link(each.row.code, url(each.row.number)),
        lambda each: each.row.code,
        is_shown=False,
    )


def _objective_name(line: O) -> str:
    return cells.name(line.row.title, objective_url(line.row.number), (line.row.code,))


def _key_result_name(line: KR) -> str:
    return cells.name(line.row.title, key_result_url(line.row.number), (line.row.code,))


def _count_objectives(n: int) -> str:
    words = ngettext("%(n)s objective", "%(n)s objectives", n)
    return words % {"n": formats.number(n)}


def _count_key_results(n: int) -> str:
    words = ngettext("%(n)s key result", "%(n)s key results", n)
    return words % {"n": formats.number(n)}


OBJECTIVES = tables.Table(
    name="objectives",
    title=gettext_lazy("Objectives"),
    columns=(
        Column(
            "title",
            gettext_lazy("Objective"),
            _objective_name,
            lambda o: o.row.title,
            is_name=True,
        ),
        _code(objective_url),
        *_common(shown_level=True),
        Column(
            "kind",
            gettext_lazy("Kind"),
            lambda o: cells.text(o.row.kind_name),
            lambda o: o.row.kind_name,
            tables.Choices(_choices(Objective.Kind)),
            is_shown=False,
        ),
        _state(),
        *_figures(),
        Column(
            "key_results",
            gettext_lazy("Key results"),
            lambda o: cells.number(o.row.key_results),
            lambda o: o.row.key_results,
            tables.Numbers(),
            is_numeric=True,
            falls_first=True,
        ),
        _checked(),
        Column(
            "priority",
            gettext_lazy("Priority"),
            lambda o: cells.number(o.row.priority),
            lambda o: o.row.priority,
            tables.Numbers(),
            is_numeric=True,
        ),
        _weight(),
        Column(
            "score",
            gettext_lazy("Score"),
            lambda o: cells.number(o.row.score),
            lambda o: o.row.score,
            tables.Numbers(),
            is_numeric=True,
            is_shown=False,
            falls_first=True,
        ),
    ),
    find=bets.objective_table_ids,
    read=bets.objective_table,
    key=lambda line: line.row.pk,
    named=lambda line: f"{line.row.code} {line.row.title}",
    count=_count_objectives,
    order=(Order("level"), Order("priority")),
    opening="cycle=running",
    searches=gettext_lazy("Title or key"),
    quick=(
        Quick(gettext_lazy("Mine"), (("owner", "me"),)),
        Quick(gettext_lazy("Off track"), (("health", "off_track"),)),
    ),
    bulk=Bulk(ObjectivesForm, actions.edit_objectives),
)


def _objective_of(line: KR) -> str:
    return cells.link(
        line.row.objective_title, objective_url(line.row.objective_number)
    )


KEY_RESULTS = tables.Table(
    name="key-results",
    title=gettext_lazy("Key results"),
    columns=(
        Column(
            "title",
            gettext_lazy("Key result"),
            _key_result_name,
            lambda kr: kr.row.title,
            is_name=True,
        ),
        _code(key_result_url),
        Column(
            "objective",
            gettext_lazy("Objective"),
            _objective_of,
            lambda kr: kr.row.objective_title,
            tables.Words(),
            css="wrap",
        ),
        *_common(shown_level=False),
        Column(
            "kind",
            gettext_lazy("Kind"),
            lambda kr: cells.text(kr.row.kind_name),
            lambda kr: kr.row.kind_name,
            tables.Choices(_choices(KeyResult.Kind)),
            is_shown=False,
        ),
        Column(
            "state",
            gettext_lazy("State"),
            lambda kr: cells.tag(kr.row.state_name),
            lambda kr: kr.row.state_name,
            tables.Choices(_choices(Objective.State)),
            is_shown=False,
        ),
        *_figures(),
        Column(
            "baseline",
            gettext_lazy("Baseline"),
            lambda kr: cells.number(kr.row.baseline, kr.row.unit),
            lambda kr: kr.row.baseline,
            is_numeric=True,
            sorts=False,
            is_shown=False,
        ),
        Column(
            "now",
            gettext_lazy("Now"),
            lambda kr: cells.number(_of(kr, "value"), kr.row.unit),
            lambda kr: _of(kr, "value"),
            is_numeric=True,
            sorts=False,
        ),
        Column(
            "target",
            gettext_lazy("Target"),
            lambda kr: cells.number(kr.row.target, kr.row.unit),
            lambda kr: kr.row.target,
            is_numeric=True,
            sorts=False,
        ),
        Column(
            "confidence",
            gettext_lazy("Confidence"),
            lambda kr: cells.percent(kr.row.confidence),
            lambda kr: kr.row.confidence,
            tables.Numbers(unit="%"),
            is_numeric=True,
            falls_first=True,
        ),
        _checked(),
        Column(
            "due",
            gettext_lazy("Due"),
            lambda kr: cells.day(kr.row.due_on),
            lambda kr: kr.row.due_on,
            tables.Days(),
            is_numeric=True,
        ),
        _weight(),
    ),
    find=bets.key_result_table_ids,
    read=bets.key_result_table,
    key=lambda line: line.row.pk,
    named=lambda line: f"{line.row.code} {line.row.title}",
    count=_count_key_results,
    order=(Order("objective"), Order("title")),
    opening="cycle=running",
    searches=gettext_lazy("Title, objective or key"),
    quick=(
        Quick(gettext_lazy("Mine"), (("owner", "me"),)),
        Quick(gettext_lazy("Off track"), (("health", "off_track"),)),
    ),
)
