"""The direction rule, light imports and the shape of the tree."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = (
    "interview",
    "estimation",
    "scoring",
    "fairness",
    "analysis",
    "store",
    "workflow",
    "ui",
    "data_samples",
)
MODULES = sorted(p for name in PACKAGES for p in (ROOT / name).rglob("*.py"))
HEAVY = ("torch", "transformers", "cv2", "librosa", "av", "shap")


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported(path: Path) -> set[str]:
    """Top-level names a file imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def test_the_direction_rule_holds() -> None:
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(
    "command", ["import scoring, fairness, analysis", "import workflow", "import store"]
)
def test_imports_stay_light(command: str) -> None:
    check = f"import sys; {command}; print([m for m in {HEAVY!r} if m in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-c", check], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


def test_the_command_line_helps_without_loading_an_engine() -> None:
    check = (
        "import sys, runpy\n"
        "sys.argv = ['candor', '--help']\n"
        "try:\n    runpy.run_module('workflow', run_name='__main__')\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", check], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.stdout.strip().endswith("[]"), run.stdout + run.stderr


@pytest.mark.parametrize("path", MODULES, ids=short)
def test_a_module_is_one_idea(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 400, "split it: 400 lines is the ceiling"
    assert path.stem not in {"utils", "helpers", "common", "manager", "misc"}
    assert ast.get_docstring(ast.parse(path.read_text())), "say what this file is"


def test_the_vocabulary_needs_the_standard_library_only() -> None:
    known = set(sys.stdlib_module_names) | {"interview"}
    strangers = {short(p): imported(p) - known for p in MODULES if p.parts[-2] == "interview"}
    assert not {path: names for path, names in strangers.items() if names}


def test_only_settings_reads_the_environment() -> None:
    readers = [short(p) for p in MODULES if re.search(r"os\.(environ|getenv)", p.read_text())]
    assert set(readers) <= {"workflow/settings.py"}


def test_nothing_is_pickled_and_no_input_is_checked_with_assert() -> None:
    for path in MODULES:
        tree = ast.parse(path.read_text())
        assert "pickle" not in imported(path), short(path)
        asserts = [n.lineno for n in ast.walk(tree) if isinstance(n, ast.Assert)]
        assert not asserts, f"{short(path)}: assert at {asserts}; raise a named error instead"


def test_no_product_module_reads_the_answer_key() -> None:
    readers = [
        short(p) for p in MODULES if "answer_key" in p.read_text() and "data_samples" not in p.parts
    ]
    assert readers == []


def test_every_test_file_has_a_name_of_its_own() -> None:
    # pytest imports test files by their bare name; two of one name hide each other
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))
