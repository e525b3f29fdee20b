"""Tasks of a plan as rows of markup: as fast as a string, for a page shows hundreds."""

from dataclasses import replace

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from waypost.projects.access import Rights
from waypost.projects.queries import OutlineRow
from waypost.projects.queries.rows import Link
from waypost.web.markup import esc
from waypost.web.projects.outline import Line
from waypost.web.templatetags import formats
from waypost.web.templatetags.components import avatar, icon


class RowPen:
    """Draws rows of tasks; what each of them says is looked up once.

    glue    the address to come back to, up to its last parameter
    rights  what the person may do with the project
    """

    def __init__(self, glue: str, rights: Rights) -> None:
        self._glue, self._rights = esc(glue), rights
        self._tick, self._shut = icon("check", size=12), icon("chevron-right", size=14)
        self._more, self._pencil = icon("ellipsis"), icon("pencil")
        self._late = f' <span class="tag bad">{esc(_("late"))}</span>'
        self._subtasks, self._done = _("Subtasks of %(title)s"), _("Done: %(title)s")
        self._change, self._edit = _("Change %(title)s"), esc(_("Edit here"))
        self._elsewhere = f"{icon('milestone')}{esc(_('To another milestone'))}</a>"
        self._moves = [
            ("up", "ArrowUp", f"{icon('chevron-up')}{esc(_('Move up'))}", "↑"),
            ("down", "ArrowDown", f"{icon('chevron-down')}{esc(_('Move down'))}", "↓"),
            ("in", "ArrowRight",
             f"{icon('chevron-right')}{esc(_('Make a subtask'))}", "→"),
        ]  # fmt: skip
        out = f"{icon('chevron-left')}{esc(_('One level up'))}"
        self._out = ("out", "ArrowLeft", out, "←")
        self._delete = f"{icon('trash-2')}{esc(_('Delete'))}</button>"

    def drawn(self, line: Line) -> Line:
        """Return a line with its markup, if it is of a task that is only shown."""
        row = line.row
        if row is None or row.kind != "task" or line.form is not None:
            return line
        return replace(line, drawn=SafeString(self._row(line, row)))

    def _row(self, line: Line, row: OutlineRow) -> str:
        above = f' data-parent="{line.parent}"' if line.parent else ""
        closed = ' class="closed"' if row.is_closed else ""
        focus = " autofocus" if line.is_focused else ""
        return (
            f'<tr data-item data-node="{line.node}"{above} data-depth="{line.depth}"'
            f' data-milestone="{row.milestone_pk or 0}" id="row-{line.node}"'
            f' tabindex="-1"{closed}><th scope="row" class="name full"><div>'
            f'{self._toggle(row)}{self._box(row)}<span><a href="{esc(line.url)}"'
            f" data-open{focus}>{esc(row.title)}</a>"
            f' <span class="muted tiny num nowrap">{esc(row.code)}</span>'
            "</span></div></th>"
            f'<td class="fit">{avatar(row.assignee.name if row.assignee else None)}'
            f"</td>{self._facts(line, row)}"
            f'<td class="fit">{self._menu(line, row) if row.can_edit else ""}</td></tr>'
        )

    def _facts(self, line: Line, row: OutlineRow) -> str:
        """Draw when, how much, how far, in which status and after what."""
        down, late = (" down", self._late) if row.is_late else ("", "")
        far = f"{row.percent} %" if row.percent and not row.is_closed else ""
        looks = ' class="muted"' if row.is_closed else ""
        if row.status_kind == "blocked":
            looks = ' class="tag warn"'
        return (
            f'<td class="r nowrap small{down}">{esc(line.dates)}{late}</td>'
            '<td class="r nowrap small muted wide-only">'
            f"{esc(formats.hours(row.estimate_hours))}</td>"
            f'<td class="r nowrap small wide-only">{far}</td>'
            f'<td class="small"><span{looks}>{esc(row.status)}</span></td>'
            f'<td class="small wide-only">{", ".join(map(_link, row.waits_for))}</td>'
        )

    def _toggle(self, row: OutlineRow) -> str:
        if not row.has_children:
            return '<span class="leaf"></span>'
        name = esc(self._subtasks % {"title": row.title})
        return (
            '<button type="button" class="toggle" data-toggle aria-expanded="true"'
            f' aria-label="{name}">{self._shut}</button>'
        )

    def _box(self, row: OutlineRow) -> str:
        is_done = row.status_kind == "done"
        if not row.can_edit:
            name, mark = (_("done"), " data-done") if is_done else (_("open"), "")
            return (
                f'<span class="tick" role="img" aria-label="{esc(name)}"{mark}>'
                f"{self._tick}</span>"
            )
        deed, pressed = ("open", "true") if is_done else ("tick", "false")
        name = esc(self._done % {"title": row.title})
        return (
            f'<button class="tick" type="submit" form="doer" name="do"'
            f' value="{deed}:{row.number}" id="tick-{row.number}"'
            f' aria-pressed="{pressed}" aria-label="{name}">{self._tick}</button>'
        )

    def _menu(self, line: Line, row: OutlineRow) -> str:
        name = esc(self._change % {"title": row.title})
        here = f"{self._glue}edit={row.number}"
        return (
            f'<details class="menu"><summary class="icon-button" aria-label="{name}">'
            f'{self._more}</summary><div class="pop"><a href="{here}#row-{line.node}"'
            f' hx-get="{here}" hx-target="#plan" hx-swap="outerHTML" data-edit>'
            f"{self._pencil}{self._edit} <kbd>e</kbd></a>{self._deeds(line, row)}"
            "</div></details>"
        )

    def _deeds(self, line: Line, row: OutlineRow) -> str:
        deeds = []
        if self._rights.edit_tasks:
            moves = [*self._moves, self._out] if row.parent_pk else self._moves
            deeds = [
                f'{_doing(deed, row)} data-move="{key}">{words}'
                f" <kbd>Alt {arrow}</kbd></button>"
                for deed, key, words, arrow in moves
            ]
            deeds.append(f'<a href="{esc(line.url)}edit/">{self._elsewhere}')
        if self._rights.edit:
            deeds.append(f"{_doing('delete', row)}>{self._delete}")
        return "".join(deeds)


def _doing(deed: str, row: OutlineRow) -> str:
    return f'<button type="submit" form="doer" name="do" value="{deed}:{row.number}"'


def _link(link: Link) -> str:
    muted = " muted" if link.is_closed else ""
    url = reverse("projects:task", args=[link.project_code, link.number])
    return (
        f'<a class="plain-link num nowrap{muted}" href="{esc(url)}"'
        f' title="{esc(link.title)}">{esc(link.code)}</a>'
    )
