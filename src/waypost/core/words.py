"""Words that somebody types, looked for in columns of text."""

from django.db.models import Case, Q, Value, When
from django.db.models.expressions import Expression


def has_words(words: str, *columns: str) -> Q:
    """Return the condition that each word stands in one of these columns, or more."""
    found = Q()
    for word in words.split():
        hit = Q()
        for spelled in _spelled(word):
            for column in columns:
                hit |= Q(**{f"{column}__icontains": spelled})
        found &= hit
    return found


def exact_first(words: str, *columns: str) -> Expression:
    """Return what to order by, so that what is called just so stands first."""
    hit = Q()
    for spelled in _spelled(words):
        for column in columns:
            hit |= Q(**{f"{column}__iexact": spelled})
    return Case(When(hit, then=Value(0)), default=Value(1))


def _spelled(word: str) -> list[str]:
    """Return a word in small and large letters, where SQLite knows no case.

    >>> _spelled("åse"), _spelled("ase")
    (['åse', 'Åse', 'ÅSE'], ['ase'])
    """
    if word.isascii():
        return [word]
    return list(dict.fromkeys([word, word.lower(), word.title(), word.upper()]))
