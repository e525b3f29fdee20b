"""What the palette offers beside what is found: where to go, what to make, check in.

Everything here is a link to a page that exists; nobody is offered what they may not do.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ObjectDoesNotExist
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from waypost.okrs import access as okrs_access
from waypost.okrs import queries as okrs_queries
from waypost.people import access as people_access
from waypost.people.models import Person
from waypost.projects import access as projects_access
from waypost.projects import queries as project_queries
from waypost.search.folding import asked, words
from waypost.web.addresses import key_result_url
from waypost.web.shell import navigation

MOST_OWN = 3
MOST_CHECK_INS = 5
MOST = 3  # of a group while something is typed


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do.

    `more` are words that it is found by beside those it shows.
    """

    label: str
    icon: str
    url: str
    note: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class CommandGroup:
    """What stands together under a heading.

    `is_after` says that it stands below what is found.
    """

    title: str
    commands: tuple[Command, ...]
    is_after: bool = False


def groups(*, viewer: Person, text: str, here: str, today: date) -> list[CommandGroup]:
    """Return what fits `text`, in groups; everything that matters for no text.

    `here` is the address of the page on which the palette was opened: what it shows
    can be added to.
    """
    typed = asked(text)
    if text and not typed:
        return []
    check_in = _("Check in")
    offered = [
        # Found by their own words they stand below what is found, like any key result.
        (check_in, _check_ins(viewer, today), not _begin(typed, words(check_in))),
        (_("Go to"), _places(viewer), False),
        (_("Create"), _creations(viewer, here), False),
    ]
    found = []
    for title, commands, is_after in offered:
        kept = _fitting(typed, title, commands)
        if kept:
            found.append(CommandGroup(title, kept, is_after))
    return found


def _begin(typed: Sequence[str], own: Iterable[str]) -> bool:
    """Whether each typed word begins one of these."""
    known = list(own)
    return all(any(word.startswith(one) for word in known) for one in typed)


def _fitting(
    typed: Sequence[str], title: str, commands: Iterable[Command]
) -> tuple[Command, ...]:
    if not typed:
        return tuple(commands)
    kept = []
    for each in commands:
        if _begin(typed, words(f"{title} {each.label} {each.note} {each.more}")):
            kept.append(each)
    return tuple(kept[:MOST])


def _check_ins(viewer: Person, today: date) -> list[Command]:
    """Return the viewer's key results, those that wait first."""
    waiting = okrs_queries.to_check_in(viewer=viewer, today=today, limit=MOST_CHECK_INS)
    return [
        Command(
            label=f"{each.code} {each.title}",
            icon="target",
            url=f"{key_result_url(each.number)}#check-in",
            note=_("due") if each.due_since is not None else "",
        )
        for each in waiting
    ]


def _places(viewer: Person) -> list[Command]:
    """Return the pages of the navigation, and those behind the person's name."""
    shown = navigation.places("", counts={})
    found = [
        Command(each.label, each.icon, each.url)
        for each in shown
        if viewer.plans or each.family != "imports"
    ]
    more = [
        (_("Cycles"), "calendar-days", "cycles:index"),
        (_("Teams"), "users", "teams:index"),
        (_("My settings"), "settings", "settings:index"),
        (_("What I changed"), "history", "history:index"),
        (_("Organization"), "building-2", "organisation:index"),
        (_("Calendars"), "calendar", "calendars:index"),
    ]
    return found + [Command(label, icon, reverse(name)) for label, icon, name in more]


def _creations(viewer: Person, here: str) -> Iterator[Command]:
    if not viewer.acts:
        return
    yield from _added_to(viewer, here)
    for each in navigation.creations(with_import=viewer.plans):
        yield Command(each.label, each.icon, each.url, more=_("new"))
    projects = project_queries.own_projects(viewer=viewer, limit=MOST_OWN)
    if projects or viewer.is_admin:
        yield _new(_("Bet"), "link", reverse("bets:create"))
    for objective in okrs_queries.open_own_objectives(viewer=viewer, limit=MOST_OWN):
        yield _key_result(objective.number, f"{objective.code} {objective.title}")
    for project in projects:
        yield _task(project.code, f"{project.code} {project.name}")
    yield from _rarer(viewer)


def _rarer(viewer: Person) -> Iterator[Command]:
    """Return what is made now and then, by those who may."""
    offered = [
        (okrs_access.may_create_metric, _("Metric"), "activity", "metrics:create"),
        (okrs_access.may_create_cycle, _("Cycle"), "calendar-days", "cycles:create"),
        (people_access.may_administrate, _("Team"), "users", "teams:create"),
        (people_access.may_administrate, _("Person"), "user-plus", "people:create"),
    ]
    for may, label, icon, name in offered:
        if may(viewer):
            yield _new(label, icon, reverse(name))


def _added_to(viewer: Person, here: str) -> Iterator[Command]:
    """Return what can be added to the thing whose page is open."""
    try:
        match = resolve(here)
    except Resolver404:
        return
    offer = _OFFERS.get(match.app_name)
    if offer is None:
        return
    try:
        yield from offer(viewer, match.kwargs)
    except (ObjectDoesNotExist, KeyError):
        return  # it is gone, or hidden from them: there is nothing to add to


def _to_objective(viewer: Person, given: dict[str, Any]) -> Iterator[Command]:
    found = okrs_queries.objective(viewer=viewer, number=given["number"])
    if okrs_access.may_add_key_result(viewer, found):
        yield _key_result(found.number, f"{found.code} {found.title}")


def _to_key_result(viewer: Person, given: dict[str, Any]) -> Iterator[Command]:
    found = okrs_queries.key_result(viewer=viewer, number=given["number"])
    if viewer.plans or project_queries.own_projects(viewer=viewer, limit=1):
        query = urlencode({"key_result": found.code})
        note = f"{found.code} {found.title}"
        yield _new(_("Bet"), "link", f"{reverse('bets:create')}?{query}", note)


def _to_project(viewer: Person, given: dict[str, Any]) -> Iterator[Command]:
    found = project_queries.project(viewer=viewer, code=given["code"])
    rights = projects_access.rights_on(viewer, found)
    note = f"{found.code} {found.name}"
    if rights.edit_tasks:
        yield _task(found.code, note)
    if rights.edit:
        query = urlencode({"project": found.code})
        yield _new(_("Bet"), "link", f"{reverse('bets:create')}?{query}", note)


_OFFERS: dict[str, Callable[[Person, dict[str, Any]], Iterator[Command]]] = {
    "objectives": _to_objective,
    "key_results": _to_key_result,
    "projects": _to_project,
}


def _new(label: str, icon: str, url: str, note: str = "") -> Command:
    return Command(label, icon, url, note, more=_("new"))


def _key_result(number: int, note: str) -> Command:
    url = reverse("objectives:create_key_result", args=[number])
    return _new(_("Key result"), "target", url, note)


def _task(code: str, note: str) -> Command:
    url = f"{reverse('projects:plan', args=[code])}?add=0#add-0"
    return _new(_("Task"), "circle-check", url, note)
