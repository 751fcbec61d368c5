"""Scoring a recording: against decoding it alone, on two workers, and in memory as it grows."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.clip import Clip, repeat_clip
from benchmarks.result import Result

ROOT = Path(__file__).parents[1]


def _command(task: str, clip: Clip, repeat: int) -> list[str]:
    names = [str(clip.media), str(clip.transcript), str(repeat)]
    return [sys.executable, "-m", "benchmarks.child", task, *names]


def _child(task: str, clip: Clip, repeat: int = 1) -> dict[str, float]:
    run = subprocess.run(
        _command(task, clip, repeat), cwd=ROOT, capture_output=True, text=True, check=True
    )
    measured: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    return measured


def against_decoding(clip: Clip) -> Result:
    """Scoring with everything on, over decoding alone, both on one thread."""
    floor = _child("decode", clip, 3)["seconds"]
    whole = _child("score", clip, 3)["seconds"]
    rate = clip.media.stat().st_size * 8 / clip.seconds / 1e6
    return Result(
        name="score a 60 s 720p H.264 clip / decode it",
        value=whole / floor,
        unit="times",
        aim=3.0,
        detail=f"{whole:.1f} s over {floor:.1f} s; {rate:.1f} Mbit/s",
    )


def two_workers(clip: Clip) -> Result:
    """Throughput of two single-threaded processes over one."""
    start = time.perf_counter()
    subprocess.run(_command("score", clip, 4), cwd=ROOT, capture_output=True, check=True)
    alone = time.perf_counter() - start
    start = time.perf_counter()
    pair = [
        subprocess.Popen(_command("score", clip, 4), cwd=ROOT, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    for worker in pair:
        worker.communicate()
    together = time.perf_counter() - start
    return Result(
        name="two workers / one worker",
        value=2 * alone / together,
        unit="times",
        aim=1.8,
        more_is_better=True,
        detail=f"4 clips in {alone:.1f} s, 8 clips in {together:.1f} s",
    )


def memory(clip: Clip) -> Result:
    """Peak resident memory of a 30-minute recording over a 1-minute one."""
    short = _child("score", clip)["peak_mib"]
    long = _child("score", repeat_clip(clip, 30))["peak_mib"]
    return Result(
        name="peak memory, 30 minutes / 1 minute",
        value=long / short,
        unit="times",
        aim=1.2,
        detail=f"{long:.0f} MiB over {short:.0f} MiB",
    )
