"""The engine's words as small numbers, so that a column of them is an array."""

from enum import IntEnum


class Better(IntEnum):
    """Where a metric should go, as its owner said."""

    LOWER = -1
    WITHIN = 0
    HIGHER = 1


class KeyResultKind(IntEnum):
    """What a key result promises."""

    METRIC = 0
    RANGE = 1
    STEPS = 2
    BINARY = 3


class PathKind(IntEnum):
    """How a key result is expected to get from its baseline to its target."""

    STRAIGHT = 0
    POINTS = 1
    BETS = 2


class ObjectiveKind(IntEnum):
    """How an objective is meant, which decides how its score is read."""

    COMMITTED = 0
    ASPIRATIONAL = 1
    LEARNING = 2


class Phase(IntEnum):
    """Where a project stands; on hold and cancelled stand beside the row."""

    INITIATION = 0
    PLANNING = 1
    EXECUTION = 2
    CLOSURE = 3
    CLOSED = 4
    ON_HOLD = 5
    CANCELLED = 6


class Health(IntEnum):
    """What pace says of a key result or an objective."""

    ON_TRACK = 0
    AT_RISK = 1
    OFF_TRACK = 2
    NO_DATA = 3


class RollUpSource(IntEnum):
    """What an objective's progress is the mean of."""

    NOTHING = 0
    KEY_RESULTS = 1
    CHILDREN = 2


class ScoreBand(IntEnum):
    """Where a score lies between the two band settings."""

    LOW = 0
    MIDDLE = 1
    HIGH = 2
    NO_SCORE = 3


class CoverageClass(IntEnum):
    """Whether the work behind a key result adds up to its target."""

    COVERED = 0
    THIN = 1
    HOLE = 2
    NO_WORK = 3
