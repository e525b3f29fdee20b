"""Names in a comment: ``@Aila Niemi`` as it is typed, a link as it is stored.

Stored, a name is a Markdown link to the person's key, ``[@Aila Niemi](person:42)``, so
that it means the same person when the name changes. In the box it is the name again.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from markdown_it import MarkdownIt

SCHEME = "person:"
LONGEST_NAME = 200
MOST_WORDS = 6
MOST_SIGNS = 100  # of a text with more, the rest is no name
_TOO_LARGE = 2**63  # a key has 63 bits
_PARSER = MarkdownIt("commonmark", {"html": False})
# A link to a person: what stands between the brackets may hold escaped ones.
_LINK = re.compile(r"\[@((?:\\.|[^\[\]\\\n]){0,400})\]\(person:([0-9]{1,19})\)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_TICKS = re.compile("`+")
_AT = re.compile(r"(?<![\w@/\\\[])@(?=\w)")
_WORD = re.compile(r"[\w'’.\-]+")
_SPECIAL = re.compile(r"([\\`*_\[\]<>])")


def mentioned_keys(body: str) -> list[int]:
    """Return the keys of the people whom a stored comment names, each once, in order.

    >>> mentioned_keys("[@Aila](person:7) and [@Ines](person:9), [@Aila](person:7)")
    [7, 9]
    >>> mentioned_keys("`[@Aila](person:7)` is code, [Aila](person:x) is no key")
    []
    """
    found: dict[int, None] = {}
    if not _LINK.search(body):
        return []
    for token in _PARSER.parse(body):
        for child in token.children or ():
            key = key_of(str(child.attrs.get("href", "")))
            if child.type == "link_open" and key is not None:
                found[key] = None
    return list(found)


def keys_in(body: str) -> set[int]:
    """Return all keys that a stored comment may name, at a glance.

    >>> keys_in("`[@Aila](person:7)`, [@Ines](person:9)") == {7, 9}
    True
    """
    keys = (key_of(SCHEME + link[2]) for link in _LINK.finditer(body))
    return {key for key in keys if key is not None}


def key_of(address: str) -> int | None:
    """Return the key in a link's address, if it leads to a person.

    >>> key_of("person:42"), key_of("https://example.org"), key_of("person:²")
    (42, None, None)
    """
    digits = address.removeprefix(SCHEME)
    is_key = address.startswith(SCHEME) and digits.isascii() and digits.isdecimal()
    key = int(digits) if is_key and len(digits) < 20 else _TOO_LARGE
    return key if key < _TOO_LARGE else None


def typed(body: str, names: Mapping[int, str]) -> str:
    """Return a stored comment as it stands in the box: names instead of links.

    >>> typed("Ask [@Aila N](person:7)", {7: "Aila Niemi"})
    'Ask @Aila Niemi'
    """

    def name_of(link: re.Match[str]) -> str:
        return "@" + names.get(int(link[2]), _unescaped(link[1]))

    return _LINK.sub(name_of, body)


def linked(text: str, people: Mapping[str, int]) -> str:
    """Return a comment as it is stored: links instead of the names in `people`.

    `people` holds the keys by name in lower case. The longest name wins; what stands
    in code stays.

    >>> linked("Ask @Aila Niemi, `@Aila Niemi`", {"aila niemi": 7, "aila": 8})
    'Ask [@Aila Niemi](person:7), `@Aila Niemi`'
    """
    parts = (
        part if is_code else _linked_words(part, people)
        for part, is_code in _pieces(text)
    )
    return "".join(parts)


def names_in(text: str) -> set[str]:
    """Return all that may be a name in a typed comment.

    >>> sorted(names_in("Ask @Aila Niemi, not me@example.org"))
    ['Aila', 'Aila Niemi']
    """
    signs = (
        (part, at.end())
        for part, is_code in _pieces(text)
        if not is_code
        for at in _AT.finditer(part)
    )
    return {
        name
        for part, start in islice(signs, MOST_SIGNS)
        for name, _end in _candidates(part, start)
    }


def _linked_words(text: str, people: Mapping[str, int]) -> str:
    parts: list[str] = []
    done = 0
    for at in _AT.finditer(text):
        if at.start() < done:
            continue
        for name, end in reversed(list(_candidates(text, at.end()))):
            key = people.get(name.lower())
            if key is not None:
                label = _SPECIAL.sub(r"\\\1", name)
                link = f"[@{label}]({SCHEME}{key})"
                parts += [text[done : at.start()], link]
                done = end
                break
    return "".join([*parts, text[done:]])


def _candidates(text: str, start: int) -> Iterator[tuple[str, int]]:
    """Yield what may be the name that begins there, ever longer, with its end.

    A full stop after a name ends a sentence, so the name is tried without it as well.
    """
    end = start
    for _count in range(MOST_WORDS):
        word = _WORD.match(text, end)
        if word is None or word.end() - start > LONGEST_NAME:
            return
        name = text[start : word.end()]
        bare = name.rstrip(".-'’")
        if bare != name:
            yield bare, start + len(bare)
        yield name, word.end()
        if text[word.end() : word.end() + 1] != " ":
            return
        end = word.end() + 1


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Cut a text into what is code and what is not.

    Line by line, so that a long text with many signs takes no longer than another.
    """
    block: list[str] = []
    fence = ""
    for line in text.splitlines(keepends=True):
        mark = _FENCE.match(line)
        if fence:
            yield line, True
            closes = mark is not None and mark[1].startswith(fence)
            fence = "" if closes else fence
        elif mark is not None:
            yield from _spans("".join(block))
            block = []
            yield line, True
            fence = mark[1]
        else:
            block.append(line)
            if not line.strip():
                yield from _spans("".join(block))
                block = []
    yield from _spans("".join(block))


def _spans(paragraph: str) -> Iterator[tuple[str, bool]]:
    """Cut a paragraph: code stands between two runs of as many backticks."""
    runs = [(run.start(), run.end()) for run in _TICKS.finditer(paragraph)]
    closing: list[int | None] = [None] * len(runs)
    following: dict[int, int] = {}
    for i in range(len(runs) - 1, -1, -1):
        length = runs[i][1] - runs[i][0]
        closing[i] = following.get(length)
        following[length] = i
    done = i = 0
    while i < len(runs):
        end = closing[i]
        if end is not None:
            yield paragraph[done : runs[i][0]], False
            yield paragraph[runs[i][0] : runs[end][1]], True
            done, i = runs[end][1], end
        i += 1
    yield paragraph[done:], False


def _unescaped(label: str) -> str:
    return re.sub(r"\\(.)", r"\1", label)
