"""The way into the first steps, offered until they are done."""

from waypost.bets.queries import has_standing_bet
from waypost.people.models import Person
from waypost.web.shell.navigation import address


def guide_url(viewer: Person) -> str:
    """Return where the first steps are, or nothing for who reads or once they are done.

    One query.
    """
    if viewer.is_viewer or has_standing_bet(viewer=viewer):
        return ""
    return address("start:guide")
