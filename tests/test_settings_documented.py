"""docs/settings.md and the settings say the same."""

import ast
import re
from functools import cache

from tests.source import APPS, ROOT, tree

READERS = {"text", "flag", "number", "words"}
# Read by tools and tests, before or beside the settings.
OUTSIDE = {
    "WAYPOST_CHROMIUM",
    "WAYPOST_TEST_POSTGRES",
    "WAYPOST_ADMIN_PASSWORD",
}
DOCUMENT = ROOT / "docs" / "settings.md"


@cache
def read_by_the_code() -> frozenset[str]:
    found = set()
    asking = (path for path in APPS.rglob("*.py") if "env." in path.read_text())
    for path in asking:
        for node in ast.walk(tree(path)):
            name = _name_that_is_read(node)
            if name:
                found.add(f"WAYPOST_{name}")
    return frozenset(found)


def _name_that_is_read(node: ast.AST) -> str | None:
    """Return NAME of a call such as ``env.text("NAME", …)``."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return None
    reader = node.func
    if not (isinstance(reader.value, ast.Name) and reader.value.id == "env"):
        return None
    first = node.args[0] if reader.attr in READERS and node.args else None
    return str(first.value) if isinstance(first, ast.Constant) else None


@cache
def documented() -> dict[str, list[str]]:
    """Return the cells of each row of the tables, by the setting that it opens with."""
    rows = re.findall(r"^\| `(WAYPOST_\w+)` \|(.*)\|$", DOCUMENT.read_text(), re.M)
    return {name: [cell.strip() for cell in rest.split("|")] for name, rest in rows}


def test_every_setting_is_documented() -> None:
    missing = sorted(read_by_the_code() - set(documented()))

    assert not missing, f"docs/settings.md has no row for {', '.join(missing)}"


def test_everything_documented_is_a_setting() -> None:
    stale = sorted(set(documented()) - read_by_the_code() - OUTSIDE)

    assert not stale, f"docs/settings.md names {', '.join(stale)}, which nothing reads"


def test_what_stands_outside_the_settings_is_documented_too() -> None:
    missing = sorted(OUTSIDE - set(documented()))

    assert not missing, f"docs/settings.md has no row for {', '.join(missing)}"


def test_every_row_has_a_meaning_a_default_and_an_example() -> None:
    thin = [name for name, cells in documented().items() if len(cells) != 3]
    empty = [name for name, cells in documented().items() if not all(cells)]

    assert not thin + empty, f"fill the three cells of {', '.join(thin + empty)}"
