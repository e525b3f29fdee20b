"""Tags for the components that wrap markup, and for the small ones in long tables.

Those that a page needs once or twice are templates in ``templates/components``, each
with its contract on top; the ones here are as fast as a string, and each has its
contract in its docstring. The gallery shows them all.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, RadioSelect
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from waypost import charts
from waypost.core.memo import once
from waypost.people.queries import Option
from waypost.web import looking_back
from waypost.web.markup import esc
from waypost.web.templatetags import formats

register = template.Library()
register.filter("still", looking_back.still)

# A group of options as Django's select tells it.
Group = tuple[str | None, list[dict[str, Any]], int]
# Short names that templates may use beside the domain's own.
_HEALTH = {"on": "on_track", "risk": "at_risk", "off": "off_track", "": "no_data"}


# Translated one at a time: a table says it hundreds of times.
_HEALTH_WORDS = {
    "on_track": gettext_noop("On track"),
    "at_risk": gettext_noop("At risk"),
    "off_track": gettext_noop("Off track"),
    "no_data": gettext_noop("No data"),
}


def health_word(state: str) -> str:
    """Return what a health is called."""
    return _(_HEALTH_WORDS.get(state, "No data"))


@register.simple_tag
def icon(name: str, *, size: int = 16, label: str = "") -> SafeString:
    """Draw a Lucide icon that ``assets/icons.txt`` lists.

    name   its Lucide name
    size   in pixels, 16 if not given
    label  what it means; without one it is decoration and hidden from readers
    """
    return _icon(_icons(), name, size, label)


@once
def _icons() -> str:
    return static("icons.svg")


@lru_cache(maxsize=1024, typed=True)
def _icon(sheet: str, name: str, size: int, label: str) -> SafeString:
    spoken = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"')
    )
    return format_html(
        '<svg class="icon" width="{0}" height="{0}" {1}><use href="{2}#{3}"/></svg>',
        size,
        spoken,
        sheet,
        name,
    )


@register.simple_tag
def health(state: str | None, word: str = "") -> SafeString:
    """Show a health as shape, word and colour.

    state  on_track, at_risk, off_track or no_data (or nothing, which is no data)
    word   other words than the usual, such as "owner says on track"
    """
    value = _HEALTH.get(state or "", state or "no_data")
    text = word or health_word(value)
    return format_html('<span class="health {}">{}</span>', value, text)


@register.simple_tag
def avatar(name: str | None) -> SafeString:
    """Show a person as initials; readers hear the name.

    name  the person's name; nothing draws an empty ring, "nobody"
    """
    return _avatar(name) if name else _ring("none", _("nobody"), "–")


@lru_cache(maxsize=4096)
def _avatar(name: str) -> SafeString:
    return _ring("", name, formats.initials(name))


def _ring(kind: str, name: str, shown: str) -> SafeString:
    return format_html(
        '<span class="avatar{0}" role="img" aria-label="{1}" title="{1}">{2}</span>',
        f" {kind}" if kind else "",
        name,
        shown,
    )


@register.simple_tag
def avatars(names: Iterable[str], *, most: int = 4) -> SafeString:
    """Show several people as a stack.

    names  their names
    most   how many are drawn; the rest is a number
    """
    listed = list(names)
    shown = format_html_join("", "{}", ((avatar(name),) for name in listed[:most]))
    rest = len(listed) - most
    more = (
        format_html(
            '<span class="avatar" title="{}">+{}</span>', ", ".join(listed), rest
        )
        if rest > 0
        else ""
    )
    return format_html('<span class="avatars">{}{}</span>', shown, more)


@register.simple_tag
def coverage(
    *,
    measured: float | None,
    bets: float = 0,
    pace: float | None = None,
    height: int = 8,
) -> SafeString:
    """Draw measured, bets and gap on one track from baseline to target.

    measured  share of the way that is measured; less than 0 is a loss; None: no data
    bets      share that counted bets are expected to add
    pace      share that should be reached by today, drawn as a mark
    height    in pixels
    """
    bar = charts.CoverageBar(
        measured=measured,
        bets=bets,
        pace=pace,
        label=coverage_sentence(measured, bets, pace),
        height=height,
    )
    return mark_safe(charts.coverage_bar(bar))  # escaped by the chart


def coverage_sentence(
    measured: float | None, bets: float = 0, pace: float | None = None
) -> str:
    """Say in words what a coverage bar shows."""
    if measured is None:
        parts = [_("nothing measured yet")]
    else:
        parts = [_("%(share)s measured") % {"share": formats.percent(measured)}]
    parts.append(_("%(share)s in bets") % {"share": formats.percent(bets)})
    gap = 1 - (measured or 0) - bets
    if gap > 0.0005:
        parts.append(_("gap %(share)s") % {"share": formats.percent(gap)})
    if pace is not None:
        parts.append(_("pace %(share)s") % {"share": formats.percent(pace)})
    return ", ".join(parts)


@register.simple_tag
def gap_tag(gap: float | None, *, has_bets: bool = True) -> SafeString:
    """Say in a tag whether a key result is covered.

    gap       share of the way that nothing covers; None: cannot be said
    has_bets  whether any counted bet stands behind it
    """
    if gap is None:
        return SafeString("")
    if gap <= 0.0005:
        return format_html('<span class="tag bet">{}</span>', _("covered"))
    if not has_bets:
        return format_html('<span class="tag gap">{}</span>', _("no bet"))
    words = _("gap %(share)s") % {"share": formats.percent(gap)}
    return format_html('<span class="tag gap">{}</span>', words)


@register.simple_tag
def bet_chip(
    effect: float | None,
    probability: float | None,
    unit: str = "",
    *,
    ghost: bool = False,
) -> SafeString:
    """Show a bet in short: what it is expected to add, and how surely.

    effect       likely effect in the metric's unit, signed; None: it completes a step
    probability  0 to 1, that it works at all
    unit         the metric's unit
    ghost        True for a bet that does not count yet
    """
    parts = [formats.signed(effect, unit), formats.percent(probability)]
    return format_html(
        '<span class="tag bet{}">{}</span>',
        " ghost" if ghost else "",
        " · ".join(part for part in parts if part),
    )


@register.simple_tag
def meter(
    value: float | None,
    *,
    pace: float | None = None,
    label: str = "",
    kind: str = "measured",
) -> SafeString:
    """Draw progress as a thin bar with a mark where pace would be.

    value  0 to 1; None draws an empty bar
    pace   0 to 1
    label  what is measured, for readers
    kind   measured, or plain for what is no measured progress (grey)
    """
    bar = charts.Meter(value=value, pace=pace, label=label)
    drawn = mark_safe(charts.meter(bar))  # escaped by the chart
    return format_html('<span class="meter {}">{}</span>', kind, drawn)


@register.simple_tag
def likely(probability: float | None) -> SafeString:
    """Show a probability as a number and a quiet meter.

    probability  0 to 1; None shows "not enough data"
    """
    if probability is None:
        return format_html('<span class="muted tiny">{}</span>', _("not enough data"))
    drawn = mark_safe(charts.meter(charts.Meter(probability, width=40, height=4)))
    return format_html(
        '<span class="likely">{}{}</span>', formats.percent(probability), drawn
    )


@register.simple_tag
def option_list(listed: Iterable[Option], chosen: object = None) -> SafeString:
    """Draw the options of a long select, as fast as a string.

    listed  each with value and label
    chosen  the value that is selected
    """
    drawn = (
        f'<option value="{esc(each.value)}"'
        f"{' selected' if each.value == chosen else ''}>{esc(each.label)}</option>"
        for each in listed
    )
    return SafeString("".join(drawn))


def _attributes(option: Mapping[str, Any]) -> str:
    """Return an option's attributes; of hundreds one has any."""
    return flatatt(option["attrs"]) if option["attrs"] else ""


@register.simple_tag
def widget_options(groups: Iterable[Group]) -> SafeString:
    """Draw the options of a form's select, as fast as a string.

    groups  of Django's widget: label or None, options, index
    """
    drawn = []
    for label, options, _index in groups:
        lines = "".join(
            f'<option value="{esc(one["value"])}"{_attributes(one)}>'
            f"{esc(one['label'])}</option>"
            for one in options
        )
        framed = f'<optgroup label="{esc(label)}">{lines}</optgroup>'
        drawn.append(framed if label else lines)
    return mark_safe("".join(drawn))


@register.simple_tag
def field(
    bound: BoundField,
    *,
    unit: str = "",
    hint: str = "",
    label: str = "",
    hide_label: bool = False,
) -> SafeString:
    """Render a form field with label, hint and errors, tied together for readers.

    bound       the form's field, as ``form.title``
    unit        shown inside the field, after it
    hint        instead of the field's help text
    label       instead of the field's label
    hide_label  True where the place says it; readers still hear it
    """
    name = "components/field.html"
    if isinstance(bound.field.widget, CheckboxInput):
        name = "components/field_checkbox.html"
    elif isinstance(bound.field.widget, RadioSelect):
        name = "components/field_radioselect.html"
    return render_to_string(
        name,
        {
            "field": bound,
            "unit": unit,
            "hint": hint or bound.help_text,
            "label": label or bound.label,
            "hide_label": hide_label,
        },
    )


@register.simple_block_tag
def panel(
    content: SafeString,
    *,
    title: str = "",
    note: str = "",
    more: str = "",
    more_url: str = "",
    flush: bool = False,
) -> SafeString:
    """Frame a part of a page; see ``components/panel.html``."""
    return _wrap(
        "panel",
        content,
        title=title,
        note=note,
        more=more,
        more_url=more_url,
        flush=flush,
    )


@register.simple_block_tag
def banner(content: SafeString, *, kind: str = "warn", glyph: str = "") -> SafeString:
    """Say what to know before going on; see ``components/banner.html``."""
    return _wrap("banner", content, kind=kind, glyph=glyph)


@register.simple_block_tag
def empty(content: SafeString, *, title: str, glyph: str = "") -> SafeString:
    """Say what belongs here; see ``components/empty.html``."""
    return _wrap("empty", content, title=title, glyph=glyph)


@register.simple_block_tag
def menu(
    content: SafeString, *, label: str, glyph: str = "", primary: bool = False
) -> SafeString:
    """Hide actions behind a button; see ``components/menu.html``."""
    return _wrap("menu", content, label=label, glyph=glyph, primary=primary)


@register.simple_block_tag
def fact(content: SafeString, *, label: str, url: str = "") -> SafeString:
    """Put one figure into a facts strip; see ``components/fact.html``."""
    return _wrap("fact", content, label=label, url=url)


@register.simple_block_tag
def drawer(
    content: SafeString, *, title: str, eyebrow: str = "", url: str
) -> SafeString:
    """Fill the drawer beside a list; see ``components/drawer.html``."""
    return _wrap("drawer", content, title=title, eyebrow=eyebrow, url=url)


def _wrap(name: str, content: SafeString, **parts: object) -> SafeString:
    return render_to_string(f"components/{name}.html", {"content": content, **parts})
