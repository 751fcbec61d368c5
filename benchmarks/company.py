"""Building the demo company, and how fast its pages draw when warm."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.result import Result
from interview import Role

ROOT = Path(__file__).parents[1]
FIRST, SECOND = "sample_en_lively", "I-09219"
ASKED = {"record": ("interview", FIRST), "compare": ("interviews", f"{FIRST},{SECOND}")}
ACTORS: tuple[Role, ...] = ("hr_leader", "compliance", "data_scientist", "hiring_manager")


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
    """Each page's script on the demo company as the HR leader, the second run in one session.

    Every page that the site lists is measured, a new one by itself.
    """
    os.environ["CANDOR_HOME"] = str(home)
    from streamlit.testing.v1 import AppTest

    from ui.site import LISTED
    from workflow.rights import RIGHTS

    results = []
    for _, page, _, verb, _ in LISTED:
        # the first one named may open it: some pages are not the HR leader's
        actor = next(f"demo_{role}" for role in ACTORS if verb in RIGHTS[role])
        app = AppTest.from_file(str(ROOT / "ui" / "shell" / "main.py"), default_timeout=300)
        app.session_state["candor.actor"] = actor
        app.run()
        if page in ASKED:
            name, value = ASKED[page]
            app.query_params[name] = value
        if page != "today":
            app.switch_page(f"../pages/{page}.py").run()
        start = time.perf_counter()
        app.run()
        spent = time.perf_counter() - start
        if app.exception or app.error or not app.title:
            sys.exit(f"page {page} was not drawn: {[e.value for e in app.error]}")
        results.append(Result(name=f"page {page}, warm", value=spent, unit="s", aim=1.0))
    return results
