"""Who can be given something to do."""

from django.utils.translation import gettext as _

from waypost.okrs.actions.errors import Refused
from waypost.people.models import Person


def require_able_owner(person: Person, *, field: str = "owner") -> None:
    """Refuse an owner who has left, or who only reads."""
    if not person.is_active:
        message = _("%(name)s has left; choose somebody else.")
        raise Refused({field: message % {"name": person.name}})
    if person.is_viewer:
        message = _("%(name)s only reads; an admin can make them a member.")
        raise Refused({field: message % {"name": person.name}})
