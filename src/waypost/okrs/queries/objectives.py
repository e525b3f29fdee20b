"""Objectives: the list as a tree, and one with all around it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from waypost.core.elsewhere import Elsewhere, elsewhere_of
from waypost.core.fields import Visibility
from waypost.core.history import version_of
from waypost.core.prepared import prepared
from waypost.okrs import access
from waypost.okrs.models import Cycle, Guardrail, KeyResult, Objective
from waypost.okrs.queries.loading import (
    RELATED,
    key_results_of,
    measured_rows,
    objective_rows,
    rows_of,
)
from waypost.okrs.queries.paths import ties_of
from waypost.okrs.queries.rows import ObjectiveGroup, ObjectiveRow, Served
from waypost.okrs.series import Series
from waypost.people.models import Person
from waypost.people.queries import (
    Ref,
    TeamRow,
    maybe_ref_of,
    ref_of,
    team_tree,
    teams_of,
)

Level = Objective.Level


@dataclass(frozen=True, slots=True)
class Only:
    """What a list is narrowed to."""

    is_mine: bool = False
    team: int | None = None
    owner: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class GuardrailRow:
    """A metric that the objective must not harm.

    `now` is what was read of it last, for who may see the metric.
    """

    pk: int
    metric_pk: int
    metric_code: str
    metric_number: int
    metric_name: str
    unit: str
    low: float | None
    high: float | None
    now: float | None = None


@dataclass(frozen=True, slots=True)
class ObjectivePage:
    """An objective and what stands around it; its key results have sparks.

    `path` leads from the top down to it, by what the viewer may see; `viewers` are
    those named for one that is not for everyone. `may` holds
    ``edit``, ``add_key_result``, ``grade``.
    """

    row: ObjectiveRow
    objective: Objective
    why: str
    reflection: str
    reviewer: Ref | None
    children: tuple[ObjectiveRow, ...]
    guardrails: tuple[GuardrailRow, ...]
    viewers: tuple[Ref, ...]
    path: tuple[Served, ...]
    may: frozenset[str]
    version: int
    elsewhere: tuple[Elsewhere, ...] = ()


def objective(*, viewer: Person, number: int) -> Objective:
    """Return one objective.

    Raises
    ------
    Objective.DoesNotExist
        If there is none for `viewer`.
    """
    found = _objective(viewer, number=number)
    if not found:
        raise Objective.DoesNotExist
    return found[0]


@prepared
def _objective(asker: Person, number: int) -> QuerySet[Objective]:
    related = ("cycle", "owner", "reviewer", "team", "person")
    found = access.visible_objectives(asker).filter(number=number)
    return found.select_related(*related)


def guardrail(*, viewer: Person, pk: int) -> Guardrail:
    """Return one guardrail of a visible objective.

    Raises
    ------
    Guardrail.DoesNotExist
        If there is none for `viewer`.
    """
    seen = access.visible_objectives(viewer).values("pk")
    related = ("objective__cycle", "metric")
    return Guardrail.objects.select_related(*related).get(pk=pk, objective__in=seen)


def objective_groups(
    *,
    viewer: Person,
    cycle: Cycle,
    by: str = "team",
    only: Only | None = None,
    tree: Sequence[TeamRow] | None = None,
) -> list[ObjectiveGroup]:
    """Return the objectives of a cycle under headings.

    `by` is ``team`` (the company, then the tree of teams, which is read unless it is
    given), ``alignment`` (one group whose rows have a depth) or ``owner``.
    """
    found = narrowed_objectives(viewer, cycle, only or Only())
    rows = objective_rows(found, viewer)
    if by == "alignment":
        return _by_alignment(rows)
    if by == "owner":
        return _by_owner(rows)
    return _by_team(rows, viewer, team_tree(viewer=viewer) if tree is None else tree)


def objectives_of_cycle(
    *, viewer: Person, cycle: Cycle, sparks: bool = False
) -> list[ObjectiveRow]:
    """Return all visible objectives of a cycle, the company's first."""
    return objective_rows(
        narrowed_objectives(viewer, cycle, Only()), viewer, sparks=sparks
    )


def own_objectives(
    *, viewer: Person, cycle: Cycle | None, sparks: bool = False
) -> list[ObjectiveRow]:
    """Return the individual objectives of `viewer` in a cycle."""
    if cycle is None:
        return []
    found = access.visible_objectives(viewer).filter(person=viewer, cycle=cycle)
    return objective_rows(found.order_by("priority", "pk"), viewer, sparks=sparks)


def objective_page(*, viewer: Person, number: int) -> ObjectivePage:
    """Return an objective with all that its page shows, in a fixed number of queries.

    Raises
    ------
    Objective.DoesNotExist
        If there is none for `viewer`.
    """
    row = objective(viewer=viewer, number=number)
    below = _children(viewer, objective=row.pk)
    ties = ties_of(viewer, [row.pk, *(each.pk for each in below)], up_from=row.pk)
    rails = _guardrails(viewer, row)
    is_open = row.visibility == Visibility.EVERYONE
    promised, series = measured_rows(
        key_results_of(objective=row.pk),
        also=[rail.metric for rail, is_read in rails if is_read],
    )
    return ObjectivePage(
        row=rows_of([row], ties, promised)[0],
        objective=row,
        why=row.why,
        reflection=row.reflection,
        reviewer=maybe_ref_of(row.reviewer),
        children=tuple(rows_of(below, ties, [])),
        guardrails=tuple(
            _guardrail_row(rail, series if is_read else {}) for rail, is_read in rails
        ),
        viewers=() if is_open else viewers_of(viewer=viewer, objective=row),
        path=ties.path_to(row),
        may=_may(viewer, row),
        version=version_of(row),
        elsewhere=elsewhere_of(row),
    )


def narrowed_objectives(
    viewer: Person, cycle: Cycle, only: Only
) -> QuerySet[Objective]:
    """Return the objectives of a cycle that `viewer` sees and a list is narrowed to."""
    found = access.visible_objectives(viewer).filter(cycle=cycle)
    if only.is_mine:
        found = found.filter(_of(viewer.pk))
    if only.owner is not None:
        found = found.filter(_of(only.owner))
    if only.team is not None:
        members = Q(person__memberships__team=only.team)
        ids = Objective.objects.filter(Q(team=only.team) | members).values("pk")
        found = found.filter(pk__in=ids)
    for word in only.words.split():
        told = KeyResult.objects.filter(title__icontains=word).values("objective")
        found = found.filter(Q(title__icontains=word) | Q(pk__in=told))
    return found.order_by(*_ORDER)


_ORDER = ("priority", "number")


def _of(person_pk: int) -> Q:
    promised = KeyResult.objects.filter(Q(owner=person_pk) | Q(delegate=person_pk))
    return Q(owner=person_pk) | Q(pk__in=promised.values("objective"))


def _by_team(
    rows: Sequence[ObjectiveRow], viewer: Person, tree: Sequence[TeamRow]
) -> list[ObjectiveGroup]:
    """Put a person's own objectives under their team, as far as they have one."""
    people = {row.person_pk for row in rows if row.person_pk is not None}
    home = teams_of(viewer=viewer, people=people)
    of_team: dict[int, list[ObjectiveRow]] = defaultdict(list)
    rest: dict[str, list[ObjectiveRow]] = defaultdict(list)
    for row in rows:
        team = row.team_pk or home.get(row.person_pk or 0)
        if team is None:
            rest[row.level].append(row)
        else:
            of_team[team].append(row)
    groups = [_group("company", None, _("Company"), "", rest[Level.COMPANY])]
    for team_row in tree:
        lead = team_row.lead
        subtitle = _("%(name)s leads") % {"name": lead.name} if lead else ""
        title = " › ".join(team_row.path)
        its = sorted(of_team[team_row.pk], key=lambda row: row.level == Level.PERSON)
        groups.append(_group("team", team_row.pk, title, subtitle, its))
    groups.append(_group("people", None, _("Individuals"), "", rest[Level.PERSON]))
    groups.append(_group("projects", None, _("Projects"), "", rest[Level.PROJECT]))
    return [group for group in groups if group.rows]


def _by_owner(rows: Sequence[ObjectiveRow]) -> list[ObjectiveGroup]:
    of_owner: dict[Ref, list[ObjectiveRow]] = defaultdict(list)
    for row in rows:
        of_owner[row.owner].append(row)
    ordered = sorted(of_owner, key=lambda owner: (owner.name.casefold(), owner.pk))
    return [
        _group("owner", owner.pk, owner.name, "", of_owner[owner]) for owner in ordered
    ]


def _by_alignment(rows: Sequence[ObjectiveRow]) -> list[ObjectiveGroup]:
    """Put each objective once, below the first that it supports in this list."""
    here = {row.pk for row in rows}
    below: dict[int | None, list[ObjectiveRow]] = defaultdict(list)
    for row in rows:
        parents = sorted(row.parents & here)
        below[parents[0] if parents else None].append(row)
    levels = list(Level.values)
    below[None].sort(key=lambda row: levels.index(row.level))
    placed: dict[int, ObjectiveRow] = {}
    for root in [*below[None], *rows]:  # what no root leads to stands in a circle
        stack = [(root, 0)]
        while stack:
            row, depth = stack.pop()
            if row.pk not in placed:
                placed[row.pk] = replace(row, depth=depth)
                stack += [(child, depth + 1) for child in reversed(below[row.pk])]
    ordered = list(placed.values())
    group = _group("alignment", None, _("All objectives"), "", ordered)
    return [group] if ordered else []


def _group(
    kind: str, pk: int | None, title: str, subtitle: str, rows: Sequence[ObjectiveRow]
) -> ObjectiveGroup:
    return ObjectiveGroup(kind, pk, title, subtitle, tuple(rows))


@prepared
def _children(asker: Person, objective: int) -> QuerySet[Objective]:
    """Return the objectives that support this one or a key result of it.

    Without their own key results: a line for each is enough.
    """
    seen = access.visible_objectives(asker)
    direct = Q(alignments__parent_objective=objective)
    through = Q(alignments__parent_key_result__objective=objective)
    found = Objective.objects.filter(pk__in=seen.filter(direct | through).values("pk"))
    return found.select_related(*RELATED).order_by("cycle__starts_on", "pk")


def viewers_of(*, viewer: Person, objective: Objective) -> tuple[Ref, ...]:
    """Return who is named to see an objective, in case it is not for everyone."""
    seen = access.visible_objectives(viewer).values("pk")
    named = objective.viewers.filter(objective__in=seen).select_related("person")
    return tuple(ref_of(each.person) for each in named.order_by("person__name", "pk"))


def _guardrails(viewer: Person, row: Objective) -> list[tuple[Guardrail, bool]]:
    """Return the guardrails, each with whether `viewer` sees its metric."""
    rails = _rails(viewer, objective=row.pk)
    return [(rail, vars(rail)["is_read"]) for rail in rails]


@prepared
def _rails(asker: Person, objective: int) -> QuerySet[Guardrail]:
    seen = access.visible_metrics(asker).filter(pk=OuterRef("metric"))
    rails = Guardrail.objects.filter(objective=objective).select_related("metric")
    return rails.annotate(is_read=Exists(seen)).order_by("pk")


def _guardrail_row(rail: Guardrail, series: Mapping[int, Series]) -> GuardrailRow:
    read = series.get(rail.metric_id)
    return GuardrailRow(
        pk=rail.pk,
        metric_pk=rail.metric_id,
        metric_code=rail.metric.code,
        metric_number=rail.metric.number,
        metric_name=rail.metric.name,
        unit=rail.metric.unit,
        low=None if rail.low is None else float(rail.low),
        high=None if rail.high is None else float(rail.high),
        now=read[-1][1] if read else None,
    )


def _may(viewer: Person, row: Objective) -> frozenset[str]:
    is_open = row.cycle.state != Cycle.State.CLOSED
    edits = is_open and access.may_edit_objective(viewer, row)
    # Who may edit it may add to it: asked again only of its owner.
    rights = {
        "edit": edits,
        "add_key_result": edits or (is_open and access.may_add_key_result(viewer, row)),
        "grade": row.cycle.state == Cycle.State.GRADING
        and access.may_manage_cycle(viewer, row.cycle),
    }
    return frozenset(name for name, held in rights.items() if held)
