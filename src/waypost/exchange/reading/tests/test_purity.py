import ast
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1]
ALLOWED = ("waypost.exchange.reading", "django.utils.translation")


def imported(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    return names


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda p: p.name)
def test_reading_knows_no_database(path: Path) -> None:
    ours = [name for name in imported(path) if name.startswith(("django", "waypost"))]

    assert all(name.startswith(ALLOWED) for name in ours)
