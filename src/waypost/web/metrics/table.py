"""The table of metrics: what each is now, where it comes from, what stands on it."""

from functools import lru_cache

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from waypost.core.listing import Order
from waypost.okrs import queries
from waypost.okrs.models import Metric
from waypost.okrs.queries import MetricRow
from waypost.people.models import Person
from waypost.web import tables
from waypost.web.addresses import key_result_url, objective_url
from waypost.web.markup import esc
from waypost.web.metrics.showing import spark
from waypost.web.tables import Column, Option, Quick, cells
from waypost.web.templatetags import formats

MOST_NAMED = 3


def _url(row: MetricRow) -> str:
    return f"{_stem()}{row.number}/"


@lru_cache
def _stem() -> str:
    """Return what stands before the number in the address of a metric."""
    return reverse("metrics:page", args=[0]).removesuffix("0/")


def _sources(_viewer: Person) -> list[Option]:
    return [Option(s.value, str(s.label), s.value) for s in Metric.Source]


def _uses(_viewer: Person) -> list[Option]:
    return [
        Option("key-result", _("A key result"), queries.ON_KEY_RESULT),
        Option("guardrail", _("A guardrail"), queries.ON_GUARDRAIL),
        Option("nothing", _("Nothing"), queries.ON_NOTHING),
    ]


def _now(row: MetricRow) -> str:
    if row.latest is None:
        return cells.text("–")
    shown = esc(formats.number(row.latest, row.unit))
    return SafeString(f'<span class="strong nowrap">{shown}</span>')


def _read(row: MetricRow) -> str:
    if row.latest_at is None:
        return cells.NOTHING
    at = row.latest_at
    return SafeString(
        f'<time datetime="{at.isoformat()}" title="{esc(formats.clock(at))}"'
        f' class="nowrap muted">{esc(formats.ago(at))}</time>'
    )


def _source(row: MetricRow) -> str:
    return cells.tag(
        row.source_name, "ghost" if row.source == Metric.Source.COMPUTED else ""
    )


def _key_results(row: MetricRow) -> str:
    return _tags([(s.code, s.title, key_result_url(s.number)) for s in row.key_results])


def _guards(row: MetricRow) -> str:
    return _tags([(s.code, s.title, objective_url(s.number)) for s in row.guards])


def _tags(named: list[tuple[str, str, str]]) -> SafeString:
    shown = " ".join(
        f'<a class="tag" href="{url}" title="{esc(title)}">{code}</a>'
        for code, title, url in named[:MOST_NAMED]
    )
    rest = len(named) - MOST_NAMED
    if rest <= 0:
        return SafeString(shown)
    more = esc(_("and %(n)d more") % {"n": rest})
    return SafeString(f'{shown} <span class="muted small">{more}</span>')


COLUMNS: tuple[Column[MetricRow], ...] = (
    Column(
        "name",
        gettext_lazy("Metric"),
        lambda m: cells.name(m.name, _url(m), (m.code,)),
        lambda m: m.name,
        is_name=True,
    ),
    Column(
        "code",
        gettext_lazy("Key"),
        lambda m: cells.link(m.code, _url(m)),
        lambda m: m.code,
        is_shown=False,
    ),
    Column(
        "now",
        gettext_lazy("Now"),
        _now,
        lambda m: m.latest,
        sorts=False,
        is_numeric=True,
    ),
    Column(
        "unit",
        gettext_lazy("Unit"),
        lambda m: cells.text(m.unit),
        lambda m: m.unit,
        tables.Words(),
        is_shown=False,
    ),
    Column(
        "read",
        gettext_lazy("Read"),
        _read,
        lambda m: m.latest_at,
        tables.Days(),
        falls_first=True,
    ),
    Column(
        "trend",
        gettext_lazy("Trend"),
        spark,
        lambda m: None,
        sorts=False,
    ),
    Column(
        "source",
        gettext_lazy("Source"),
        _source,
        lambda m: m.source_name,
        tables.Choices(_sources),
    ),
    Column(
        "owner",
        gettext_lazy("Owner"),
        lambda m: cells.person(m.owner),
        lambda m: m.owner.name if m.owner else "",
        tables.Person(),
    ),
    Column(
        "use",
        gettext_lazy("Key results"),
        _key_results,
        lambda m: ", ".join(each.code for each in m.key_results),
        tables.Choices(_uses),
        sorts=False,
    ),
    Column(
        "guards",
        gettext_lazy("Guardrail of"),
        _guards,
        lambda m: ", ".join(each.code for each in m.guards),
        sorts=False,
    ),
)


def _count(n: int) -> str:
    words = ngettext("%(n)s metric", "%(n)s metrics", n)
    return words % {"n": formats.number(n)}


METRICS = tables.Table(
    name="metrics",
    title=gettext_lazy("Metrics"),
    columns=COLUMNS,
    find=queries.metric_ids,
    read=queries.metric_lines,
    key=lambda m: m.pk,
    named=lambda m: f"{m.code} {m.name}",
    count=_count,
    order=(Order("name"),),
    searches=gettext_lazy("Name or key"),
    quick=(
        Quick(gettext_lazy("Mine"), (("owner", "me"),)),
        Quick(gettext_lazy("On a key result"), (("use", "key-result"),)),
        Quick(gettext_lazy("Computed"), (("source", "computed"),)),
    ),
)
