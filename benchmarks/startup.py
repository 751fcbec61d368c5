"""What loading costs: engines must stay asleep until a recording needs them."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from benchmarks.result import Result

ROOT = Path(__file__).parents[1]
HEAVY = ("torch", "transformers", "cv2", "librosa", "av", "shap")


def _seconds(*arguments: str) -> float:
    times = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, check=True)
        times.append(time.perf_counter() - start)
    return min(times)


def engines_loaded() -> Result:
    """How many heavy engines ``import scoring, fairness, analysis`` loads."""
    code = f"import sys, scoring, fairness, analysis; print(sum(m in sys.modules for m in {HEAVY}))"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return Result(name="engines loaded by import", value=float(run.stdout), unit="of 6", aim=0.0)


def help_cost() -> Result:
    """``candor --help`` over an interpreter that only imports pandas."""
    helping, floor = _seconds("-m", "workflow", "--help"), _seconds("-c", "import pandas")
    return Result(
        name="candor --help / import pandas",
        value=helping / floor,
        unit="times",
        detail=f"{helping:.2f} s over {floor:.2f} s",
    )
