"""The settings that an organisation may choose, with what they are out of the box."""

from dataclasses import dataclass

ROUNDING = 1e-9
"""How far a figure may fall short of a threshold and still count as on it.

0.70 − 0.75 is a hair below −0.05 in binary; nobody should be at risk for that.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Where one class ends and the next begins.

    Health: `on_track` and `at_risk` are paces; `stale_cadences` is how many cadences
    old the last reading may be. Coverage: `covered` and `thin` are ratios. Scores:
    below `band_low` is low, from `band_high` is high, and from there an aspirational
    objective is a success.
    """

    on_track: float = -0.05
    at_risk: float = -0.20
    stale_cadences: float = 2.0
    covered: float = 1.0
    thin: float = 0.6
    band_low: float = 0.3
    band_high: float = 0.7

    def __post_init__(self) -> None:
        for low, high in (
            ("at_risk", "on_track"),
            ("thin", "covered"),
            ("band_low", "band_high"),
        ):
            if not getattr(self, low) <= getattr(self, high):
                message = f"Thresholds: {low} must not be above {high}"
                raise ValueError(message)
        if not self.stale_cadences > 0:
            raise ValueError("Thresholds: stale_cadences must be above 0")


DEFAULT = Thresholds()
