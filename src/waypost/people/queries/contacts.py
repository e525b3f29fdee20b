"""Stakeholders without a sign-in."""

from waypost.people.models import Contact, Person


def contact(*, viewer: Person, pk: int) -> Contact:
    """Return one contact.

    Raises
    ------
    Contact.DoesNotExist
        If there is none.
    """
    return Contact.objects.get(pk=pk)
