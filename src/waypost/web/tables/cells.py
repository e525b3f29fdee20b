"""What cells show, as HTML: each function is as fast as a string."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from waypost.people.queries import Ref
from waypost.web.templatetags import components, formats
from waypost.web.templatetags.formats import Number

NOTHING = mark_safe("")


def text(value: object) -> SafeString:
    """Show text, escaped."""
    if isinstance(value, SafeString):
        return value
    return escape("" if value is None else str(value))


def name(title: str, url: str, under: Iterable[str] = ()) -> SafeString:
    """Show what names the row: a link, and a quiet line under it."""
    small = " · ".join(part for part in under if part)
    below = (
        format_html('<span class="muted tiny block num">{}</span>', small)
        if small
        else ""
    )
    return format_html(
        '<a href="{}" class="strong plain-link" data-open>{}</a>{}', url, title, below
    )


def link(title: str, url: str, css: str = "plain-link") -> SafeString:
    """Show a link; nothing where there is nothing to name."""
    if not title:
        return NOTHING
    return format_html('<a href="{}" class="{}">{}</a>', url, css, title)


def day(value: date | datetime | None, *, is_late: bool = False) -> SafeString:
    """Show a day; a late one says so."""
    if value is None:
        return NOTHING
    shown = formats.day(value)
    if is_late:
        return format_html(
            '<span class="tag bad">{}</span> <span class="down strong">{}</span>',
            _("late"),
            shown,
        )
    return format_html('<span class="nowrap">{}</span>', shown)


def number(value: Number | None, unit: str = "") -> SafeString:
    """Show a number with its unit."""
    return text(formats.number(value, unit))


def percent(value: Number | None) -> SafeString:
    """Show a share as a percentage."""
    return text(formats.percent(value))


def points(value: float | None) -> SafeString:
    """Show a difference of two shares in percentage points, with its sign."""
    if value is None:
        return NOTHING
    css = "down" if value < 0 else "up"
    return format_html(
        '<span class="{}">{}</span>', css, formats.signed(round(value * 100), "%")
    )


def bar(value: float | None, words: str = "") -> SafeString:
    """Show what is measured, a share, as a thin bar with words before it."""
    if value is None:
        return NOTHING
    said = words or formats.percent(value)
    drawn = components.meter(value)
    return format_html('<span class="cell-bar">{}{}</span>', said, drawn)


def person(ref: Ref | None) -> SafeString:
    """Show a person as avatar and name."""
    if ref is None:
        return format_html('<span class="muted">{}</span>', "–")
    return format_html(
        '<span class="cell-who"><span class="avatar" aria-hidden="true">{}</span>{}'
        "</span>",
        ref.initials,
        ref.name,
    )


def tag(words: str, kind: str = "") -> SafeString:
    """Show a word as a tag; nothing for no word."""
    if not words:
        return NOTHING
    return format_html('<span class="tag {}">{}</span>', kind, words)


def tags(words: Iterable[str]) -> SafeString:
    """Show words as tags."""
    return SafeString(" ".join(tag(word) for word in words))


def health(state: str | None) -> SafeString:
    """Show a health as shape, word and colour."""
    return components.health(state)
