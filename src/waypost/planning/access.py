"""Who may see and change saved views."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from waypost.core.access import require
from waypost.people import access as people
from waypost.people.models import Person
from waypost.planning.models import SavedView


def visible_views(person: Person) -> QuerySet[SavedView]:
    """Return a person's own views and the shared ones.

    Other people's own views are nobody's business, not an admin's either.
    """
    return SavedView.objects.filter(Q(owner=person) | Q(is_shared=True))


def may_share(person: Person) -> bool:
    """Whether `person` may show a view to everybody."""
    return person.is_active and not person.is_viewer


def require_share(person: Person) -> None:
    """Let pass who does more than read."""
    require(may_share(person), _("Viewers keep their views to themselves."))


def may_edit(person: Person, view: SavedView) -> bool:
    """Whether `person` may rename, overwrite and delete `view`."""
    if view.owner_id == person.pk:
        return person.is_active
    return view.is_shared and people.may_administrate(person)


def require_edit(person: Person, view: SavedView) -> None:
    """Let its owner pass, and admins where it is shared.

    Raises
    ------
    SavedView.DoesNotExist
        If `person` may not see it.
    """
    if not visible_views(person).filter(pk=view.pk).exists():
        raise SavedView.DoesNotExist
    message = _("Only %(owner)s or an admin changes this view; save it as your own.")
    require(may_edit(person, view), message % {"owner": view.owner.name})


def require_see(person: Person, view: SavedView) -> None:
    """Let pass who sees it.

    Raises
    ------
    SavedView.DoesNotExist
        For everybody else.
    """
    if not visible_views(person).filter(pk=view.pk).exists():
        raise SavedView.DoesNotExist
