"""Markdown of people as safe markup."""

from collections.abc import Mapping
from typing import Any

import nh3
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from waypost.conversations.mentions import key_of

_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "li",
    "ol", "p", "pre", "s", "span", "strong", "table", "tbody", "td", "th", "thead",
    "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_CLASSES = {"span": {"mention"}}
_SCHEMES = {"http", "https", "mailto"}


def prose(
    text: str, names: Mapping[int, str] | None = None, *, is_talk: bool = False
) -> SafeString:
    """Return Markdown as markup that cannot run anything and loads nothing.

    Images are left out: they would tell another server who reads. A heading never
    stands above those of the page. A link to a person shows their name in `names`, by
    key. In talk a new line is a new line.
    """
    renderer = _TALK if is_talk else _MARKDOWN
    drawn = renderer.render(text, {"names": names or {}})
    for level, below in (("h2", "h4"), ("h1", "h3")):
        drawn = drawn.replace(f"<{level}>", f"<{below}>")
        drawn = drawn.replace(f"</{level}>", f"</{below}>")
    clean = nh3.clean(
        drawn,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes=_SCHEMES,
        link_rel="nofollow noopener noreferrer",
    )
    return mark_safe(clean)  # nh3 has cleaned it


def _name_people(state: StateCore) -> None:
    """Show a link to a person as their present name, without a link."""
    names: Mapping[int, str] = state.env.get("names", {})
    for token in state.tokens:
        if token.children and any(map(_key_in, token.children)):
            token.children = _with_names(token.children, names)


def _with_names(tokens: list[Token], names: Mapping[int, str]) -> list[Token]:
    shown: list[Token] = []
    depth: int | None = None  # of the link to a person that is being read
    for token in tokens:
        key = _key_in(token)
        if key is not None:
            depth = token.level
            shown.append(_name_token(names.get(key)))
        elif depth is None:
            shown.append(token)
        elif token.type == "link_close" and token.level == depth:
            depth = None
    return shown


def _name_token(name: str | None) -> Token:
    """Return the name as markup; who is not there any more is somebody."""
    token = Token("html_inline", "", 0)
    token.content = format_html('<span class="mention">@{}</span>', name or "…")
    return token


def _key_in(token: Token) -> int | None:
    if token.type != "link_open":
        return None
    return key_of(str(token.attrs.get("href", "")))


def _renderer(**options: Any) -> MarkdownIt:
    # "html" is off, so what somebody types as markup is shown as text; what remains is
    # cleaned all the same, since a renderer may have a hole.
    made = MarkdownIt("commonmark", {"html": False, "linkify": False} | options)
    made.enable(["table", "strikethrough"])
    made.core.ruler.push("names", _name_people)
    return made


_MARKDOWN = _renderer()
_TALK = _renderer(breaks=True)
