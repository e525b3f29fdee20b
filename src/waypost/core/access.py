"""What every app's access rules share."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


class Denied(PermissionDenied):
    """The person may see the thing and may not do this with it."""


def require(allowed: bool, message: str) -> None:  # noqa: FBT001 - reads as a sentence
    """Let pass who is allowed.

    Raises
    ------
    Denied
        With `message`, if not.
    """
    if not allowed:
        raise Denied(message)


@dataclass(frozen=True, slots=True)
class Audience:
    """Who may see a thing. Admins see everything and are left out.

    One number per thing: what is less visible than its parent never moves the
    parent's numbers, so that no roll-up tells of what is hidden.
    """

    is_everyone: bool
    people: frozenset[int] = frozenset()

    def covers(self, other: "Audience") -> bool:
        """Say whether all who may see `other` may see this too.

        >>> team, pair = Audience.of(1, 2, 3), Audience.of(1, 2)
        >>> EVERYONE.covers(team), team.covers(pair)
        (True, True)
        >>> team.covers(EVERYONE), pair.covers(team)
        (False, False)
        """
        if self.is_everyone:
            return True
        return not other.is_everyone and other.people <= self.people

    def __and__(self, other: "Audience") -> "Audience":
        """Return who may see both.

        >>> sorted((Audience.of(1, 2) & Audience.of(2, 3)).people)
        [2]
        """
        if self.is_everyone:
            return other
        if other.is_everyone:
            return self
        return Audience(is_everyone=False, people=self.people & other.people)

    @classmethod
    def of(cls, *people: int) -> "Audience":
        """Return the audience of these people and no others."""
        return cls(is_everyone=False, people=frozenset(people))


EVERYONE = Audience(is_everyone=True)
