"""Every notebook runs from top to bottom, explains every step and defines nothing of its own."""

import ast
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def cells(path: Path) -> list[nbformat.NotebookNode]:
    return list(nbformat.read(path, as_version=4).cells)


def test_there_is_at_least_the_first() -> None:
    assert "01_one_interview" in {path.stem for path in NOTEBOOKS}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
# the kernel is another process; its client's event loop warns of its own affairs
@pytest.mark.filterwarnings("default")
def test_it_runs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}}
    ).execute()
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            assert output.get("name") != "stderr", output.get("text")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_logic_stays_in_the_packages(path: Path) -> None:
    for cell in cells(path):
        if cell.cell_type == "code":
            tree = ast.parse(cell.source)
            for node in ast.walk(tree):
                assert not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda)
                if isinstance(node, ast.Import | ast.ImportFrom):
                    named = [alias.name for alias in node.names]
                    named += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                    assert not any(name.split(".")[0] in ("ui", "streamlit") for name in named)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_it_explains_itself_and_keeps_no_output(path: Path) -> None:
    found = cells(path)
    assert found[0].cell_type == "markdown"
    assert found[0].source.startswith("# ")
    unexplained = 0
    for cell in found:
        unexplained = unexplained + 1 if cell.cell_type == "code" else 0
        assert unexplained <= 2, cell.source
        if cell.cell_type == "code":
            assert not cell.outputs
            assert cell.execution_count is None
