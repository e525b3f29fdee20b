"""What cells show, as HTML: each function is as fast as a string."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from waypost.people.queries import Ref
from waypost.web.markup import esc
from waypost.web.templatetags import components, formats
from waypost.web.templatetags.formats import Number

NOTHING = SafeString("")


def text(value: object) -> SafeString:
    """Show text, escaped."""
    return NOTHING if value is None else SafeString(esc(value))


def name(title: str, url: str, under: Iterable[str] = ()) -> SafeString:
    """Show what names the row: a link, and a quiet line under it."""
    small = " · ".join(part for part in under if part)
    below = f'<span class="muted tiny block num">{esc(small)}</span>' if small else ""
    return SafeString(
        f'<a href="{esc(url)}" class="strong plain-link" data-open>{esc(title)}</a>'
        f"{below}"
    )


def link(title: str, url: str, css: str = "plain-link") -> SafeString:
    """Show a link; nothing where there is nothing to name."""
    if not title:
        return NOTHING
    return SafeString(f'<a href="{esc(url)}" class="{esc(css)}">{esc(title)}</a>')


def day(value: date | datetime | None, *, is_late: bool = False) -> SafeString:
    """Show a day; a late one says so."""
    if value is None:
        return NOTHING
    shown = formats.day(value)
    if is_late:
        return SafeString(
            f'<span class="tag bad">{esc(_("late"))}</span>'
            f' <span class="down strong">{esc(shown)}</span>'
        )
    return SafeString(f'<span class="nowrap">{esc(shown)}</span>')


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
    shown = formats.signed(round(value * 100), "%")
    return SafeString(f'<span class="{css}">{esc(shown)}</span>')


def bar(value: float | None, words: str = "") -> SafeString:
    """Show what is measured, a share, as a thin bar with words before it."""
    if value is None:
        return NOTHING
    said = words or formats.percent(value)
    drawn = components.meter(value)
    return SafeString(f'<span class="cell-bar">{esc(said)}{drawn}</span>')


def person(ref: Ref | None) -> SafeString:
    """Show a person as avatar and name."""
    if ref is None:
        return SafeString('<span class="muted">–</span>')
    return SafeString(
        '<span class="cell-who"><span class="avatar" aria-hidden="true">'
        f"{esc(ref.initials)}</span>{esc(ref.name)}</span>"
    )


def tag(words: str, kind: str = "") -> SafeString:
    """Show a word as a tag; nothing for no word."""
    if not words:
        return NOTHING
    return SafeString(f'<span class="tag {esc(kind)}">{esc(words)}</span>')


def tags(words: Iterable[str]) -> SafeString:
    """Show words as tags."""
    return SafeString(" ".join(tag(word) for word in words))


def health(state: str | None) -> SafeString:
    """Show a health as shape, word and colour."""
    return components.health(state)
