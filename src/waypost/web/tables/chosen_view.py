"""Which saved view an address stands for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from waypost.planning.queries import ViewRow

NO_VIEW = "none"
_PLACE = ("page", "view")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The address with a view written out, and the view it began with."""

    given: QueryDict
    view: ViewRow | None = None
    problem: str = ""


def chosen(
    given: QueryDict,
    views: Sequence[ViewRow],
    *,
    known: Sequence[str] = (),
    opening: str = "",
) -> Chosen:
    """Write out the view that is named, or the person's usual one.

    ``view=7`` alone is the view as it is saved; what stands beside other parameters
    is what it began with (``from=7``). Without any parameter the usual view opens, or
    what the table itself opens with.
    """
    told = {name: [v for v in values if v] for name, values in given.lists()}
    told = {name: values for name, values in told.items() if values}
    named = (told.get("view") or [""])[-1]
    rest = {name for name in told if name not in {*_PLACE, *known}}
    if named == NO_VIEW:
        return Chosen(_with(told, "", began=NO_VIEW))
    if named and not rest:
        found = next((view for view in views if str(view.pk) == named), None)
        if found is None:
            return Chosen(_with(told, ""), problem=_("this view is gone"))
        return Chosen(_with(told, found.parameters, began=str(found.pk)), found)
    usual = next((view for view in views if view.is_usual), None)
    if not rest and not named and usual is not None:
        return Chosen(_with(told, usual.parameters, began=str(usual.pk)), usual)
    if not rest and not named:
        return Chosen(_with(told, opening))
    began = (told.get("from") or [""])[-1]
    return Chosen(_with(told, ""), next((v for v in views if str(v.pk) == began), None))


def _with(told: dict[str, list[str]], parameters: str, began: str = "") -> QueryDict:
    own = {name: values for name, values in told.items() if name != "view"}
    if began:
        own["from"] = [began]
    pairs = urlencode(own, doseq=True)
    return QueryDict("&".join(part for part in (parameters, pairs) if part))
