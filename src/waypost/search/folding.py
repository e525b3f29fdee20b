"""Words as the index keeps them: without accents, case and what divides them.

Both databases get the same folded words, so both give the same answers.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

LONGEST_WORD = 40
MOST_ASKED = 8
LONGEST_QUESTION = 300
# Letters that Unicode does not take apart into a letter and a mark.
_ALONE = {
    "ø": "o",
    "æ": "ae",
    "œ": "oe",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ħ": "h",
    "ŧ": "t",
    "ı": "i",
    "ŋ": "n",
}
_WORD = re.compile(r"[^\W_]+")
# Scripts without spaces between words: there each sign is a word.
_SIGN = re.compile("([\u2e80-\u2fdf\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff])")


def folded(text: str) -> str:
    """Return `text` in plain small letters.

    >>> folded("Ærøskøbing, Łódź, Straße, Ç")
    'aeroskobing, lodz, strasse, c'
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).casefold()
    apart = unicodedata.normalize("NFKD", plain)
    for sign in set(apart):  # few in a text, however long it is
        instead = None if sign.isascii() else _instead_of(sign)
        if instead is not None:
            apart = apart.replace(sign, instead)
    return apart


@lru_cache(maxsize=4096)
def _instead_of(sign: str) -> str | None:
    """Return what is kept of a sign; None where it stays as it is."""
    is_mark = unicodedata.combining(sign) or unicodedata.category(sign).startswith("M")
    return "" if is_mark else _ALONE.get(sign)


def words(text: str, *, most: int | None = None) -> list[str]:
    """Return the words of `text` as the index keeps them, in their order.

    >>> words("KR-142: Fähre “Ærø”")
    ['kr', '142', 'fahre', 'aero']
    """
    found: list[str] = []
    for word in _words(folded(text)):
        found.append(word[:LONGEST_WORD])
        if most is not None and len(found) == most:
            break
    return found


def _words(plain: str) -> Iterator[str]:
    if plain.isascii():
        yield from _WORD.findall(plain)
        return
    yield from _WORD.findall(_SIGN.sub(r" \1 ", plain))


def asked(text: str) -> list[str]:
    """Return the words that somebody looks for: each once, the first few.

    >>> asked('"big" Fähre* OR (big)')
    ['big', 'fahre', 'or']
    """
    return list(dict.fromkeys(words(text[:LONGEST_QUESTION])))[:MOST_ASKED]


def joined(text: str, *, longest: int = LONGEST_WORD) -> str:
    """Return all words of `text` as one: how it begins, or a code however it is typed.

    >>> joined("KR-142") == joined("kr 142") == "kr142"
    True
    """
    return "".join(words(text[: 4 * longest]))[:longest]
