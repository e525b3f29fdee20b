"""Words are looked up once: what a language says of a message is kept.

Django asks each of its own catalogs in turn, and each of those of the language behind
it, for every word of every row. A page of a hundred rows says two thousand.
"""

from typing import Any

from django.utils.translation import trans_real

_django: Any = trans_real  # what is replaced below has no public name


class Remembered(trans_real.DjangoTranslation):
    """A language that remembers what it has said; it never changes what it says."""

    def __init__(self, language: str) -> None:
        self._said: dict[str, str] = {}
        super().__init__(language)

    def gettext(self, message: str) -> str:
        """Return the translation of a message of the program."""
        said = self._said.get(message)
        if said is None:
            said = self._said[message] = super().gettext(message)
        return said


def remember_words() -> None:
    """Let all languages remember, those too that were used while starting."""
    _django.DjangoTranslation = Remembered
    _django._translations = {}
    _django._default = None
