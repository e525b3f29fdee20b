"""Objectives: the list as a tree, and one with all around it."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from waypost.core.history import version_of
from waypost.okrs import access
from waypost.okrs.models import Cycle, Guardrail, KeyResult, Objective
from waypost.okrs.queries.loading import objective_rows
from waypost.okrs.queries.paths import path_to
from waypost.okrs.queries.rows import ObjectiveGroup, ObjectiveRow, Served
from waypost.people.models import Person
from waypost.people.queries import Ref, maybe_ref_of, ref_of, team_tree, teams_of

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
    """A metric that the objective must not harm."""

    pk: int
    metric_pk: int
    metric_code: str
    metric_number: int
    metric_name: str
    unit: str
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class ObjectivePage:
    """An objective and what stands around it; its key results have sparks.

    `path` leads from the top down to it, by what the viewer may see. `may` holds
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


def objective(*, viewer: Person, number: int) -> Objective:
    """Return one objective.

    Raises
    ------
    Objective.DoesNotExist
        If there is none for `viewer`.
    """
    related = ("cycle", "owner", "reviewer", "team", "person")
    found = access.visible_objectives(viewer).select_related(*related)
    return found.get(number=number)


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
    *, viewer: Person, cycle: Cycle, by: str = "team", only: Only | None = None
) -> list[ObjectiveGroup]:
    """Return the objectives of a cycle under headings.

    `by` is ``team`` (the company, then the tree of teams), ``alignment`` (one group
    whose rows have a depth) or ``owner``.
    """
    found = narrowed_objectives(viewer, cycle, only or Only())
    rows = objective_rows(found, viewer)
    groupings: dict[str, Callable[..., list[ObjectiveGroup]]] = {
        "team": _by_team,
        "alignment": _by_alignment,
        "owner": _by_owner,
    }
    return groupings.get(by, _by_team)(rows, viewer)


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
    this = Objective.objects.filter(pk=row.pk)
    rails = row.guardrails.select_related("metric").order_by("pk")
    viewers = row.viewers.select_related("person").order_by("person__name", "pk")
    return ObjectivePage(
        row=objective_rows(this, viewer, sparks=True)[0],
        objective=row,
        why=row.why,
        reflection=row.reflection,
        reviewer=maybe_ref_of(row.reviewer),
        children=tuple(children_of(viewer=viewer, objective=row)),
        guardrails=tuple(_guardrail_row(rail) for rail in rails),
        viewers=tuple(ref_of(each.person) for each in viewers),
        path=path_to(row, viewer),
        may=_may(viewer, row),
        version=version_of(row),
    )


def children_of(*, viewer: Person, objective: Objective) -> list[ObjectiveRow]:
    """Return the objectives that support this one or a key result of it.

    Without their own key results: a line for each is enough.
    """
    seen = access.visible_objectives(viewer)
    direct = Q(alignments__parent_objective=objective)
    through = Q(alignments__parent_key_result__objective=objective)
    ids = seen.filter(direct | through).values("pk")
    found = Objective.objects.filter(pk__in=ids).order_by("cycle__starts_on", "pk")
    return objective_rows(found, viewer, with_key_results=False)


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


def _by_team(rows: Sequence[ObjectiveRow], viewer: Person) -> list[ObjectiveGroup]:
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
    for team_row in team_tree(viewer=viewer):
        lead = team_row.lead
        subtitle = _("%(name)s leads") % {"name": lead.name} if lead else ""
        title = " › ".join(team_row.path)
        its = sorted(of_team[team_row.pk], key=lambda row: row.level == Level.PERSON)
        groups.append(_group("team", team_row.pk, title, subtitle, its))
    groups.append(_group("people", None, _("Individuals"), "", rest[Level.PERSON]))
    groups.append(_group("projects", None, _("Projects"), "", rest[Level.PROJECT]))
    return [group for group in groups if group.rows]


def _by_owner(rows: Sequence[ObjectiveRow], viewer: Person) -> list[ObjectiveGroup]:
    of_owner: dict[Ref, list[ObjectiveRow]] = defaultdict(list)
    for row in rows:
        of_owner[row.owner].append(row)
    ordered = sorted(of_owner, key=lambda owner: (owner.name.casefold(), owner.pk))
    return [
        _group("owner", owner.pk, owner.name, "", of_owner[owner]) for owner in ordered
    ]


def _by_alignment(rows: Sequence[ObjectiveRow], viewer: Person) -> list[ObjectiveGroup]:
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


def _guardrail_row(rail: Guardrail) -> GuardrailRow:
    return GuardrailRow(
        pk=rail.pk,
        metric_pk=rail.metric_id,
        metric_code=rail.metric.code,
        metric_number=rail.metric.number,
        metric_name=rail.metric.name,
        unit=rail.metric.unit,
        low=None if rail.low is None else float(rail.low),
        high=None if rail.high is None else float(rail.high),
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
