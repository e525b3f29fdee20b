"""What the forms of bets offer to choose from."""

from functools import partial
from typing import Any

from django.urls import reverse

from waypost.bets import queries
from waypost.bets.queries import TargetOption
from waypost.people.models import Person
from waypost.web.choices import Offered, to_choose
from waypost.web.named import Named, Thing


def project_choices(viewer: Person) -> Offered:
    """Return the projects that can bet, each by its code."""
    return to_choose(projects_named(viewer), lambda each: f"{each.code} · {each.name}")


def key_result_choices(viewer: Person) -> Offered:
    """Return the key results that can be bet on, each by its code."""
    return to_choose(
        key_results_named(viewer),
        lambda each: f"{each.code} · {each.name} ({each.about})",
    )


def projects_named(viewer: Person) -> Named:
    """Return how one names a project that can bet."""

    def find(*, words: str = "", limit: int = 20) -> list[Thing]:
        found = queries.source_options(viewer=viewer, words=words, limit=limit)
        return [Thing(each.hint, each.label, each.hint) for each in found]

    def one(value: Any) -> Thing | None:
        found = queries.source_option(viewer=viewer, code=str(value))
        return Thing(found.code, found.name, found.code) if found else None

    return Named(find=find, one=one, offers=reverse("bets:offer_projects"))


def key_results_named(viewer: Person) -> Named:
    """Return how one names a key result that can be bet on."""

    def find(*, words: str = "", limit: int = 20) -> list[Thing]:
        found = queries.target_options(viewer=viewer, words=words, limit=limit)
        return [_key_result(each) for each in found]

    def one(value: Any) -> Thing | None:
        found = queries.target_option(viewer=viewer, number=number_of(str(value)))
        return _key_result(found) if found else None

    return Named(
        find=find,
        one=one,
        offers=reverse("bets:offer_key_results"),
        exceeds=partial(queries.more_targets_than, viewer=viewer),
    )


def number_of(code: str) -> int:
    """Return the number of a key result, also where the number alone is given.

    >>> number_of("KR-12"), number_of("12"), number_of("what?")
    (12, 12, 0)
    """
    said = code.upper().removeprefix("KR-")
    return int(said) if said.isdecimal() and len(said) < 10 else 0


def _key_result(option: TargetOption) -> Thing:
    return Thing(option.code, option.title, option.code, option.objective_title)
