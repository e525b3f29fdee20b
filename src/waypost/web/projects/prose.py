"""Markdown of people as safe markup."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

# "html" is off, so what somebody types as markup is shown as text; what remains is
# cleaned all the same, since a renderer may have a hole.
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(
    ["table", "strikethrough"]
)
_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "li",
    "ol", "p", "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto"}


def prose(text: str) -> SafeString:
    """Return Markdown as markup that cannot run anything and loads nothing.

    Images are left out: they would tell another server who reads. A heading never
    stands above those of the page.
    """
    drawn = _MARKDOWN.render(text)
    for level, below in (("h2", "h4"), ("h1", "h3")):
        drawn = drawn.replace(f"<{level}>", f"<{below}>")
        drawn = drawn.replace(f"</{level}>", f"</{below}>")
    clean = nh3.clean(
        drawn,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="nofollow noopener noreferrer",
    )
    return mark_safe(clean)  # nh3 has cleaned it
