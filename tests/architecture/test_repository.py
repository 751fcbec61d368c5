"""What stands in the repository: no machine's paths, nothing left undone, no forbidden promise."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).relative_to(ROOT)
TEXT = {".py", ".md", ".toml", ".txt", ".ipynb", ".json", ".yml", ".html", ".mako", ".ini", ""}


def tracked() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found = [Path(name) for name in listing.stdout.split("\0") if name]
    return [p for p in found if p != HERE and p.suffix in TEXT and (ROOT / p).exists()]


def places(pattern: str, paths: list[Path]) -> list[str]:
    hits = []
    for path in paths:
        for number, line in enumerate((ROOT / path).read_text(errors="ignore").splitlines(), 1):
            if re.search(pattern, line):
                hits.append(f"{path}:{number}: {line.strip()[:100]}")
    return hits


def test_no_path_of_a_machine() -> None:
    assert places(r"(^|[\s\"'(=])/(home|root|work|Users)/", tracked()) == []


def test_nothing_is_left_undone() -> None:
    code = [p for p in tracked() if p.suffix == ".py" and p.parts[0] != "tests"]
    assert places(r"\b(TODO|FIXME|XXX|NotImplementedError)\b|simplified for now", code) == []


def test_no_test_can_be_skipped() -> None:
    tests = [p for p in tracked() if p.parts[0] == "tests"]
    assert places(r"pytest\.(skip|mark\.(skip|xfail))|importorskip", tests) == []


def test_the_product_never_promises_what_nobody_can() -> None:
    spoken = [p for p in tracked() if p.parts[:2] == ("ui", "text") or p.name == "README.md"]
    assert places(r"(?i)bias[- ]free|\bobjective(ly)?\b|AI decides|无偏见|AI\s*决定", spoken) == []


def test_the_licence_is_there() -> None:
    assert "Apache License" in (ROOT / "LICENSE").read_text()
