"""Rows of the outline as markup: as fast as a string, for a map has thousands."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from waypost.web.markup import esc
from waypost.web.strategy_map.outline import OutlineRow
from waypost.web.templatetags import formats
from waypost.web.templatetags.components import coverage, health, icon

_NAME = "NAME"


def drawn_rows(rows: Iterable[OutlineRow], *, cycle: int) -> SafeString:
    """Return rows as those of a table; what they lead to is of this cycle's map."""
    pen = _Pen(cycle)
    return SafeString("".join(map(pen.row, rows)))


class _Pen:
    """Draws rows; what all of them say is looked up once."""

    def __init__(self, cycle: int) -> None:
        shown = reverse("strategy_map:node", args=[_NAME])
        self._before, self._after = shown.split(_NAME)
        self._after += f"?cycle={cycle}&amp;view=outline"
        self._chevron = icon("chevron-right", size=14)
        self._below = _("Below %(name)s")
        self._show = _("Show what is below %(name)s")
        self._hidden, self._pace = _("%(count)s below"), _("pace %(pace)s")
        lone = esc(_("Projects that serve nothing"))
        self._lone = (
            '<tr class="group"><th colspan="4" scope="rowgroup" class="full">'
            f"{lone}</th></tr>"
        )
        self._unfolds = (
            f'form="map-filter" hx-get="{esc(reverse("strategy_map:index"))}"'
            ' hx-include="#map-filter" hx-target="#map-view" hx-swap="outerHTML"'
        )

    def row(self, row: OutlineRow) -> str:
        """Draw a row, under a heading if it is the first of what serves nothing."""
        facts = {
            "objective": self._objective,
            "key_result": self._key_result,
            "project": self._project,
        }
        node = row.node
        above = f' data-parent="{esc(row.parent)}"' if row.parent else ""
        strong = ' class="strong"' if node.kind == "objective" else ""
        url, name = esc(row.url), esc(node.name)
        return (
            f"{self._lone if row.is_first_lone else ''}"
            f'<tr data-item data-node="{esc(row.row)}"{above} data-depth="{row.depth}"'
            f' tabindex="-1"><th scope="row" class="name"><div>{self._toggle(row)}'
            f'<span><a href="{url}" data-peek'
            f' hx-get="{self._before}{name}{self._after}" hx-target="#drawer"'
            f' hx-push-url="{url}"{strong}>{esc(node.title)}</a>'
            f' <span class="muted tiny">{esc(self._about(row))}</span></span></div>'
            f"</th>{facts[node.kind](row)}</tr>"
        )

    def _toggle(self, row: OutlineRow) -> str:
        """Draw what opens and closes what is below; both keep the focus, by its id."""
        name = row.node.name
        said = {"name": name}
        # Of what is folded some may be shown all the same, for it serves others too.
        if row.folded:
            how = f'class="toggle unfold" aria-label="{esc(self._show % said)}"'
            how += f' name="unfold" value="{esc(name)}" {self._unfolds}'
        elif row.is_open:
            how = f'type="button" class="toggle" aria-label="{esc(self._below % said)}"'
            how += ' data-toggle aria-expanded="true"'
        else:
            return '<span class="leaf"></span>'
        return f'<button {how} id="below-{esc(name)}">{self._chevron}</button>'

    def _about(self, row: OutlineRow) -> str:
        """Say what it is, where else it stands, and how much is folded."""
        node = row.node
        if node.kind == "objective":
            held = node.holder if node.level != "company" else ""
            parts = [row.kind, held]
        else:
            work = row.through or row.stage if node.kind == "project" else ""
            parts = [node.name, work]
        hidden = self._hidden % {"count": row.folded} if row.folded else ""
        return " · ".join(filter(None, [*parts, row.also, hidden]))

    def _key_result(self, row: OutlineRow) -> str:
        node = row.node
        bar = coverage(
            measured=node.measured, bets=node.staked, pace=node.expected, height=6
        )
        aim = esc(f"→ {row.aim} {node.unit}")
        return (
            f'<td class="bar-cell full">{bar}</td><td class="r nowrap small">'
            f'{esc(row.now)} <span class="muted">{aim}</span></td>'
            f'<td class="fit">{_tag(row)}</td>'
        )

    def _objective(self, row: OutlineRow) -> str:
        node, far = row.node, ""
        if node.progress is not None:
            pace = esc(self._pace % {"pace": formats.percent(node.expected)})
            far = (
                f'<span class="small num">{formats.percent(node.progress)}'
                f' <span class="muted">{pace}</span></span>'
            )
        return (
            f'<td class="bar-cell">{far}</td><td class="wide-only"></td>'
            f'<td class="fit">{health(node.health)}</td>'
        )

    def _project(self, row: OutlineRow) -> str:
        ghost = " ghost" if row.is_ghost else ""
        worth = f'<span class="tag bet{ghost}">{esc(row.worth)}</span>'
        bare = "" if row.worth else " wide-only"
        plain = "" if row.tag else " wide-only"
        return (
            f'<td class="wide-only"></td><td class="r small bar-cell{bare}">'
            f"{worth if row.worth else ''}</td>"
            f'<td class="fit{plain}">{_tag(row)}</td>'
        )


def _tag(row: OutlineRow) -> str:
    tag = row.tag
    return f'<span class="tag {tag.kind}">{esc(tag.words)}</span>' if tag else ""
