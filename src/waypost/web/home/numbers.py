"""Small numbers as words, for headings and sentences."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def in_words(number: int) -> str:
    """Return ``three``; from eleven on the figure."""
    words = [
        _("no"), _("one"), _("two"), _("three"), _("four"), _("five"),
        _("six"), _("seven"), _("eight"), _("nine"), _("ten"),
    ]  # fmt: skip
    return words[number] if number < len(words) else str(number)


def check_ins(number: int) -> str:
    """Return ``three check-ins``."""
    words = ngettext("%(n)s check-in", "%(n)s check-ins", number)
    return words % {"n": in_words(number)}


def tasks(number: int) -> str:
    """Return ``three tasks``."""
    return ngettext("%(n)s task", "%(n)s tasks", number) % {"n": in_words(number)}


def minutes(number: int) -> str:
    """Return ``two minutes``."""
    words = ngettext("%(n)s minute", "%(n)s minutes", number)
    return words % {"n": in_words(number)}


def sentence(text: str) -> str:
    """Begin with a capital."""
    return text[:1].upper() + text[1:]
