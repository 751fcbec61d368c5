"""Building the demo company, and how fast its pages draw when warm."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.result import Result

ROOT = Path(__file__).parents[1]


def build(home: Path) -> Result:
    """``candor demo`` into an empty store."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "workflow", "demo"],
        cwd=ROOT,
        env={**os.environ, "CANDOR_HOME": str(home)},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return Result(name="demo company built", value=time.perf_counter() - start, unit="s", aim=120.0)


def pages(home: Path) -> list[Result]:
    """Each page's script on the demo company, the second run in one session."""
    os.environ["CANDOR_HOME"] = str(home)
    from streamlit.testing.v1 import AppTest

    results = []
    for page in sorted((ROOT / "ui" / "pages").glob("*.py")):
        if page.stem.startswith("_"):
            continue
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
        app.switch_page(str(page)).run()
        start = time.perf_counter()
        app.run()
        results.append(
            Result(
                name=f"page {page.stem}, warm",
                value=time.perf_counter() - start,
                unit="s",
                aim=1.0,
            )
        )
    return results
