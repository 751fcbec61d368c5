"""The sample interviews with sound, picture and transcript, rendered when they are asked for.

The speech is synthetic and committed; the picture is the test figure, drawn by each answer's
script. What the script says is the truth about the face, and the tests hold the measures to it.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from data_samples.figure import FigureLook, FigureScript, render
from interview import Answer, Interview, Segment, Transcript, Word

SAMPLES = Path(__file__).parent / "interviews"
FPS = 15  # more than the 12.5 a blink needs, and cheap to draw
FIRST_BLINK_S = 0.7

OnProgress = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class RenderedInterview:
    """One sample interview on disk.

    ``interview`` is ready to be scored: media are paths of the rendered clips and every answer
    carries its transcript. ``scripts`` hold, by answer id, what the figure does: the truth.
    """

    key: str
    interview: Interview
    scripts: Mapping[str, FigureScript]
    look: FigureLook


def sample_keys() -> tuple[str, ...]:
    """Names of the sample interviews.

    Examples
    --------
    >>> sample_keys()
    ('en_lively', 'en_unsteady', 'zh_lively', 'zh_unsteady')
    """
    return tuple(sorted(plan.parent.name for plan in SAMPLES.glob("*/interview.toml")))


def sample_interview(key: str, *, media_folder: Path | None = None) -> RenderedInterview:
    """One sample interview without drawing it; answers carry media only when a folder is given.

    Examples
    --------
    >>> sample = sample_interview("en_lively")
    >>> sample.interview.role, len(sample.interview.answers)
    ('sales_manager', 4)
    """
    plan = tomllib.loads((SAMPLES / key / "interview.toml").read_text("utf-8"))
    answers, scripts = [], {}
    for number, row in enumerate(plan["answer"], 1):
        answer_id = f"sample_{key}_a{number}"
        spoken = json.loads((SAMPLES / key / f"answer_{number}.json").read_text("utf-8"))
        scripts[answer_id] = _script(row, float(spoken["duration"]), seed=number)
        clip = media_folder / f"{key}_{number}.webm" if media_folder else None
        answers.append(
            Answer(
                id=answer_id,
                question=row["question"],
                version=row["version"],
                media=str(clip) if clip else None,
                transcript=_transcript(spoken),
            )
        )
    interview = Interview(
        id=f"sample_{key}",
        candidate_id=f"sample_person_{key}",
        role=plan["role"],
        answers=tuple(answers),
        locale=plan["locale"],
        tags=frozenset({"test_figure"}),
    )
    look = FigureLook(mirrored=plan["look"]["mirrored"], tint=tuple(plan["look"]["tint"]))
    return RenderedInterview(key=key, interview=interview, scripts=scripts, look=look)


def render_interviews(
    out_folder: Path,
    *,
    keys: Sequence[str] | None = None,
    on_progress: OnProgress | None = None,
) -> list[RenderedInterview]:
    """Draws the clips of the sample interviews into a folder; clips already there are kept.

    Parameters
    ----------
    out_folder : Path
        Made when absent. A clip is written whole or not at all, so a run that was broken off
        goes on where it was.
    keys : sequence of str, optional
        Which samples; all when left out.
    on_progress : callable, optional
        Called with (clips done, clips in all).

    Returns
    -------
    list of RenderedInterview
        In the order of the keys.
    """
    out_folder.mkdir(parents=True, exist_ok=True)
    samples = [sample_interview(key, media_folder=out_folder) for key in keys or sample_keys()]
    todo = [(sample, answer) for sample in samples for answer in sample.interview.answers]
    for done, (sample, answer) in enumerate(todo):
        if on_progress:
            on_progress(done, len(todo))
        clip = Path(str(answer.media))
        if not clip.exists():
            number = sample.interview.answers.index(answer) + 1
            speech = SAMPLES / sample.key / f"answer_{number}.ogg"
            render(sample.scripts[answer.id], speech, clip, fps=FPS, look=sample.look)
    if on_progress:
        on_progress(len(todo), len(todo))
    return samples


def blink_times(every_s: float, duration_s: float, seed: int) -> tuple[float, ...]:
    """Moments of blinks: the given distance on average, between .6 and 1.4 of it each time.

    Examples
    --------
    >>> times = blink_times(3.0, 20.0, seed=1)
    >>> all(1.8 <= b - a <= 4.2 for a, b in zip(times, times[1:]))
    True
    """
    draw = np.random.default_rng(seed)
    times, at = [], FIRST_BLINK_S + float(draw.uniform(0.0, every_s))
    while at < duration_s - 0.5:
        times.append(round(at, 2))
        at += every_s * float(draw.uniform(0.6, 1.4))
    return tuple(times)


def _script(row: Mapping[str, Any], duration_s: float, *, seed: int) -> FigureScript:
    return FigureScript(
        duration_s=duration_s,
        blinks=blink_times(row["blink_every_s"], duration_s, seed),
        smiles=tuple((a, b) for a, b in row.get("smiles", ())),
        brows=tuple((a, b) for a, b in row.get("brows", ())),
        turns=tuple((a, b, yaw, pitch) for a, b, yaw, pitch in row.get("turns", ())),
        glances=tuple((a, b, side) for a, b, side in row.get("glances", ())),
        seed=seed,
    )


def _transcript(spoken: Mapping[str, Any]) -> Transcript:
    return Transcript(
        segments=tuple(
            Segment(
                text=row["text"],
                start_ms=_ms(row["start"]),
                end_ms=_ms(row["end"]),
                words=tuple(
                    Word(text=w["text"], start_ms=_ms(w["start"]), end_ms=_ms(w["end"]))
                    for w in row["words"]
                ),
            )
            for row in spoken["segments"]
        ),
        source="json",
        locale=spoken["language"],
    )


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
