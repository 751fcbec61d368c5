"""The recording with its timeline: click to jump, arrow keys to step, evidence marked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from interview import ScoreCard, Timeline
from store import interview
from ui.here import Here
from ui.names import competency_names, question_text
from ui.parts.component import component
from ui.say import say
from workflow import Record, RecordAnswer

TRACKS = ("speech", "energy", "pitch", "smile", "brow", "gaze", "face")
MOST_STEPS = 600
TEST_FIGURE = "test_figure"


def player(record: Record, locale: str, *, test_figure: bool) -> None:
    """Mount the player for all answers of one record; recordings come from our own route."""
    component("player", "player")(
        key=f"player_{record.interview}",
        data=player_data(record, locale, test_figure=test_figure),
    )


def is_test_figure(where: Here, record: Record) -> bool:
    """True for the rendered samples, which are marked wherever they are shown."""
    with where.store.read() as reading:
        return TEST_FIGURE in interview(reading, record.interview).tags


def player_data(record: Record, locale: str, *, test_figure: bool) -> dict[str, Any]:
    """What the player is told; plain text and numbers only."""
    card = record.card if isinstance(record.card, ScoreCard) else None
    return {
        "answers": [
            _answer(answer, number, record, card, locale)
            for number, answer in enumerate(record.answers, 1)
        ],
        "test_figure": test_figure,
        "words": {
            "alt": say("record.player_alt", locale),
            "none": say("record.player_none", locale),
            "error": say("record.player_error", locale),
            "error_media": say("record.player_error_media", locale),
            "test_figure": say("record.test_figure", locale),
            "timeline": say("record.timeline", locale),
            "timeline_note": say("record.timeline_note", locale),
            "no_timeline": say(
                "record.timeline_none" if card else "record.timeline_covered", locale
            ),
            "evidence": say("card.evidence", locale),
        },
    }


def _answer(
    answer: RecordAnswer, number: int, record: Record, card: ScoreCard | None, locale: str
) -> dict[str, Any]:
    step, tracks = _tracks(answer.timeline, locale)
    return {
        "id": answer.id,
        "label": say("record.answer", locale, number=number),
        "title": question_text(answer.question, locale),
        "url": f"/record/media/{answer.media}" if answer.media else None,
        "kind": "audio" if (answer.media_type or "").startswith("audio/") else "video",
        "start_ms": answer.span.start_ms if answer.span else 0,
        "end_ms": answer.span.end_ms if answer.span else None,
        "duration_ms": answer.duration_ms,
        "step_ms": step,
        "tracks": tracks,
        "marks": _marks(answer.id, card, competency_names(record.role, locale)),
    }


def _tracks(timeline: Timeline | None, locale: str) -> tuple[int, list[dict[str, Any]]]:
    if timeline is None:
        return 1000, []
    longest = max((len(values) for values in timeline.tracks.values()), default=0)
    every = -(-longest // MOST_STEPS) or 1
    tracks = []
    for key in TRACKS:
        values = timeline.tracks.get(key)
        known = [v for v in values or () if v is not None]
        if not values or not known:
            continue
        share = key in ("speech", "gaze", "face")
        tracks.append(
            {
                "name": say(f"track.{key}", locale),
                "unit": say(f"unit_track.{key}", locale),
                "values": [_mean(values[i : i + every]) for i in range(0, len(values), every)],
                "low": 0.0 if share else min(known),
                "high": 1.0 if share else max(known),
            }
        )
    return timeline.step_ms * every, tracks


def _mean(values: tuple[float | None, ...]) -> float | None:
    known = [v for v in values if v is not None]
    return round(sum(known) / len(known), 3) if known else None


def _marks(answer: str, card: ScoreCard | None, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Where in one answer the evidence of all competencies stands."""
    if card is None:
        return []
    return [
        {
            "start_ms": e.start_ms,
            "end_ms": e.end_ms if e.end_ms is not None else e.start_ms,
            "label": names.get(score.competency, score.competency),
        }
        for score in card.competencies
        for e in score.evidence
        if e.start_ms is not None and e.answer == answer
    ]
