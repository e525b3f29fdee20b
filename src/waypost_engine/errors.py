"""What can go wrong in the engine.

EngineError
├── NotEnoughData     too few observations for the method asked for
└── ImpossiblePlan    the plan contradicts itself: a circle, by the keys in it
"""

__all__ = ["EngineError", "ImpossiblePlan", "NotEnoughData"]


class EngineError(Exception):
    """Base of every error the engine raises on purpose."""


class NotEnoughData(EngineError):
    """There are fewer observations than the method needs."""


class ImpossiblePlan(EngineError):
    """The plan holds a circle or a contradiction; `keys` names what is in it."""

    def __init__(self, message: str, *, keys: tuple[int, ...] = ()) -> None:
        super().__init__(message)
        self.keys = keys
