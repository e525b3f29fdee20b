"""The table of projects: its columns, and what can be set for many."""

from functools import lru_cache, partial
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from waypost.bets import queries as bets
from waypost.bets.queries import ProjectLine, ServedRow
from waypost.core.listing import Order
from waypost.people.models import Person
from waypost.projects import actions
from waypost.projects.models import Project
from waypost.web import tables
from waypost.web.addresses import maybe
from waypost.web.markup import esc
from waypost.web.projects.forms.bulk import ProjectsForm
from waypost.web.projects.serving import why_not
from waypost.web.projects.words import share_in_words
from waypost.web.tables import Bulk, Column, Option, Quick, cells
from waypost.web.tables.options import healths, teams, yes_or_no
from waypost.web.templatetags import components, formats

MOST_BETS = 3


def _choices(of: Any) -> Any:
    def options(_viewer: Person) -> list[Option]:
        return [Option(value, str(label), value) for value, label in of.choices]

    return options


def _served(_viewer: Person) -> list[Option]:
    return [
        Option("lone", _("Serves no key result"), bets.LONE),
        Option("serves", _("Serves one, or needs none"), "serves"),
    ]


@lru_cache(maxsize=10_000)
def _project_url(code: str) -> str:
    return reverse("projects:page", args=[code])


@lru_cache
def _stem(name: str, number: int) -> str:
    """Return what stands before the number in the address of a page."""
    return reverse(name, args=[number]).removesuffix(f"{number}/")


def _page(line: ProjectLine) -> str:
    return _project_url(line.row.code)


def _name(line: ProjectLine) -> SafeString:
    row = line.row
    lock = (
        components.icon("lock", size=12, label=_("not for everyone"))
        if row.visibility != "everyone"
        else ""
    )
    named = cells.name(row.name, _page(line), (row.code, row.team))
    return SafeString(f"{named}{lock}")


def _phase(line: ProjectLine) -> SafeString:
    row = line.row
    beside = ""
    if row.standing != Project.Standing.RUNNING:
        beside = cells.tag(row.standing_label, "warn")
    elif not row.is_funded:
        beside = cells.tag(_("candidate"))
    return SafeString(f"{esc(row.phase_label)} {beside}")


def _serves(line: ProjectLine) -> SafeString:
    if line.is_lone:
        return _lone(line)
    if not line.bets:
        return cells.text("" if not line.row.is_open else _("needs no bet"))
    shown = " ".join(map(_bet, line.bets[:MOST_BETS]))
    more = len(line.bets) - MOST_BETS
    if more <= 0:
        return SafeString(shown)
    words = ngettext("%(n)d more bet", "%(n)d more bets", more) % {"n": more}
    return SafeString(
        f'{shown} <span class="serve tiny muted">{esc(_("and"))}'
        f' <a href="{_page(line)}#why">{esc(words)}</a></span>'
    )


def _lone(line: ProjectLine) -> SafeString:
    said = (
        f'<span class="tag gap">{components.icon("unlink", size=12)}'
        f"{esc(_('serves no key result'))}</span>"
    )
    url = maybe("bets:create")
    if not (line.row.rights.edit and url):
        return SafeString(said)
    return SafeString(
        f'{said} <a class="tiny" href="{url}?project={line.row.code}">'
        f'{esc(_("Link it"))}<span class="vh"> {esc(line.row.name)}</span></a>'
    )


def _bet(bet: ServedRow) -> str:
    worth = formats.percent(bet.probability)
    if not bet.step_title:
        worth = f"{formats.signed(bet.likely, bet.unit)} · {worth}"
    if bet.is_staked:
        said = share_in_words(bet.share)
    else:
        said = why_not(bet, is_in_plan=bet.is_live)
    ghost, title = " ghost" if bet.is_ghost else "", esc(bet.key_result_title)
    url = f"{_stem('bets:page', 0)}{bet.pk}/"
    above = f"{_stem('key_results:page', 0)}{bet.key_result_number}/"
    return (
        f'<span class="serve"><a class="tag bet{ghost} num" href="{url}"'
        f' title="{title}">{esc(worth)}</a> <span class="tiny muted">'
        f'{esc(f"{said}, " if said else "")}<a class="nowrap" href="{above}"'
        f' title="{title}">{bet.key_result_code}</a></span></span>'
    )


def _served_in_words(line: ProjectLine) -> str:
    if line.is_lone:
        return _("serves no key result")
    codes = (each.key_result_code for each in line.bets)
    return ", ".join(dict.fromkeys(codes))


def _next(line: ProjectLine) -> SafeString:
    row = line.row
    if row.next_milestone is None:
        is_all = row.milestones_done and not row.milestones_open
        return cells.text(_("all reached") if is_all else "")
    day = cells.day(row.next_milestone.due_on, is_late=row.next_milestone.is_late)
    title = esc(row.next_milestone.title)
    return SafeString(f'{title} <span class="muted">{day}</span>')


def _tasks(line: ProjectLine) -> SafeString:
    row = line.row
    if not row.tasks_total:
        return cells.NOTHING
    words = _("%(done)d of %(all)d") % {"done": row.tasks_done, "all": row.tasks_total}
    bar = cells.bar(row.tasks_done / row.tasks_total, words)
    url = f"{_project_url(row.code)}plan/"
    return SafeString(f'<a class="plain-link num" href="{url}">{bar}</a>')


def _who(line: ProjectLine, role: str) -> SafeString:
    return cells.person(getattr(line.row, role))


def _named(line: ProjectLine, role: str) -> str:
    found = getattr(line.row, role)
    return found.name if found else ""


COLUMNS: tuple[Column[ProjectLine], ...] = (
    Column("name", gettext_lazy("Project"), _name, lambda p: p.row.name, is_name=True),
    Column(
        "code",
        gettext_lazy("Key"),
        lambda p: cells.text(p.row.code),
        lambda p: p.row.code,
        is_shown=False,
    ),
    Column(
        "phase",
        gettext_lazy("Phase"),
        _phase,
        lambda p: p.row.phase_label,
        tables.Choices(_choices(Project.Phase)),
    ),
    Column(
        "standing",
        gettext_lazy("Standing"),
        lambda p: cells.text(p.row.standing_label),
        lambda p: p.row.standing_label,
        tables.Choices(_choices(Project.Standing)),
        is_shown=False,
    ),
    Column(
        "funded",
        gettext_lazy("Funded"),
        lambda p: cells.text(_("funded") if p.row.is_funded else _("candidate")),
        lambda p: p.row.is_funded,
        tables.Choices(yes_or_no(gettext_lazy("Funded"), gettext_lazy("Candidate"))),
        is_shown=False,
    ),
    Column(
        "manager",
        gettext_lazy("Run by"),
        partial(_who, role="manager"),
        partial(_named, role="manager"),
        tables.Person(),
    ),
    Column(
        "sponsor",
        gettext_lazy("Sponsor"),
        partial(_who, role="sponsor"),
        partial(_named, role="sponsor"),
        tables.Person(),
        is_shown=False,
    ),
    Column(
        "team",
        gettext_lazy("Team"),
        lambda p: cells.text(p.row.team),
        lambda p: p.row.team,
        tables.Choices(teams),
        is_shown=False,
    ),
    Column(
        "category",
        gettext_lazy("Category"),
        lambda p: cells.text(p.row.category),
        lambda p: p.row.category,
        tables.Words(),
        is_shown=False,
    ),
    Column(
        "serves",
        gettext_lazy("Serves"),
        _serves,
        _served_in_words,
        tables.Choices(_served),
        sorts=False,
        css="broad",
    ),
    Column(
        "health",
        gettext_lazy("Health of what it serves"),
        lambda p: cells.health(p.health) if p.health else cells.NOTHING,
        lambda p: components.health_word(p.health) if p.health else "",
        tables.Choices(healths),
        is_shown=False,
    ),
    Column(
        "covers",
        gettext_lazy("Covers of the way left"),
        lambda p: cells.percent(p.covers),
        lambda p: p.covers,
        tables.Numbers(scale=0.01, unit="%"),
        is_numeric=True,
        falls_first=True,
        is_shown=False,
    ),
    Column(
        "next",
        gettext_lazy("Next milestone"),
        _next,
        lambda p: p.row.next_milestone.title if p.row.next_milestone else "",
        tables.Days(),
        css="wrap",
    ),
    Column(
        "open",
        gettext_lazy("Tasks"),
        _tasks,
        lambda p: p.row.tasks_open,
        tables.Numbers(),
        falls_first=True,
    ),
    Column(
        "start",
        gettext_lazy("Start"),
        lambda p: cells.day(p.row.starts_on),
        lambda p: p.row.starts_on,
        tables.Days(),
        is_numeric=True,
        is_shown=False,
    ),
    Column(
        "due",
        gettext_lazy("Due"),
        lambda p: cells.day(p.row.planned_finish, is_late=p.row.is_late),
        lambda p: p.row.planned_finish,
        tables.Days(),
        is_numeric=True,
    ),
)


_OPEN = (
    *(("phase", str(each)) for each in Project.Phase if each != "closed"),
    *(("standing", str(each)) for each in Project.Standing if each != "cancelled"),
)


def _count(n: int) -> str:
    return ngettext("%(n)s project", "%(n)s projects", n) % {"n": formats.number(n)}


PROJECTS = tables.Table(
    name="projects",
    title=gettext_lazy("Projects"),
    columns=COLUMNS,
    find=bets.project_line_ids,
    read=bets.project_lines,
    key=lambda line: line.row.pk,
    named=lambda line: line.row.name,
    count=_count,
    order=(Order("name"),),
    searches=gettext_lazy("Name, key or purpose"),
    quick=(
        Quick(gettext_lazy("Open"), _OPEN),
        Quick(gettext_lazy("Mine"), (("manager", "me"),)),
        Quick(gettext_lazy("Serves no key result"), (("serves", "lone"),)),
    ),
    bulk=Bulk(ProjectsForm, actions.edit_projects),
)
