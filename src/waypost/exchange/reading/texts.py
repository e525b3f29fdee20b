"""Texts that a spreadsheet has typed: numbers with a point, days as ISO writes them."""


class Exact(str):
    """A cell that needs no guess: the file itself says what its value is."""

    __slots__ = ()

    def strip(self, chars: str | None = None, /) -> "Exact":
        """Strip, and stay exact."""
        return Exact(super().strip(chars))

    def rstrip(self, chars: str | None = None, /) -> "Exact":
        """Strip the end, and stay exact."""
        return Exact(super().rstrip(chars))
