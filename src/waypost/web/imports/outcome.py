"""How far an import is, and what came of it, made ready for templates."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waypost.exchange.queries import Landed, RunPage
from waypost.web.imports import words
from waypost.web.imports.showing import Fact
from waypost.web.shell.navigation import address
from waypost.web.templatetags.formats import number


@dataclass(frozen=True, slots=True)
class Place:
    """Where an import went: a project, and the way to tie it to a key result."""

    name: str
    code: str
    url: str
    bet_url: str
    is_new: bool


def places(projects: Sequence[Landed]) -> list[Place]:
    """Return the projects that an import went into."""
    return [_place(project) for project in projects]


def _place(project: Landed) -> Place:
    page, bet = address("projects:index"), address("bets:create")
    return Place(
        name=project.name,
        code=project.code,
        url=f"{page}{project.code}/" if page else "",
        bet_url=f"{bet}?{urlencode({'project': project.code})}"
        if bet and not project.has_bet
        else "",
        is_new=project.is_new,
    )


@dataclass(frozen=True, slots=True)
class Working:
    """What is being done, and how far it is."""

    label: str
    note: str
    done: int | None
    total: int


def working(page: RunPage) -> Working:
    """Say how far the work on a file is."""
    progress = page.progress
    if progress is None:
        label = _("Waiting for its turn")
        return Working(label, "", None, 1)
    labels = {
        "reading": _("Reading the file"),
        "comparing": _("Comparing it with what stands here"),
        "writing": _("Writing"),
    }
    label = labels.get(progress.phase, progress.phase)
    if not progress.total:
        return Working(label, "", None, 1)
    note = _("%(done)s of %(total)s") % {
        "done": number(progress.done),
        "total": number(progress.total),
    }
    return Working(label, note, progress.done, progress.total)


def done_headline(page: RunPage) -> str:
    """Say what an import did."""
    counts = page.run.counts
    written = counts.get("new", 0) + counts.get("updated", 0)
    if page.row.is_undone:
        return _("This import was undone")
    if page.run.change_set_id is None:
        return _("The file changed nothing: all of it stood here already")
    words_of = ngettext("%(n)s row is in Waypost", "%(n)s rows are in Waypost", written)
    return words_of % {"n": number(written)}


def done_facts(page: RunPage) -> list[Fact]:
    """Return the counts of an import that is over."""
    counts = page.run.counts
    entries = [
        (_("New"), counts.get("new", 0), words.things_words(page.row.kind)),
        (_("Updated"), counts.get("updated", 0), words.fields(counts.get("fields", 0))),
        (_("Unchanged"), counts.get("unchanged", 0), _("left as they are")),
        (
            _("Left out"),
            (left := counts.get("left_out", 0)),
            ngettext("row, as chosen", "rows, as chosen", left),
        ),
    ]
    return [
        Fact(label, number(count), note, "", is_on=False)
        for label, count, note in entries
    ]


def undo_url(change_set: int | None) -> str:
    """Return where an import is taken back."""
    return reverse("history:undo", args=[change_set]) if change_set else ""
