"""What happened: to one thing, or since somebody last looked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from waypost.core.feeds import Before, older_than, standing
from waypost.core.models import ChangeSet
from waypost.core.registry import label_of
from waypost.okrs import access
from waypost.okrs.models import KeyResult, Metric, Objective
from waypost.people.models import Person
from waypost.people.queries import Ref, maybe_ref_of

# Odds are given before seeing the others': not even that they were given is told.
_UNTOLD = ("okrs.give_odds",)


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One change set about one visible thing."""

    change_set_pk: int
    at: datetime
    actor: Ref | None
    verb: str
    summary: str
    reason: str
    subject_kind: str
    subject_pk: int
    code: str
    title: str


def changes_since(
    *, viewer: Person, since: datetime | None, limit: int = 20
) -> list[ActivityRow]:
    """Return what others did to visible OKRs since then, the latest first."""
    found = _told().filter(_about_visible(viewer)).exclude(actor=viewer)
    if since is not None:
        found = found.filter(at__gt=since)
    return _rows(found[:limit])


def activity_of(
    *,
    viewer: Person,
    thing: Objective | KeyResult | Metric,
    limit: int = 30,
    before: Before | None = None,
    besides: tuple[str, ...] = (),
) -> list[ActivityRow]:
    """Return what happened to a thing; for an objective, to its key results too.

    `besides` names verbs of which the place tells otherwise.
    """
    about = _of(thing)
    if isinstance(thing, Objective):
        parts = thing.key_results.values("pk")
        about |= Q(subject_kind=label_of(KeyResult), subject_id__in=parts)
    found = _told().filter(about, older_than(before, "at")).exclude(verb__in=besides)
    return _rows(found.filter(_about_visible(viewer))[:limit])


def _told() -> QuerySet[ChangeSet]:
    return (
        ChangeSet.objects.filter(standing())
        .exclude(verb__in=_UNTOLD)
        .order_by("-at", "-pk")
    )


def _of(thing: models.Model) -> Q:
    return Q(subject_kind=label_of(thing), subject_id=thing.pk)


def _about_visible(viewer: Person) -> Q:
    seen = {
        Objective: access.visible_objectives(viewer),
        KeyResult: access.visible_key_results(viewer),
        Metric: access.visible_metrics(viewer),
    }
    about = Q()
    for model, rows in seen.items():
        # Asked row by row, so that the latest twenty cost twenty, not everything.
        this = rows.filter(pk=OuterRef("subject_id"))
        about |= Q(Exists(this), subject_kind=label_of(model))
    return about


def _rows(found: QuerySet[ChangeSet]) -> list[ActivityRow]:
    listed = list(found.select_related("actor"))
    things = _things(listed)
    return [
        _row(each, things[each.subject_kind, each.subject_id or 0])
        for each in listed
        if (each.subject_kind, each.subject_id or 0) in things
    ]


def _things(
    listed: Iterable[ChangeSet],
) -> dict[tuple[str, int], tuple[str, str]]:
    """Return code and title of the subjects: one query for each of three kinds."""
    wanted = {(each.subject_kind, each.subject_id) for each in listed}
    found: dict[tuple[str, int], tuple[str, str]] = {}
    for model in (Objective, KeyResult):
        label = label_of(model)
        ids = [pk for kind, pk in wanted if kind == label]
        for pk, row in model._default_manager.in_bulk(ids).items():
            found[label, pk] = (row.code, row.title)
    label = label_of(Metric)
    ids = [pk for kind, pk in wanted if kind == label]
    for pk, metric in Metric.objects.in_bulk(ids).items():
        found[label, pk] = (metric.code, metric.name)
    return found


def _row(each: ChangeSet, named: tuple[str, str]) -> ActivityRow:
    return ActivityRow(
        change_set_pk=each.pk,
        at=each.at,
        actor=maybe_ref_of(each.actor),
        verb=each.verb,
        summary=each.summary,
        reason=each.reason,
        subject_kind=each.subject_kind,
        subject_pk=each.subject_id or 0,
        code=named[0],
        title=named[1],
    )
