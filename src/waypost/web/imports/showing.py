"""What the pages of an import show, made ready for templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waypost.exchange.preview import (
    ChoiceRow,
    MilestoneNode,
    Preview,
    ProblemRow,
    ProjectNode,
    UpdateRow,
)
from waypost.exchange.taking.people import CHOSEN
from waypost.web.choices import Offered
from waypost.web.imports import words
from waypost.web.imports.forms import who_of
from waypost.web.imports.options import PREFIXES
from waypost.web.templatetags.formats import number

PROBLEMS_A_PAGE = 25
MOST_SHOWN = 200
LISTS = ("problems", "new", "updated", "unchanged", "vanished")
KEEP, LEAVE_OUT = "keep", "leave_out"


@dataclass(frozen=True, slots=True)
class Step:
    """One of the four steps."""

    label: str
    note: str
    state: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One count, and the list that it opens."""

    label: str
    value: str
    note: str
    url: str
    is_on: bool
    is_bad: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """A line of the outline of what will be there."""

    title: str
    words: str
    is_new: bool
    children: tuple["Node", ...] = ()
    more: str = ""


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """A problem with what can be chosen for it.

    who     the field in which one is typed, where there are too many to choose from
    said    what stands in it; `offers` is where the field asks
    """

    row: ProblemRow
    options: tuple[ChoiceRow, ...]
    who: str = ""
    said: str = ""
    offers: str = ""

    @property
    def is_open(self) -> bool:
        """Whether there is more than one way to go on."""
        return len(self.options) > 1 or bool(self.who)


def steps(now: int, preview: Preview | None, file_name: str) -> list[Step]:
    """Return the four steps, the one of this number marked."""
    read = (
        [c for c in preview.columns if c.becomes not in {KEEP, LEAVE_OUT}]
        if preview
        else []
    )
    kept = len(preview.columns) - len(read) if preview else 0
    columns = _("what is read as what")
    if preview and preview.columns:
        columns = _("%(read)s read, %(kept)s kept or left out") % {
            "read": len(read),
            "kept": kept,
        }
    notes = [
        file_name or _("a plan, OKRs, people, readings"),
        columns,
        _("nothing is written yet"),
        _("can be undone"),
    ]
    labels = [_("File"), _("Columns"), _("Preview"), _("Import")]
    states = ["done" if n < now else "now" if n == now else "next" for n in range(1, 5)]
    return [Step(*each) for each in zip(labels, notes, states, strict=True)]


def chosen_list(preview: Preview, wanted: str) -> str:
    """Return which list is shown: the one asked for, else the first that has rows."""
    if wanted in LISTS:
        return wanted
    if preview.problems:
        return "problems"
    return "updated" if preview.updated else "new" if preview.new else "unchanged"


def facts(preview: Preview, shown: str) -> list[Fact]:
    """Return the counts; each opens its list."""
    counts = preview.counts
    rows_below = ngettext("row, below", "rows, below", counts.problem_rows)
    entries = [
        ("new", _("New"), counts.new, words.things_words(preview.kind)),
        ("updated", _("Updated"), counts.updated, words.fields(counts.fields)),
        ("unchanged", _("Unchanged"), counts.unchanged, _("left as they are")),
        (
            "problems",
            _("Cannot be taken as they stand"),
            counts.problem_rows,
            rows_below if counts.problem_rows else _("rows"),
        ),
    ]
    return [
        Fact(
            label=label,
            value=number(count),
            note=note,
            url=f"?{urlencode({'show': name})}#list",
            is_on=name == shown,
            is_bad=name == "problems" and count > 0,
        )
        for name, label, count, note in entries
    ]


def outline(preview: Preview) -> tuple[Node, ...]:
    """Return the projects that will be there, with their milestones."""
    is_plan = words.is_plan(preview.kind)
    return tuple(_project(node, is_plan=is_plan) for node in preview.outline)


def _project(node: ProjectNode, *, is_plan: bool) -> Node:
    more = ngettext("%(n)s more", "%(n)s more", node.more)
    if is_plan:
        more = ngettext("%(n)s more milestone", "%(n)s more milestones", node.more)
    more %= {"n": number(node.more)}
    return Node(
        title=node.title,
        words=words.tally_words(node.tally) if is_plan else "",
        is_new=node.pk is None,
        children=tuple(_milestone(each, is_plan=is_plan) for each in node.milestones),
        more=more if node.more else "",
    )


def _milestone(node: MilestoneNode, *, is_plan: bool) -> Node:
    title = node.title or _("no milestone")
    return Node(title, words.tally_words(node.tally) if is_plan else "", node.is_new)


def problems(
    rows: Sequence[ProblemRow], offered: Mapping[str, Offered], typed: Mapping[str, str]
) -> list[ShownProblem]:
    """Return problems with their choices; where somebody is missing, the people.

    Of too many to choose from one is typed.
    """
    return [
        ShownProblem(row, row.choices)
        if row.kind not in offered
        else _with_things(row, offered[row.kind], typed)
        for row in rows
    ]


def _with_things(
    row: ProblemRow, offered: Offered, typed: Mapping[str, str]
) -> ShownProblem:
    if not offered.are_many:
        people = offered.pairs if row.is_person else ()
        more = (ChoiceRow(f"{CHOSEN}{pk}", name) for pk, name in people)
        return ShownProblem(row, (*row.choices, *more))
    chosen = row.chosen.removeprefix(PREFIXES[row.kind])
    said = offered.named.written(chosen) if chosen != row.chosen else ""
    return ShownProblem(
        row,
        row.choices,
        who=who_of(row),
        said=typed.get(who_of(row), said),
        offers=offered.named.offers,
    )


def updated(rows: Sequence[UpdateRow]) -> list[tuple[UpdateRow, str]]:
    """Return rows that change, with what they are."""
    return [(row, words.item_words(row.kind)) for row in rows]


def listed(preview: Preview, shown: str) -> tuple[list[Any], str]:
    """Return the first rows of a list, and a word about the rest."""
    rows: Sequence[Any] = getattr(preview, shown)
    totals = {
        "new": preview.counts.new,
        "updated": preview.counts.updated,
        "unchanged": preview.counts.unchanged,
        "vanished": preview.counts.vanished,
    }
    rest = totals.get(shown, 0) - len(rows)
    words_of_rest = ngettext("and %(n)s more row", "and %(n)s more rows", rest)
    return list(rows), words_of_rest % {"n": number(rest)} if rest > 0 else ""


def title_of(shown: str, preview: Preview) -> str:
    """Return the heading of a list."""
    counts = preview.counts
    titles = {
        "new": _("New"),
        "updated": _("Updated"),
        "unchanged": _("Unchanged"),
        "vanished": _("In Waypost, and not in this file"),
    }
    if shown in titles:
        return titles[shown]
    words_of = ngettext(
        "%(n)s row cannot be taken as it stands",
        "%(n)s rows cannot be taken as they stand",
        counts.problem_rows,
    )
    if not counts.problem_rows:
        return _("Every row can be taken as it stands")
    return words_of % {"n": number(counts.problem_rows)}
