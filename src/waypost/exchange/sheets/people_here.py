"""People whom a table names, by e-mail or name; whoever is no one here is asked for."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from waypost.exchange.reading.incoming import Choice
from waypost.exchange.reading.problems import LEAVE_ROW_OUT, Trouble
from waypost.exchange.reading.said import Said, say
from waypost.exchange.reading.sheets import Entry, LeftOut
from waypost.exchange.taking.people import CHOSEN
from waypost.exchange.taking.troubles import PERSON, Troubles
from waypost.people import access
from waypost.people.models import Person

TO_ME = Choice("me", say(_("you, for now")))
TO_OWNER = Choice("owner", say(_("the objective's owner")))


@dataclass(slots=True)
class PeopleHere:
    """Everybody of the organisation, by e-mail and by name."""

    viewer: Person
    troubles: Troubles
    answers: dict[str, str]
    by_pk: dict[int, Person] = field(default_factory=dict)
    by_email: dict[str, Person] = field(default_factory=dict)
    by_name: dict[str, list[Person]] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        named: dict[str, list[Person]] = defaultdict(list)
        everybody = access.visible_people(self.viewer)
        for person in everybody.select_related("calendar"):
            self.by_pk[person.pk] = person
            self.by_email[person.email.casefold()] = person
            if person.is_active:
                named[folded(person.name)].append(person)
        self.by_name = dict(named)

    def find(self, text: str) -> Person | None:
        """Return who is meant: by e-mail, else by a name that only one person has."""
        mail = text.rpartition("<")[2].rstrip("> ").casefold()
        if mail in self.by_email:
            return self.by_email[mail]
        named = self.by_name.get(folded(text.partition("<")[0]), [])
        return named[0] if len(named) == 1 else None

    def owner(self, entry: Entry, text: str, *, first: Choice) -> Person | None:
        """Return who is to own something; None stands for the first choice.

        Raises
        ------
        LeftOut
            If the person chose to leave such rows out.
        """
        found = self.find(text)
        reason = self._why_not(found)
        if reason is None:
            return found
        # Asked once for each name: the answer holds for all of its rows.
        name = folded(text)
        if name not in self.asked:
            trouble = Trouble(PERSON, text, reason, (first, LEAVE_ROW_OUT))
            self.asked[name] = self.troubles.add(
                entry.place("owner"), trouble, answers=self.answers
            )
        return self._chosen(self.asked[name], first)

    def _chosen(self, choice: str, first: Choice) -> Person | None:
        if choice == LEAVE_ROW_OUT.value:
            raise LeftOut
        number = choice.removeprefix(CHOSEN)
        person = self.by_pk.get(int(number)) if number.isdecimal() else None
        if person is not None and self._why_not(person) is None:
            return person
        return self.viewer if first == TO_ME else None

    @staticmethod
    def _why_not(person: Person | None) -> Said | None:
        if person is None:
            return say(_("is no one here"))
        if not person.is_active:
            return say(_("has left"))
        if person.is_viewer:
            return say(_("only reads, and can own nothing"))
        return None


def folded(name: str) -> str:
    """Return a name as it is compared."""
    return " ".join(name.casefold().split())
