"""The recording with its timeline: click to jump, arrow keys to step, evidence marked."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median
from typing import Any

from interview import ScoreCard, Timeline
from store import interview
from ui.here import Here
from ui.names import competency_names, question_text
from ui.parts.component import component
from ui.parts.record_moments import moment_text
from ui.say import say
from workflow import Record, RecordAnswer

TRACKS = ("speech", "rate", "energy", "pitch", "smile", "brow", "gaze", "face", "tracking")
SHARES = ("speech", "gaze", "face", "tracking")
AT_REST = ("pitch", "smile", "brow")  # measured from the own middle or the own face at rest: zero
NO_OWN = ("face", "tracking")  # how well the picture was followed is nobody's own
DECIMALS = {"speech": 2, "gaze": 2, "energy": 0}
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
            "sound_only": say("record.player_sound_only", locale),
            "test_figure": say("record.test_figure", locale),
            "timeline": say("record.timeline", locale),
            "timeline_note": say("record.timeline_note", locale),
            "no_timeline": say(
                "record.timeline_none" if card else "record.timeline_covered", locale
            ),
            "evidence": say("card.evidence", locale),
            "evidence_seen": say("record.evidence_seen", locale),
            "moments": say("record.moments_lane", locale),
        },
    }


def _answer(
    answer: RecordAnswer, number: int, record: Record, card: ScoreCard | None, locale: str
) -> dict[str, Any]:
    step, tracks = _tracks(answer.timeline, own_averages(record), locale)
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
        "moments": _moments(answer.id, record, locale),
    }


def own_averages(record: Record) -> dict[str, float]:
    """The person's own middle of each track over all answers; silence counts only as silence.

    What is measured from a middle or a face at rest has its own at zero.
    """
    found: dict[str, list[float]] = {}
    for answer in record.answers:
        tracks = answer.timeline.tracks if answer.timeline else {}
        spoken = tracks.get("speech", ())
        for key in TRACKS:
            values = tracks.get(key, ())
            while_speaking = key == "energy" and len(spoken) == len(values)
            found.setdefault(key, []).extend(
                value
                for second, value in enumerate(values)
                if value is not None and not (while_speaking and (spoken[second] or 0.0) < 0.5)
            )
    return {
        key: 0.0 if key in AT_REST else median(values)
        for key, values in found.items()
        if values and key not in NO_OWN
    }


def _moments(answer: str, record: Record, locale: str) -> list[dict[str, Any]]:
    if not isinstance(record.moments, tuple):
        return []
    return [
        {"start_ms": m.start_ms, "end_ms": m.end_ms, "label": moment_text(m, locale)}
        for m in record.moments
        if m.answer == answer
    ]


def _tracks(
    timeline: Timeline | None, own: Mapping[str, float], locale: str
) -> tuple[int, list[dict[str, Any]]]:
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
        share, middle = key in SHARES, own.get(key)
        ends = known if middle is None else [*known, middle]
        unit = say(f"unit_track.{key}", locale)
        if middle is not None and key not in AT_REST:
            shown = f"{middle:.{DECIMALS.get(key, 1)}f}"
            unit = say("record.track_own", locale, unit=unit, own=shown)
        tracks.append(
            {
                "name": say(f"track.{key}", locale),
                "unit": unit,
                "own": middle,
                "values": [_mean(values[i : i + every]) for i in range(0, len(values), every)],
                "low": 0.0 if share else min(ends),
                "high": 1.0 if share else max(ends),
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
            "words": e.modality == "language",
        }
        for score in card.competencies
        for e in score.evidence
        if e.start_ms is not None and e.answer == answer
    ]
