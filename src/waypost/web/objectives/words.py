"""The answers of the pages, in words."""

from collections.abc import Collection, Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waypost.bets.queries import Figures
from waypost.core.db import is_past
from waypost.okrs.models import Cycle
from waypost.okrs.queries import KeyResultRow, ObjectiveRow
from waypost.web.bars import Bar, key_result_bar
from waypost.web.templatetags import formats


def headline(rows: Iterable[ObjectiveRow], figures: Figures) -> str:
    """Say how many key results are covered."""
    found = [
        figures.key_results[each.pk]
        for row in rows
        for each in row.key_results
        if each.pk in figures.key_results
    ]
    covered = sum(key_result_bar(each).is_covered for each in found)
    total = len(found)
    if not total:
        return _("No key result says yet whether this is reached")
    words = {"covered": covered, "total": total}
    if covered == total:
        return ngettext(
            "The one key result is fully covered",
            "All %(total)s key results are fully covered",
            total,
        ) % (words)
    if not covered:
        return ngettext(
            "The one key result is not covered",
            "None of %(total)s key results is fully covered",
            total,
        ) % (words)
    return ngettext(
        "%(covered)s of %(total)s key results is fully covered",
        "%(covered)s of %(total)s key results are fully covered",
        covered,
    ) % (words)


def lede(rows: Iterable[ObjectiveRow], figures: Figures) -> str:
    """Say how many objectives are on track, and where most is missing."""
    listed = [row for row in rows if row.pk in figures.objectives]
    on_track = sum(figures.objectives[row.pk].health == "on_track" for row in listed)
    said = ngettext(
        "%(on)s of %(total)s objective is on track.",
        "%(on)s of %(total)s objectives are on track.",
        len(listed),
    ) % {"on": on_track, "total": len(listed)}
    widest = max(
        (each for row in listed for each in row.key_results),
        key=lambda each: _gap(each, figures),
        default=None,
    )
    if widest is None or _gap(widest, figures) <= 0.0005:
        return said
    return f"{said} {_hole(widest, _gap(widest, figures))}"


def _hole(row: KeyResultRow, gap: float) -> str:
    if gap >= 1:
        return _("Most is missing for “%(title)s”: nothing covers it.") % {
            "title": row.title
        }
    return _("Most is missing for “%(title)s”: nothing covers %(gap)s of it.") % {
        "title": row.title,
        "gap": formats.percent(gap),
    }


def closed_headline(rows: Iterable[ObjectiveRow], cycle: Cycle, reached: float) -> str:
    """Say how a cycle that is over went."""
    scores = [row.final_score for row in rows if row.final_score is not None]
    return scores_headline(scores, cycle, reached)


def scores_headline(scores: Sequence[float], cycle: Cycle, reached: float) -> str:
    """Say how many of the graded objectives were reached."""
    if not scores:
        return _("%(cycle)s is over, and nothing was graded") % {"cycle": cycle.name}
    return ngettext(
        "%(count)s of %(total)s graded objective was reached in %(cycle)s",
        "%(count)s of %(total)s graded objectives were reached in %(cycle)s",
        len(scores),
    ) % {
        "count": sum(score >= reached for score in scores),
        "total": len(scores),
        "cycle": cycle.name,
    }


def closed_lede(reached: float) -> str:
    """Say what counted as reached."""
    return _("A score of %(score)s or more counts as reached.") % {
        "score": formats.percent(reached)
    }


def long_headline(count: int, cycle: Cycle) -> str:
    """Say how many objectives there are, where the answer takes longer to reckon."""
    said = ngettext(
        "%(n)s objective in %(cycle)s", "%(n)s objectives in %(cycle)s", count
    )
    return said % {"n": formats.number(count), "cycle": cycle.name}


def long_lede(
    figures: Figures, objectives: Collection[int], key_results: Collection[int]
) -> str:
    """Say how a whole cycle stands, by its figures alone."""
    bars = [
        key_result_bar(figures.key_results[pk])
        for pk in key_results
        if pk in figures.key_results
    ]
    known = [figures.objectives[pk] for pk in objectives if pk in figures.objectives]
    covered = ngettext(
        "%(covered)s of %(total)s key result is fully covered.",
        "%(covered)s of %(total)s key results are fully covered.",
        len(bars),
    ) % {
        "covered": formats.number(sum(bar.is_covered for bar in bars)),
        "total": formats.number(len(bars)),
    }
    on_track = ngettext(
        "%(on)s of %(total)s objective is on track.",
        "%(on)s of %(total)s objectives are on track.",
        len(known),
    ) % {
        "on": formats.number(sum(each.health == "on_track" for each in known)),
        "total": formats.number(len(known)),
    }
    return f"{covered} {on_track}"


def group_note(rows: Iterable[ObjectiveRow], figures: Figures) -> str:
    """Say how many objectives a group has, and how many are on track."""
    listed = list(rows)
    on_track = sum(
        figures.objectives[row.pk].health == "on_track"
        for row in listed
        if row.pk in figures.objectives
    )
    said = ngettext("%(n)s objective", "%(n)s objectives", len(listed))
    return f"{said % {'n': len(listed)}}, {_('%(n)s on track') % {'n': on_track}}"


def standing(bar: Bar, *, parts: int) -> str:
    """Say in one sentence how an objective stands."""
    if not parts:
        return _("Nothing is measured: it has no key result yet.")
    if bar.measured is None:
        measured = _("Nothing is measured yet")
    else:
        measured = _("%(share)s of the way is measured") % {
            "share": formats.percent(bar.measured)
        }
    if bar.pace:
        expected = _(", where %(pace)s is expected by today")
        if is_past():
            expected = _(", where %(pace)s was expected by then")
        measured += expected % {"pace": formats.percent(bar.pace)}
    return f"{measured}{_work(bar)}."


def _work(bar: Bar) -> str:
    """Say what the bets add to what is measured."""
    if bar.gap is None:
        return ""
    if bar.is_covered:
        return _("; the work planned covers all of it")
    gap = {"gap": formats.percent(bar.gap)}
    if bar.has_bets:
        return _("; with its bets %(gap)s stay open") % gap
    if bar.gap >= 1:
        return _(", and no bet stands behind it")
    return _("; no bet stands behind the %(gap)s that are missing") % gap


def _gap(row: KeyResultRow, figures: Figures) -> float:
    found = figures.key_results.get(row.pk)
    return 1 - found.coverage if found else 0.0
