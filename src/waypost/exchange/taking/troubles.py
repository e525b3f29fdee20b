"""Problems that only show beside what stands here: the same shape as the reader's."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from waypost.exchange.reading.incoming import Choice, Problem
from waypost.exchange.reading.problems import Place, Problems, Trouble
from waypost.exchange.reading.said import Said, say

PERSON = "person"
NOBODY = Choice("nobody", say(_("nobody")))
LEAVE_PROJECT_OUT = Choice("leave_out", say(_("leave the project out")))
LEAVE_OUT = Choice("leave_out", say(_("leave the row out")))
LEAVE_EMPTY = Choice("empty", say(_("leave empty")))
LEAVE_AS_IT_IS = Choice("as_it_is", say(_("leave it as it is here")))
DROP_LINK = Choice("drop_link", say(_("drop this link")))
MOST = 5_000


@dataclass(slots=True)
class Troubles:
    """What is in the way here, and the answers to it."""

    rows: dict[str, int]
    found: dict[str, Problem] = field(default_factory=dict)

    def add(
        self, place: Place, trouble: Trouble, *, answers: dict[str, str] | None = None
    ) -> str:
        """Note a problem and give the choice that stands for it.

        Choices that are not listed are taken as they are: they name people.
        """
        name = Problems.name(place, trouble)
        chosen = (answers or {}).get(name, trouble.choices[0].value)
        if name not in self.found and len(self.found) < MOST:
            self.found[name] = Problem(
                id=name,
                kind=trouble.kind,
                row=place.row,
                key=place.key,
                column=place.column,
                text=trouble.text[:200],
                reason=trouble.reason,
                choices=trouble.choices,
                chosen=chosen,
            )
        return chosen

    def note(
        self, key: str, column: str, reason: Said | str, choice: Choice, text: str = ""
    ) -> None:
        """Note what has one way out."""
        said = reason if isinstance(reason, Said) else Said(reason)
        trouble = Trouble("here", text, said, (choice,))
        self.add(Place(self.rows.get(key, 0), key, column), trouble)
