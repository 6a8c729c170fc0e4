"""How the files of the program may import each other, beyond what import-linter's contracts say."""

import tomllib
from graphlib import TopologicalSorter
from pathlib import Path

import grimp

SETTINGS = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text())
ROOMS = SETTINGS["tool"]["importlinter"]["root_packages"]


def test_no_circle_of_files() -> None:
    graph = grimp.build_graph(*ROOMS)
    imported = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert len(imported) > 300
    TopologicalSorter(imported).prepare()  # raises CycleError with the files of a circle
