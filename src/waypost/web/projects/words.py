"""The answers of these pages, in words."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from waypost.bets.queries import ProjectsInShort
from waypost.projects.models import Project
from waypost.projects.queries import (
    PlanOutline,
    PlanSummary,
    ProjectPage,
    ProjectRow,
    TaskPage,
)
from waypost.web.templatetags import formats

NEAR = 0.005  # less than is shown


def count_word(n: int) -> str:
    """Spell a small number, as within a sentence."""
    words = (
        _("no"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"),
        _("seven"), _("eight"), _("nine"), _("ten"), _("eleven"), _("twelve"),
    )  # fmt: skip
    return words[n] if n < len(words) else formats.number(n)


def capitalized(text: str) -> str:
    """Return `text` with a capital at its head, the rest as it is."""
    return text[:1].upper() + text[1:]


def joined(parts: Sequence[str]) -> str:
    """Join parts of a sentence: ``a``, ``a and b``, ``a, b and c``."""
    if len(parts) < 2:
        return "".join(parts)
    head = ", ".join(parts[:-1])
    return _("%(head)s and %(last)s") % {"head": head, "last": parts[-1]}


def list_headline(short: ProjectsInShort) -> str:
    """Say how many projects run."""
    if not short.running:
        return _("No project runs")
    return capitalized(
        ngettext("%(n)s project runs", "%(n)s projects run", short.running)
        % {"n": count_word(short.running)}
    )


def list_lede(short: ProjectsInShort, *, total: int) -> str:
    """Say how many serve no key result, and how many are late."""
    parts = []
    if short.lone:
        said = ngettext(
            "%(n)s serves no key result", "%(n)s serve no key result", short.lone
        )
        parts.append(said % {"n": count_word(short.lone)})
    if short.late:
        said = ngettext("%(n)s runs late", "%(n)s run late", short.late)
        parts.append(said % {"n": count_word(short.late)})
    if not parts:
        return _("All of them serve a key result, and none is late.") if total else ""
    return f"{capitalized(joined(parts))}."


def why_headline(key_results: int) -> str:
    """Say how many key results bet on a project."""
    if not key_results:
        return _("Why: no key result bets on this")
    return ngettext(
        "Why: %(n)s key result bets on this",
        "Why: %(n)s key results bet on this",
        key_results,
    ) % {"n": count_word(key_results)}


def project_lede(page: ProjectPage, plan: PlanSummary) -> str:
    """Say where a project stands: what comes next, and what is late."""
    row = page.row
    parts = [_standing(row), _next(row), _late(plan)]
    return " ".join(filter(None, parts))


def _standing(row: ProjectRow) -> str:
    if row.standing == Project.Standing.ON_HOLD:
        return _("On hold: its bets do not count until it is taken up again.")
    if row.standing == Project.Standing.CANCELLED:
        return _("Cancelled: its bets are withdrawn.")
    if not row.is_funded:
        return _("A candidate: its bets count once it is funded.")
    return ""


def _next(row: ProjectRow) -> str:
    if not row.is_open:
        return ""
    found = row.next_milestone
    if found is None:
        if row.milestones_done:
            return _("All milestones are reached.")
        return _("It has no milestone yet.")
    if found.due_on is None:
        return _("Next is “%(title)s”, without a date.") % {"title": found.title}
    words = {"title": found.title, "day": formats.day(found.due_on)}
    if found.is_late:
        return _("“%(title)s” was due on %(day)s.") % words
    return _("Next is “%(title)s” on %(day)s.") % words


def _late(plan: PlanSummary) -> str:
    parts = []
    if plan.tasks_late:
        parts.append(
            ngettext("%(n)s task is late", "%(n)s tasks are late", plan.tasks_late)
            % {"n": count_word(plan.tasks_late)}
        )
    if plan.tasks_blocked:
        parts.append(
            ngettext("%(n)s is held up", "%(n)s are held up", plan.tasks_blocked)
            % {"n": count_word(plan.tasks_blocked)}
        )
    return f"{capitalized(joined(parts))}." if parts else ""


def plan_headline(name: str, done: int, still: int) -> str:
    """Say how much of a plan is done."""
    total = done + still
    if not total:
        return _("%(name)s has no tasks yet") % {"name": name}
    if not still:
        return _("Everything in %(name)s is done") % {"name": name}
    return ngettext(
        "%(done)s of %(total)s task in %(name)s is done",
        "%(done)s of %(total)s tasks in %(name)s are done",
        total,
    ) % {"done": formats.number(done), "total": formats.number(total), "name": name}


def plan_lede(found: PlanOutline) -> str:
    """Say what comes next in a plan, and what is late."""
    waiting = [
        row for row in found.rows if row.kind == "milestone" and not row.is_closed
    ]
    dated = [row for row in waiting if row.due_on is not None]
    first = min(dated, key=lambda row: row.due_on or date.max, default=None)
    parts = []
    if first is not None:
        words = {"title": first.title, "day": formats.day(first.due_on)}
        said = (
            _("“%(title)s” was due on %(day)s.")
            if first.is_late
            else _("Next is “%(title)s” on %(day)s.")
        )
        parts.append(said % words)
    late = found.tasks_late
    if late:
        said = ngettext("%(n)s task is late.", "%(n)s tasks are late.", late)
        parts.append(capitalized(said % {"n": count_word(late)}))
    return " ".join(parts)


def task_lede(page: TaskPage, today: date) -> str:
    """Say what holds a task up, and when it is due."""
    if page.status_kind == "done":
        return _("Done on %(day)s.") % {"day": formats.day(page.done_at)}
    parts = []
    waiting = [link for link in page.waits_for if not link.is_closed]
    if waiting:
        parts.append(
            _("It waits for %(codes)s.")
            % {"codes": joined([link.code for link in waiting])}
        )
    if page.due_on is not None:
        words = {"day": formats.due(page.due_on)}
        said = _("It was due %(day)s.") if page.is_late else _("It is due %(day)s.")
        parts.append(said % words)
    after = [link for link in page.followers if not link.is_closed]
    if after:
        parts.append(
            ngettext("%(n)s task waits for it.", "%(n)s tasks wait for it.", len(after))
            % {"n": capitalized(count_word(len(after)))}
        )
    return " ".join(parts)


def share_in_words(share: float | None) -> str:
    """Say what part of a key result's way a bet covers: ``a third``."""
    if share is None:
        return _("what it promised is reached")
    if share < -NEAR:
        return _("works against it")
    for upto, words in _SHARES:
        if share < upto:
            return _(words)
    return _("more than all of it")


# Translated one at a time: a table says it a hundred times.
_SHARES = [
    (NEAR, gettext_noop("nothing in time")),
    (0.075, gettext_noop("a trace of it")),
    (0.15, gettext_noop("a tenth of it")),
    (0.225, gettext_noop("a fifth of it")),
    (0.29, gettext_noop("a quarter of it")),
    (0.42, gettext_noop("a third of it")),
    (0.58, gettext_noop("half of it")),
    (0.71, gettext_noop("two thirds of it")),
    (0.9, gettext_noop("most of it")),
    (0.995, gettext_noop("nearly all of it")),
    (1.05, gettext_noop("all of it")),
]


def visibility_in_words(row: ProjectRow) -> str:
    """Say who sees a project."""
    if row.visibility == "team":
        return _("Only %(team)s sees it") % {"team": row.team}
    if row.visibility == "named":
        return _("Only named people see it")
    return _("Everyone sees it")
