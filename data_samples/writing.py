"""The words of one answer, written from how good it is, with sentence times."""

from __future__ import annotations

import random
from collections.abc import Mapping

from interview import Segment, Transcript

OPENINGS = {
    "en": ("Last year our team had a delay with a key customer.", "In my last post costs rose."),
    "zh": ("去年我们团队遇到一次交付延误。", "在上一个岗位，成本上升很快。"),
}
ACTIONS = {
    "en": ("I called everyone involved.", "I compared three ways forward.", "I wrote a plan."),
    "zh": ("我先联系了所有相关的人。", "我比较了三种方案。", "我写了一份计划。"),
}
RESULTS = {
    "en": ("In the end the delay fell by 30 percent.", "The customer renewed for two years."),
    "zh": ("最后延误减少了百分之三十。", "客户续签了两年。"),
}


def write_answer(row: Mapping[str, object], *, seed: int, errors: bool = True) -> Transcript:
    """Write one answer (a row of the company's ``answers`` frame)."""
    del errors
    rng = random.Random(f"{seed}/{row['text_seed']}")
    locale = str(row["locale"])
    level = float(str(row["level"]))
    parts = [rng.choice(OPENINGS[locale])]
    parts += rng.sample(ACTIONS[locale], min(3, max(0, round(level - 1.5))))
    if level > 3.2:
        parts.append(rng.choice(RESULTS[locale]))
    return _timed(parts, float(str(row["duration_s"])), locale)


def _timed(parts: list[str], duration_s: float, locale: str) -> Transcript:
    total = sum(len(part) for part in parts)
    start = 600
    segments = []
    for part in parts:
        length = int((duration_s * 1000 - 900) * len(part) / total)
        segments.append(Segment(text=part, start_ms=start, end_ms=start + length - 150))
        start += length
    return Transcript(segments=tuple(segments), source="json", locale=locale)
