"""What an import may go into, and who or what may be meant in its file."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from waypost.exchange.taking.people import CHOSEN
from waypost.okrs import access as okr_access
from waypost.okrs import queries as okrs
from waypost.okrs.models import Metric
from waypost.people import queries as people
from waypost.people.models import Person, Team
from waypost.projects import queries
from waypost.projects.models import Project
from waypost.web.choices import Offered, people_named, people_to_choose, to_choose
from waypost.web.named import Named, Thing

# What a choice for a problem begins with, where it names one thing here.
PREFIXES = {"person": CHOSEN, "metric": "metric-", "team": "team-"}


def missing(viewer: Person, kinds: Iterable[str]) -> dict[str, Offered]:
    """Return what may be meant where a file names what is not here, by kind."""
    return {
        kind: people_to_choose(viewer)
        if kind == "person"
        else to_choose(_named(viewer, kind), lambda each: each.name)
        for kind in set(kinds) & PREFIXES.keys()
    }


def meant(viewer: Person, kind: str, said: str) -> str:
    """Return the choice that names what was typed for a problem of this kind.

    Raises
    ------
    ValidationError
        If it means nothing here, or nothing that the file may go to.
    """
    pk = _named(viewer, kind).meant(said)
    if kind == "metric":
        metric = okrs.metric_by_pk(viewer=viewer, pk=pk)
        if not okr_access.may_record_reading(viewer, metric):
            words = _("You may not enter readings of “%(name)s”.")
            raise ValidationError(words % {"name": metric.name})
    return f"{PREFIXES[kind]}{pk}"


def _named(viewer: Person, kind: str) -> Named:
    ways = {"person": people_named, "metric": _metrics, "team": teams_named}
    return ways[kind](viewer)


def _metrics(viewer: Person) -> Named:
    def find(*, words: str = "", limit: int = 20) -> list[Thing]:
        found = okrs.metric_options(viewer=viewer, words=words, limit=limit)
        listed = ((each, each.hint.partition(" · ")) for each in found)
        return [Thing(e.value, e.label, code, unit) for e, (code, _dot, unit) in listed]

    def one(value: Any) -> Thing | None:
        try:
            metric = okrs.metric_by_pk(viewer=viewer, pk=int(value))
        except (Metric.DoesNotExist, ValueError):
            return None
        return Thing(metric.pk, metric.name, metric.code)

    return Named(find=find, one=one, offers=reverse("objectives:offer_metrics"))


def teams_named(viewer: Person) -> Named:
    """Return how one names a team."""

    def find(*, words: str = "", limit: int = 20) -> list[Thing]:
        found = people.team_options(viewer=viewer, words=words)
        return [Thing(e.value, e.label, "", e.hint) for e in found[:limit]]

    def one(value: Any) -> Thing | None:
        try:
            found = people.team(viewer=viewer, pk=int(value))
        except (Team.DoesNotExist, ValueError):
            return None
        return Thing(found.pk, found.name, "")

    return Named(find=find, one=one, offers=reverse("imports:offer_teams"))


def project_choices(viewer: Person) -> Offered:
    """Return the projects that everything may go into, each by its code."""
    return to_choose(projects_named(viewer), lambda each: f"{each.name} ({each.code})")


def projects_named(viewer: Person) -> Named:
    """Return how one names a project that one may change."""

    def find(*, words: str = "", limit: int = 20) -> list[Thing]:
        found = queries.editable_projects(viewer=viewer, words=words, limit=limit)
        return [Thing(each.hint, each.label, each.hint) for each in found]

    def one(value: Any) -> Thing | None:
        try:
            found = queries.project(viewer=viewer, code=str(value))
        except Project.DoesNotExist:
            return None
        return Thing(found.code, found.name, found.code)

    return Named(find=find, one=one, offers=reverse("imports:offer_projects"))
