"""What an import is said to be and to do, in words."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waypost.exchange import access
from waypost.exchange.kinds import KINDS
from waypost.exchange.preview import Counts, Preview, Tally
from waypost.exchange.reading.labels import label_of
from waypost.exchange.templates import HEADS
from waypost.people.models import Person
from waypost.web.shell.navigation import address
from waypost.web.templatetags.formats import day, number

KIND_ORDER = ("backlog", "todo", "doing", "blocked", "review", "done", "dropped")


def kind_words(kind: str) -> str:
    """Return what a kind of file is called."""
    return str(KINDS[kind].label) if kind in KINDS else kind


def is_plan(kind: str) -> bool:
    """Whether a kind of file brings projects."""
    return kind in KINDS and KINDS[kind].is_plan


def template_words(person: Person) -> list[tuple[str, str]]:
    """Return the tables that have a template, of those that a person may bring."""
    return [
        (kind, kind_words(kind)) for kind in HEADS if access.may_bring(person, kind)
    ]


def things_words(kind: str) -> str:
    """Return what the rows of a file are."""
    words = {
        "okrs": _("objectives and key results"),
        "people": _("people"),
        "readings": _("readings"),
    }
    return words.get(kind, _("tasks and milestones"))


def list_words(kind: str) -> tuple[str, str]:
    """Return where the rows of a file are listed, and what that page is called."""
    pages = {
        "okrs": ("objectives:index", _("Objectives")),
        "people": ("people:index", _("People")),
        "readings": ("metrics:index", _("Metrics")),
    }
    name, label = pages.get(kind, ("", ""))
    return (address(name), label) if name else ("", "")


def becomes_words(kind: str, name: str) -> str:
    """Return what a column becomes, in words."""
    return label_of(kind, name)


def order_words() -> tuple[tuple[str, str], ...]:
    """Return the orders of dates in digits."""
    return (
        ("day_first", _("day first")),
        ("month_first", _("month first")),
        ("year_first", _("year first")),
    )


def unit_words() -> tuple[tuple[str, str], ...]:
    """Return the units that a length may be written in."""
    return (
        ("seconds", _("in seconds")),
        ("minutes", _("in minutes")),
        ("hours", _("in hours")),
        ("days", _("in days")),
        ("weeks", _("in weeks")),
    )


def status_kind_words() -> tuple[tuple[str, str], ...]:
    """Return the kinds of status."""
    words = {
        "backlog": _("Backlog"),
        "todo": _("To do"),
        "doing": _("Doing"),
        "blocked": _("Blocked"),
        "review": _("Review"),
        "done": _("Done"),
        "dropped": _("Dropped"),
    }
    return tuple((kind, words[kind]) for kind in KIND_ORDER)


def item_words(kind: str) -> str:
    """Return what a row of the file becomes."""
    words = {
        "project": _("project"),
        "milestone": _("milestone"),
        "task": _("task"),
        "dependency": _("dependency"),
        "objective": _("objective"),
        "key_result": _("key result"),
        "person": _("person"),
        "reading": _("reading"),
    }
    return words.get(kind, kind)


def rows(count: int) -> str:
    """Say how many rows."""
    words = ngettext("%(n)s row", "%(n)s rows", count)
    return words % {"n": number(count)}


def fields(count: int) -> str:
    """Say how many fields change."""
    if not count:
        return _("rows change")
    return ngettext("%(n)s field", "%(n)s fields", count) % {"n": number(count)}


def headline(preview: Preview) -> str:
    """Say whether the file can be imported, with the number of rows that wait."""
    counts = preview.counts
    if preview.needs:
        names = ", ".join(becomes_words(preview.kind, n) for n in preview.needs)
        return _("Which column holds this: %(names)s?") % {"names": names}
    if preview.blocked:
        return _("This file cannot be imported as it stands")
    if not preview.changes_something:
        return _("Everything in this file is here already")
    waiting = counts.problem_rows
    if not waiting:
        return _all_ready(counts)
    words = ngettext(
        "%(ready)s of %(all)s rows are ready; %(n)s needs a word from you",
        "%(ready)s of %(all)s rows are ready; %(n)s need a word from you",
        waiting,
    )
    said = {
        "ready": number(counts.ready),
        "all": number(counts.rows),
        "n": number(waiting),
    }
    return words % said


def _all_ready(counts: Counts) -> str:
    words = ngettext("The one row is ready", "All %(n)s rows are ready", counts.rows)
    return words % {"n": number(counts.rows)}


def lede(preview: Preview) -> str:
    """Say what file this is, and that nothing is written yet."""
    what = kind_words(preview.kind)
    if preview.exported_on:
        on = day(date.fromisoformat(preview.exported_on))
        what = _("%(what)s of %(day)s") % {"what": what, "day": on}
    names = [node.title for node in preview.outline]
    if not is_plan(preview.kind):
        names = []
    if len(names) == 1:
        what = f"{what}, {names[0]}"
    elif names:
        count = ngettext("%(n)s project", "%(n)s projects", len(names))
        what = f"{what}, {count % {'n': len(names)}}"
    return _("%(what)s. Nothing is written before you press Import.") % {"what": what}


def tally_words(tally: Tally) -> str:
    """Say of some tasks how many are new, change or stay."""
    if not tally.all:
        return _("no tasks")
    if tally.all == tally.new:
        words = ngettext("%(n)s task", "%(n)s tasks", tally.all)
        return words % {"n": number(tally.all)}
    parts = []
    if tally.updated:
        parts.append(_("%(n)s updated") % {"n": number(tally.updated)})
    if tally.new:
        parts.append(_("%(n)s new") % {"n": number(tally.new)})
    if tally.unchanged:
        parts.append(_("%(n)s unchanged") % {"n": number(tally.unchanged)})
    return ", ".join(parts)


def also_words(counts: Counts) -> str:
    """Say what else comes with the rows."""
    parts = []
    for count, words in (
        (
            counts.dependencies,
            ngettext("%(n)s dependency", "%(n)s dependencies", counts.dependencies),
        ),
        (
            counts.people,
            ngettext("%(n)s person matched", "%(n)s people matched", counts.people),
        ),
        (
            counts.calendar_days,
            ngettext(
                "%(n)s day off the usual week",
                "%(n)s days off the usual week",
                counts.calendar_days,
            ),
        ),
    ):
        if count:
            parts.append(words % {"n": number(count)})
    if counts.estimates:
        words = ngettext(
            "%(n)s estimate, %(hours)s in all",
            "%(n)s estimates, %(hours)s in all",
            counts.estimates,
        )
        hours = number(round(counts.hours), "h")
        parts.append(words % {"n": number(counts.estimates), "hours": hours})
    said = ", ".join(parts)
    quiet = _("No one is notified.")
    return f"{_('Also %(what)s.') % {'what': said}} {quiet}" if said else quiet


def button_words(counts: Counts) -> str:
    """Say on the button what it writes."""
    if counts.written:
        return _("Import %(rows)s") % {"rows": rows(counts.written)}
    if counts.other:
        words = ngettext("Import %(n)s change", "Import %(n)s changes", counts.other)
        return words % {"n": number(counts.other)}
    return _("Import newer texts")


def foot_words(preview: Preview) -> str:
    """Say beside the button what is written and what is not."""
    counts = preview.counts
    parts = [_("%(rows)s now") % {"rows": rows(counts.written)}]
    if counts.left_out:
        left = ngettext(
            "%(n)s is left out and can follow later",
            "%(n)s are left out and can follow later",
            counts.left_out,
        )
        parts.append(left % {"n": number(counts.left_out)})
    return "; ".join(parts) + "."
