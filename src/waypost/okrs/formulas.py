"""Formulas of computed metrics, such as ``(M-3 + M-4) ÷ 2`` or ``max(M-1, M-2)``.

A formula is read by Python's own parser and then only what is listed here is let
through, so that nothing but arithmetic can be said.
"""

import ast
import math
import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 500
DEEPEST = 20
_NAME = re.compile(r"\bM-(\d{1,12})\b", re.IGNORECASE)
_SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", "–": "-", "·": "*"})
_PRINTED = str.maketrans({"*": "×", "/": "÷", "-": "−"})
_STEP = 1e-6

Instant = datetime
Values = Mapping[int, float]
Series = list[tuple[Instant, float]]


class FormulaError(ValidationError):
    """The formula says something that is not arithmetic on metrics."""


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


_FUNCTIONS: dict[str, Callable[[Sequence[float]], float]] = {
    "sum": math.fsum,
    "mean": _mean,
    "min": min,
    "max": max,
}


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that was let through, with the numbers of the metrics it names."""

    text: str
    inputs: frozenset[int]
    tree: ast.expr

    def evaluate(self, values: Values) -> float:
        """Return the result for these values by metric number.

        nan where it has none: a division by zero, or a number too large.
        """
        try:
            result = _evaluate(self.tree, values)
        except (ZeroDivisionError, OverflowError):
            return math.nan
        return result if math.isfinite(result) else math.nan

    def slope(self, values: Values, number: int) -> float:
        """Return by how much the result moves when metric `number` moves by one.

        Taken at `values`, from both sides; exact for sums and weighted means.
        """
        here = values[number]
        step = _STEP * max(abs(here), 1.0)
        above = self.evaluate({**values, number: here + step})
        below = self.evaluate({**values, number: here - step})
        return (above - below) / (2 * step)


def parse(text: str) -> Formula:
    """Read a formula.

    Raises
    ------
    FormulaError
        With the reason, if it is anything but arithmetic on metrics.
    """
    if len(text) > LONGEST:
        raise FormulaError(_("The formula is too long: 500 characters at most."))
    plain = _NAME.sub(lambda m: f" m_{int(m[1])} ", text.translate(_SIGNS)).strip()
    try:
        tree = ast.parse(plain, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        message = _("“%(formula)s” is no formula; one is “(M-1 + M-2) / 2”.")
        raise FormulaError(message % {"formula": text}) from error
    inputs: set[int] = set()
    _check(tree, inputs, depth=0)
    if not inputs:
        raise FormulaError(_("The formula names no metric; write M-3 for metric 3."))
    return Formula(text, frozenset(inputs), tree)


def spelled(text: str) -> list[str | int]:
    """Cut a formula into words, with signs as people write them, and metric numbers.

    >>> spelled("(M-3 + m-4) / 2")
    ['(', 3, ' + ', 4, ') ÷ 2']
    """
    parts: list[str | int] = []
    for place, part in enumerate(_NAME.split(text)):
        if place % 2:
            parts.append(int(part))
        elif part:
            parts.append(part.translate(_PRINTED))
    return parts


def named_in(text: str) -> set[int]:
    """Return the numbers of the metrics that a text names, be it a formula or not."""
    return {int(number) for number in _NAME.findall(text)}


def series(formula: Formula, readings: Mapping[int, Series]) -> Series:
    """Return the formula's value at each instant at which an input changed.

    A reading holds until the next; before every input has one there is no value.
    """
    sources = {number: sorted(readings.get(number, ())) for number in formula.inputs}
    if not all(sources.values()):
        return []
    instants = {number: [at for at, _v in s] for number, s in sources.items()}
    first = max(times[0] for times in instants.values())
    changes = sorted({at for times in instants.values() for at in times if at >= first})
    found = []
    for at in changes:
        values = {
            number: sources[number][bisect_right(times, at) - 1][1]
            for number, times in instants.items()
        }
        found.append((at, formula.evaluate(values)))
    return [(at, value) for at, value in found if not math.isnan(value)]


def _check(node: ast.expr, inputs: set[int], *, depth: int) -> None:
    if depth > DEEPEST:
        raise FormulaError(_("The formula has too many brackets within brackets."))
    match node:
        case ast.Name(id=name) if re.fullmatch(r"m_\d+", name):
            inputs.add(int(name[2:]))
        case ast.Constant(value=int() | float() as value) if not isinstance(
            value, bool
        ):
            if not math.isfinite(value) or abs(value) > 1e15:
                raise FormulaError(_("A number in the formula is too large."))
        case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div()):
            _check(node.left, inputs, depth=depth + 1)
            _check(node.right, inputs, depth=depth + 1)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd()):
            _check(node.operand, inputs, depth=depth + 1)
        case ast.Call(func=ast.Name(id=name), keywords=[]) if name in _FUNCTIONS:
            _check_arguments(node, inputs, depth=depth)
        case _:
            said = ast.unparse(node).replace("m_", "M-")[:60]
            message = _(
                "“%(part)s” cannot stand in a formula: only metrics (M-3), numbers,"
                " + − × ÷, brackets, sum, mean, min and max can."
            )
            raise FormulaError(message % {"part": said})


def _check_arguments(node: ast.Call, inputs: set[int], *, depth: int) -> None:
    if not node.args:
        raise FormulaError(_("sum, mean, min and max need something in brackets."))
    for argument in node.args:
        _check(argument, inputs, depth=depth + 1)


def _evaluate(node: ast.expr, values: Values) -> float:
    match node:
        case ast.Name(id=name):
            return float(values[int(name[2:])])
        case ast.Constant(value=int() | float() as value):
            return float(value)
        case ast.UnaryOp(op=sign, operand=operand):
            result = _evaluate(operand, values)
            return -result if isinstance(sign, ast.USub) else result
        case ast.BinOp(left=left, op=op, right=right):
            return _combine(op, _evaluate(left, values), _evaluate(right, values))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _FUNCTIONS[name]([_evaluate(each, values) for each in arguments])
        case _:  # pragma: no cover - `_check` has refused it
            raise AssertionError(ast.dump(node))


def _combine(op: ast.operator, left: float, right: float) -> float:
    match op:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
        case _:
            return left / right
