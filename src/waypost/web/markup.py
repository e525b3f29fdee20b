"""Markup written by hand where a page has thousands of pieces.

Django's own helpers look for lazy text at every step, which costs more than the rest.
"""

import html

from django.utils.safestring import SafeString


def esc(value: object) -> str:
    """Return text as markup, escaped unless it is markup already.

    >>> esc("a < b"), esc(SafeString("<b>a</b>"))
    ('a &lt; b', '<b>a</b>')
    """
    return value if isinstance(value, SafeString) else html.escape(str(value))
