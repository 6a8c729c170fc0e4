"""A public name means one thing in the whole program."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OUTSIDE = {"tests", "benchmarks", "node_modules"}
"""What does not belong to the program that is run."""


def program_files() -> list[Path]:
    """Every module of the program, in the rooms and beside them."""
    rooms = [path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name not in OUTSIDE]
    return sorted([*ROOT.glob("*.py"), *(file for room in rooms for file in room.rglob("*.py"))])


def public_types(source: str) -> set[str]:
    """Classes and type aliases a module defines for others."""
    named = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef):
            named.add(node.name)
        elif isinstance(node, ast.AnnAssign) and "TypeAlias" in ast.unparse(node.annotation):
            named.add(ast.unparse(node.target))
        elif isinstance(node, ast.Assign) and not ast.unparse(node.value).startswith("TypeVar("):
            named |= {name.id for name in node.targets if isinstance(name, ast.Name)}
    return {name for name in named if name[0].isupper() and not name.isupper()}


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("class Upload: ...\nclass _Inner: ...", {"Upload"}),
        (
            "Rows: TypeAlias = list[int]\nPairs = dict[str, int]\nLIMIT = 3\nT = TypeVar('T')",
            {"Rows", "Pairs"},
        ),
        ("def build():\n    class Local: ...", set()),
    ],
)
def test_classes_and_aliases_are_found(source: str, named: set[str]) -> None:
    assert public_types(source) == named


def test_no_public_type_is_named_like_another() -> None:
    found = defaultdict(list)
    for file in program_files():
        for name in public_types(file.read_text("utf-8")):
            found[name].append(str(file.relative_to(ROOT)))
    assert len(found) > 300, "the program was not found"
    assert {name: files for name, files in found.items() if len(files) > 1} == {}
