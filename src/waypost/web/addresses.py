"""Where things that objectives name have their pages.

On a page as of a past day these lead to that day.
"""

from functools import lru_cache

from django.urls import NoReverseMatch, reverse

from waypost.okrs.models import KeyResult, Objective
from waypost.okrs.queries import Served
from waypost.people.models import Person
from waypost.web.looking_back import still


def objective_url(number: int) -> str:
    """Return the address of an objective."""
    return still(f"{_stem('objectives:page')}{number}/")


def key_result_url(number: int) -> str:
    """Return the address of a key result, which another family answers."""
    return still(f"{_stem('key_results:page')}{number}/")


@lru_cache
def _stem(name: str) -> str:
    """Return what stands before the number in a page's address.

    Asked once: a list names hundreds of pages.
    """
    return reverse(name, args=[0]).removesuffix("0/")


def project_url(code: str) -> str:
    """Return the address of a project, which another family answers."""
    return still(reverse("projects:page", args=[code]))


def served_url(served: Served) -> str:
    """Return the address of what an objective supports."""
    if served.is_key_result:
        return key_result_url(served.number)
    return objective_url(served.number)


def new_bet_url(viewer: Person, key_result: KeyResult) -> str:
    """Return where a bet on it is placed; nowhere once its objective is over."""
    over = {Objective.State.CLOSED, Objective.State.CANCELLED}
    address = maybe("bets:create")
    if not (address and viewer.acts) or key_result.objective.state in over:
        return ""
    return f"{address}?key_result={key_result.code}"


def maybe(name: str, *args: object) -> str:
    """Return the address of a page, or nothing when there is none by that name."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
