"""What whoever has a shell on the machine may do: get somebody in who is locked out."""

from dataclasses import replace
from datetime import datetime

from waypost.core import graphs, history
from waypost.people.actions.persons import PersonTerms, check_password
from waypost.people.models import Person


def install_admin(
    *, actor: None, now: datetime, terms: PersonTerms, password: str
) -> Person:
    """Make an admin of a person, who is created if nobody has the address.

    The house itself acts (`actor` is None): a shell on the machine already gives the
    whole database, and the only admin may have lost the way in.

    Raises
    ------
    django.core.exceptions.ValidationError
        If a value does not fit, or the password is too weak.
    """
    values = replace(terms, role=Person.Role.ADMIN).values()
    with history.change(actor=actor, now=now, verb="people.install_admin") as change:
        graphs.lock("admins")
        person = Person.objects.filter(email=values["email"]).first()
        if person is None:
            person = Person(**values)
            check_password(password, person)
            person.set_password(password)
            change.create(person)
        else:
            check_password(password, person)
            change.update(person, role=Person.Role.ADMIN, is_active=True)
            person.set_password(password)
            # Past the recorder: a change would keep the former hash for ever.
            person.save(update_fields=["password"])
        change.about(person, person.name)
        change.emit("people.install_admin", person=person.pk)
    return person
