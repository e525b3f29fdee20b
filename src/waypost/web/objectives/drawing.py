"""Rows of the tree as markup: a list has a hundred, too many for a template."""

from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from waypost.web.markup import esc
from waypost.web.templatetags import components, formats

if TYPE_CHECKING:
    from waypost.web.objectives.lines import Line


def row(line: "Line", *, is_fresh: bool) -> SafeString:
    """Return one row: an objective or one of its key results.

    What was just made takes the focus.
    """
    bar = line.bar
    marks = (
        "" if line.is_objective else ' class="kr"',
        f' data-item data-node="{esc(line.node)}"',
        f' data-parent="{esc(line.parent)}"' if line.parent else "",
        " data-closed" if line.is_closed else "",
        f' data-depth="{line.depth}" tabindex="-1"',
        " autofocus" if is_fresh else "",
    )
    drawn = components.coverage(
        measured=bar.measured, bets=bar.bets, pace=bar.pace, height=6
    )
    measured = "" if bar.measured is None else formats.percent(bar.measured)
    return SafeString(
        f'<tr{"".join(marks)}><th scope="row" class="name">'
        f"<div>{_toggle(line)}<span>{_name(line)}</span></div></th>"
        f'<td class="wide-only">{components.avatar(line.owner)}</td>'
        f"<td>{components.health(bar.health)}</td>"
        f'<td class="bar-cell">{drawn}</td>'
        f'<td class="r wide-only">{esc(measured)}</td>'
        f"<td>{_outcome(line)}</td></tr>\n"
    )


def _toggle(line: "Line") -> str:
    if not line.has_below:
        return '<span class="leaf"></span>'
    label = _("Key results of %(title)s") % {"title": line.title}
    return (
        '<button type="button" class="toggle" data-toggle aria-expanded="true"'
        f' aria-label="{esc(label)}">{components.icon("chevron-right", size=14)}'
        "</button>"
    )


def _name(line: "Line") -> str:
    strong = ' class="strong"' if line.is_objective else ""
    url = esc(line.url)
    parts = [
        f'<a{strong} href="{url}" data-peek hx-get="{esc(line.peek)}"'
        f' hx-target="#drawer" hx-push-url="{url}">{esc(line.title)}</a>'
    ]
    if line.values:
        parts.append(f' <span class="muted num nowrap">{esc(line.values)}</span>')
    if line.state:
        parts.append(f' <span class="tag ghost">{esc(line.state)}</span>')
    if line.is_hidden:
        lock = components.icon("lock", size=13, label=_("not for everyone"))
        parts.append(f" {lock}")
    if line.note:
        parts.append(f'<span class="tiny muted block">{esc(line.note)}</span>')
    return "".join(parts)


def _outcome(line: "Line") -> str:
    """Return the score that it was given, else whether it is covered."""
    if line.score is None:
        return components.gap_tag(line.bar.gap, has_bets=line.bar.has_bets)
    said = _("score %(score)s") % {"score": formats.percent(line.score)}
    return f'<span class="tag">{esc(said)}</span>'
