"""Reads the source as a tree of syntax, to hold it to the conventions."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src"
APPS = SRC / "waypost"


@dataclass(frozen=True, slots=True)
class Function:
    """A public function at the top of a module."""

    path: Path
    node: ast.FunctionDef

    @property
    def place(self) -> str:
        """Where an editor finds it."""
        return f"{self.path.relative_to(ROOT)}:{self.node.lineno} {self.node.name}"

    @property
    def is_called_by_doors(self) -> bool:
        """Whether it is an action or a query; what takes positions is their helper."""
        taken = self.node.args
        by_position = taken.posonlyargs or taken.args or taken.vararg
        return bool(taken.kwonlyargs) and not by_position

    @property
    def keywords(self) -> set[str]:
        """The names of its keyword-only parameters."""
        return {argument.arg for argument in self.node.args.kwonlyargs}


def modules(app: str, room: str) -> Iterator[Path]:
    """Yield the module of a room (``actions``, ``queries``), or those of its folder."""
    single, folder = APPS / app / f"{room}.py", APPS / app / room
    if single.exists():
        yield single
    if folder.is_dir():
        yield from sorted(folder.glob("*.py"))


def public_functions(path: Path) -> Iterator[Function]:
    """Yield the functions of a module that others may call."""
    for node in tree(path).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield Function(path, node)


def calls(path: Path, room: str) -> Iterator[tuple[str, ast.Call]]:
    """Yield the calls that a module makes to the functions of a domain room."""
    rooms, functions = _imported(tree(path), room)
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id in functions:
            yield called.id, node
        elif (
            isinstance(called, ast.Attribute)
            and isinstance(called.value, ast.Name)
            and called.value.id in rooms
            and called.attr.islower()
        ):
            yield called.attr, node


def _imported(module: ast.Module, room: str) -> tuple[set[str], set[str]]:
    """Return how a module calls rooms that it imports, and functions from them."""
    rooms: set[str] = set()
    functions: set[str] = set()
    for node in ast.walk(module):
        if not isinstance(node, ast.ImportFrom) or node.module is None:
            continue
        parts = node.module.split(".")
        if parts[0] != "waypost":
            continue
        names = {alias.name: alias.asname or alias.name for alias in node.names}
        if room in parts[2:]:
            functions |= {own for name, own in names.items() if name.islower()}
            rooms |= {own for name, own in names.items() if name.islower()}
        elif room in names and len(parts) == 2:
            rooms.add(names[room])
    return rooms, functions


def tree(path: Path) -> ast.Module:
    """Parse a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def source_files(*folders: str) -> list[Path]:
    """Return the modules below folders of the application, without their tests."""
    found = [path for folder in folders for path in (APPS / folder).rglob("*.py")]
    return sorted(path for path in found if "tests" not in path.parts)
