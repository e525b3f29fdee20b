import doctest
import inspect
from pathlib import Path
from typing import Any

import pytest

import waypost_engine

SECTIONS = ("Parameters", "Returns", "Notes", "References", "Examples")
METHOD = Path(__file__).parents[3] / "docs/method"
PUBLIC = [getattr(waypost_engine, name) for name in waypost_engine.__all__]
FUNCTIONS = [thing for thing in PUBLIC if inspect.isfunction(thing)]
CLASSES = [thing for thing in PUBLIC if inspect.isclass(thing)]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_of_a_function_says_all_that_a_reader_needs(function: Any) -> None:
    doc = inspect.getdoc(function) or ""

    missing = [name for name in SECTIONS if f"{name}\n{'-' * len(name)}" not in doc]

    assert not missing
    assert ">>>" in doc
    assert ".. [1]" in doc


@pytest.mark.parametrize("kind", CLASSES)
def test_of_a_class_is_more_than_what_a_dataclass_writes(kind: type[Any]) -> None:
    doc = inspect.getdoc(kind) or ""

    assert doc
    assert not doc.startswith(f"{kind.__name__}(")


@pytest.mark.parametrize("page", ["progress-and-pace.md", "bets-and-coverage.md"])
def test_of_a_method_shows_figures_that_are_right(page: str) -> None:
    found = doctest.testfile(str(METHOD / page), module_relative=False)

    assert found.attempted
    assert not found.failed
