"""What the README tells a newcomer to type is there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh.md")


def blocks(language: str) -> list[str]:
    text = "".join((ROOT / name).read_text("utf-8") for name in READMES)
    return re.findall(rf"```{language}\n(.*?)```", text, re.S)


def commands(pattern: str) -> set[str]:
    lines = "\n".join(blocks("sh")) + (ROOT / "README.md").read_text("utf-8")
    return set(re.findall(pattern, lines))


def test_every_make_target_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    assert commands(r"\bmake ([a-z]+)") <= targets


def test_every_command_and_option_exists() -> None:
    for name in commands(r"candor ([a-z]+)\b"):
        run = subprocess.run(
            [str(ROOT / "candor"), name, "--help"], capture_output=True, text=True, check=False
        )
        assert run.returncode == 0, f"candor {name}: {run.stderr}"
        if name == "score":
            used = commands(r"\./candor score[^\n]*?(--[a-z]+)")
            assert {option for option in used if option not in run.stdout} == set()


@pytest.mark.parametrize("code", blocks("python"))
def test_python_examples_run(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_every_linked_file_is_there() -> None:
    for name in READMES:
        links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / name).read_text("utf-8"))
        assert [link for link in links if not (ROOT / link).exists()] == []


def test_both_languages_tell_the_same_commands() -> None:
    first, second = (
        set(re.findall(r"^(?:make|\./candor) \S+", (ROOT / name).read_text("utf-8"), re.M))
        for name in READMES
    )
    assert first == second
