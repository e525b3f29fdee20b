"""Who may bring files in, and who sees what became of them."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from waypost.core.access import require
from waypost.exchange.models import ExportRun, ImportRun
from waypost.people import access as people_access
from waypost.people.models import Person
from waypost.projects import access as project_access


def visible_runs(person: Person) -> QuerySet[ImportRun]:
    """Return the imports that `person` may see: their own, an admin all."""
    if person.is_admin:
        return ImportRun.objects.all()
    return ImportRun.objects.filter(person=person)


def require_import(person: Person) -> None:
    """Let managers and admins pass."""
    project_access.require_import(person)


def require_own(person: Person, run: ImportRun) -> None:
    """Let pass who brought the file; for others it may not even exist.

    Raises
    ------
    ImportRun.DoesNotExist
        For somebody who may not see it.
    waypost.core.access.Denied
        For an admin who did not bring it, and for who may import no longer.
    """
    if not visible_runs(person).filter(pk=run.pk).exists():
        raise ImportRun.DoesNotExist
    message = _("Only who brought the file goes on with it.")
    require(run.person_id == person.pk, message)
    require_import(person)


def may_bring(person: Person, kind: str) -> bool:
    """Whether `person` may import files of this kind: people are an admin's."""
    if kind == "people":
        return people_access.may_administrate(person)
    return people_access.may_plan(person)


def require_kind(person: Person, kind: str) -> None:
    """Let managers and admins pass; with people, admins only."""
    require_import(person)
    require(may_bring(person, kind), _("Only an admin brings people."))


def visible_exports(person: Person) -> QuerySet[ExportRun]:
    """Return the exports of the whole that `person` may see: an admin all."""
    if people_access.may_administrate(person):
        return ExportRun.objects.all()
    return ExportRun.objects.none()


def require_whole(person: Person) -> None:
    """Let admins pass: the whole holds what only single people may see."""
    message = _("Only an admin exports the whole organization.")
    require(people_access.may_administrate(person), message)
