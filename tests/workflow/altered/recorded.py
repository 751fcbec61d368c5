"""A small recording and transcripts whose truth is known, for the tests of altered copies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from data_samples.figure import FigureScript, render
from interview import Segment, Transcript, Word

ROOT = Path(__file__).parents[3]
MODELS = ROOT / ".models"
TOLD = (
    "Um, last year our team had to move the whole warehouse. I made the plan with Emily and asked "
    "each colleague what worried them. Uh, we finished two weeks early, and customers noticed "
    "nothing. Complaints fell by thirty percent and I wrote down what we had learned."
)
TOLD_ZH = (
    "嗯，去年我们团队要搬仓库。我和王芳一起做计划，问每位同事担心什么。"
    "呃，我们提前两周完成，客户没有察觉，投诉减少了三成。"
)


def timed(text: str, locale: Any) -> Transcript:
    """One word or character after the other, 300 ms each, sentences as segments."""
    stop = "。" if locale == "zh" else "."
    at, segments = 0, []
    for sentence in filter(None, (s.strip() for s in text.split(stop))):
        whole = sentence + stop
        parts = list(sentence) if locale == "zh" else sentence.split()
        joined = []
        for part in parts:
            if locale == "zh" and part in "，、" and joined:
                joined[-1] += part
            else:
                joined.append(part)
        joined[-1] += stop
        words = tuple(
            Word(text=w, start_ms=at + 300 * i, end_ms=at + 300 * i + 280)
            for i, w in enumerate(joined)
        )
        segments.append(Segment(text=whole, start_ms=at, end_ms=words[-1].end_ms, words=words))
        at = words[-1].end_ms + 500
    return Transcript(segments=tuple(segments), source="json", locale=locale)


def figure_clip(folder: Path) -> Path:
    """Three seconds of the test figure at 15 pictures a second with committed speech."""
    path = folder / "figure.webm"
    speech = ROOT / "data_samples" / "interviews" / "en_lively" / "answer_1.ogg"
    render(FigureScript(duration_s=3.0, seed=3), speech, path, fps=15)
    return path


def heard(path: Path) -> np.ndarray[Any, np.dtype[np.float32]]:
    """The whole sound of a file, mono at 16 kHz."""
    from scoring.media import stream

    blocks: list[np.ndarray[Any, np.dtype[np.float32]]] = []
    stream(path, on_audio=lambda block, t: blocks.append(block))
    return np.concatenate(blocks)


def seen(path: Path, fps: float = 5.0) -> list[np.ndarray[Any, np.dtype[np.uint8]]]:
    """Some pictures of a file."""
    from scoring.media import stream

    pictures: list[np.ndarray[Any, np.dtype[np.uint8]]] = []
    stream(path, audio=False, video_fps=fps, on_frame=lambda p, t: pictures.append(p))
    return pictures
