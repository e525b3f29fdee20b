"""The coach: advice on the words of an objective or key result while they are typed.

Rules that need no network. At most four pieces, the most useful first; they never
block anything.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import dateformat
from django.utils.translation import gettext as _

MOST = 4
LONGEST = 90
SHORTEST_WORDS = 3
MOST_KEY_RESULTS = 5


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Verbs that name a direction and no end, with what is true once it is reached.
_VAGUE = _words(
    "improve support increase enhance optimise optimize boost strengthen help drive"
    " foster maximise maximize reduce grow work ensure focus continue better"
)
_TASKS = _words(
    "launch build ship implement deliver develop create introduce roll release write"
    " hire migrate set design deploy organise organize run prepare define finish"
    " complete publish"
)
_FOR_WHOM = re.compile(
    r"\b(?:for|our|every|each|all)\s+(?:the\s+)?([\w-]+(?:\s[\w-]+)?)"
)
_WORD = re.compile(r"[^\W\d_]{3,}")
_NUMBER = re.compile(r"\d")
_STOP = _words(
    "the and for with our from into that this their more less all are has have each"
    " every who what when without within than its out one two per"
)


@dataclass(frozen=True, slots=True)
class Advice:
    """One line of the coach: `kind` is ``ok`` (a rule met) or ``advice``.

    `replacement` is what *Use this* puts in place of the text. `link` is the code of
    what *Link it* links to.
    """

    kind: str
    text: str
    replacement: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Nearest:
    """A key result that the objective could support; `note` says how it stands."""

    code: str
    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known besides the words of an objective."""

    ends_on: date | None = None
    supports_something: bool = False
    is_company: bool = False
    key_result_count: int | None = None
    parents: Sequence[Nearest] = ()


@dataclass(frozen=True, slots=True)
class KeyResultContext:
    """What is known besides the words of a key result.

    `history` are past readings of its metric at equal distances of a cycle's length,
    or simply in order; `siblings` counts the other key results of the objective.
    """

    is_measured: bool = True
    unit: str = ""
    baseline: float | None = None
    target: float | None = None
    siblings: int = 0
    history: Sequence[float] = ()


def advise_objective(text: str, *, context: Context) -> list[Advice]:
    """Return advice on the title of an objective."""
    said = " ".join(text.split())
    if not said:
        return []
    rules: list[Callable[[str, Context], Advice | None]] = [
        _vague_verb,
        _number_in_objective,
        _supports_nothing,
        _too_many_key_results,
        _length,
        _for_whom,
    ]
    return _most_useful(rule(said, context) for rule in rules)


def advise_key_result(text: str, *, context: KeyResultContext) -> list[Advice]:
    """Return advice on the title and values of a key result."""
    said = " ".join(text.split())
    if not said:
        return []
    rules: list[Callable[[str, KeyResultContext], Advice | None]] = [
        _task_like,
        _no_number,
        _no_unit,
        _no_baseline,
        _reach,
        _crowded,
    ]
    return _most_useful(rule(said, context) for rule in rules)


def nearest_to(text: str, parents: Iterable[Nearest]) -> Nearest | None:
    """Return what shares most words with the text, if anything does."""
    words = _stems(text)
    best: tuple[float, Nearest] | None = None
    for parent in parents:
        theirs = _stems(parent.title)
        shared = len(words & theirs)
        score = shared / len(words | theirs) if shared else 0.0
        if score and (best is None or score > best[0]):
            best = (score, parent)
    return None if best is None else best[1]


# --- Objectives ---------------------------------------------------------------------


def _vague_verb(text: str, context: Context) -> Advice | None:
    first, _space, rest = text.partition(" ")
    if first.casefold() not in _VAGUE:
        return None
    if context.ends_on is None:
        day = _("the last day")
    else:
        day = dateformat.format(context.ends_on, "j M")
    message = _("“%(verb)s” has no end. Say what is true on %(day)s.")
    words = {"verb": first.capitalize(), "day": day}
    return Advice("advice", message % words, _as_a_state(rest))


def _as_a_state(rest: str) -> str:
    """Turn what follows the verb into the start of a sentence about a state."""
    whom = _FOR_WHOM.search(rest)
    if whom is None:
        return ""
    subject = whom[1][:1].upper() + whom[1][1:]
    thing = rest[: whom.start()].strip()
    if not thing:
        return ""
    message = _("%(subject)s get %(thing)s without having to ask")
    return message % {"subject": subject, "thing": thing}


def _number_in_objective(text: str, context: Context) -> Advice | None:
    if not _NUMBER.search(text):
        return None
    plain = re.sub(
        r"\s*(?:(?:by|to|from|at least|of)\s+)?[\d.,]+\s*(?:%|percent|k|m)?",
        "",
        text,
        flags=re.IGNORECASE,
    ).strip()
    message = _("The number belongs in a key result; here say why it matters.")
    return Advice("advice", message, plain if _WORD.search(plain) else "")


def _supports_nothing(text: str, context: Context) -> Advice | None:
    if context.is_company or context.supports_something:
        return None
    nearest = nearest_to(text, context.parents)
    if nearest is None:
        return Advice("advice", _("It supports nothing yet. Link what it is for."))
    message = _("It supports nothing yet. Nearest is %(title)s.")
    said = message % {"title": nearest.title}
    note = f" {nearest.note}" if nearest.note else ""
    return Advice("advice", f"{said}{note}", link=nearest.code)


def _too_many_key_results(text: str, context: Context) -> Advice | None:
    count = context.key_result_count
    if count is None or count <= MOST_KEY_RESULTS:
        return None
    message = _("%(count)d key results are hard to keep in mind; five are enough.")
    return Advice("advice", message % {"count": count})


def _length(text: str, context: Context) -> Advice | None:
    if len(text) > LONGEST:
        return Advice("advice", _("Nobody will say it by heart; shorten it."))
    if len(text.split()) < SHORTEST_WORDS:
        return Advice("advice", _("Say a little more: what is different, for whom?"))
    return None


def _for_whom(text: str, context: Context) -> Advice | None:
    whom = _FOR_WHOM.search(text)
    if whom is not None:
        message = _("It says for whom: %(whom)s.")
        return Advice("ok", message % {"whom": whom[1]})
    first = text.split()[0].casefold()
    if first in _VAGUE or first in _TASKS:
        return Advice("advice", _("For whom? Name who notices the difference."))
    return Advice("ok", _("It says what will be true."))


# --- Key results --------------------------------------------------------------------


def _task_like(text: str, context: KeyResultContext) -> Advice | None:
    first, _space, rest = text.partition(" ")
    if first.casefold() not in _TASKS:
        return None
    message = _(
        "“%(verb)s” is work, not its result. What changes once %(thing)s is there?"
        " Measure that, and make the work a project with a bet."
    )
    words = {"verb": first.capitalize(), "thing": rest or _("it")}
    return Advice("advice", message % words)


def _no_number(text: str, context: KeyResultContext) -> Advice | None:
    if not context.is_measured:
        return None
    if context.target is None:
        return Advice("advice", _("No target yet: which number would be enough?"))
    if context.baseline is None:
        return None
    message = _("It can be measured: from %(baseline)s to %(target)s.")
    words = {"baseline": _plain(context.baseline), "target": _plain(context.target)}
    return Advice("ok", message % words)


def _no_unit(text: str, context: KeyResultContext) -> Advice | None:
    if not context.is_measured or context.unit or context.target is None:
        return None
    return Advice("advice", _("A number of what? Give the metric its unit."))


def _no_baseline(text: str, context: KeyResultContext) -> Advice | None:
    if not context.is_measured or context.baseline is not None:
        return None
    return Advice("advice", _("Where does it stand today? Without it no pace can be."))


def _reach(text: str, context: KeyResultContext) -> Advice | None:
    """Compare the promised distance with what the metric has moved before."""
    baseline, target, history = context.baseline, context.target, context.history
    if baseline is None or target is None or len(history) < SHORTEST_WORDS:
        return None
    promised = abs(target - baseline)
    moved = max(history) - min(history)
    if moved and promised > 3 * moved:
        message = _("It moved by %(moved)s so far; the target asks for %(promised)s.")
        words = {"moved": _plain(moved), "promised": _plain(promised)}
        return Advice("advice", message % words)
    if promised < 0.1 * moved:
        message = _("It swings by %(moved)s anyway; nobody will notice %(promised)s.")
        words = {"moved": _plain(moved), "promised": _plain(promised)}
        return Advice("advice", message % words)
    return None


def _crowded(text: str, context: KeyResultContext) -> Advice | None:
    count = context.siblings + 1
    if count <= MOST_KEY_RESULTS:
        return None
    message = _("%(count)d key results are hard to keep in mind; five are enough.")
    return Advice("advice", message % {"count": count})


def _most_useful(found: Iterable[Advice | None]) -> list[Advice]:
    """Return at most four, advice before rules met, each kind in its order."""
    given = [advice for advice in found if advice is not None]
    given.sort(key=lambda advice: advice.kind == "ok")
    return given[:MOST]


def _stems(text: str) -> frozenset[str]:
    """Return the words that tell something, cut so that forms of one word meet."""
    words = _WORD.findall(text.casefold())
    return frozenset(word[:5] for word in words if word not in _STOP)


def _plain(value: float) -> str:
    return f"{value:.6g}".replace("-", "−")
