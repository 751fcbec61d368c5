"""What was said, with the passages that count as evidence underlined and playable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from interview import ScoreCard, Transcript
from ui.parts.component import component
from ui.say import say
from ui.wording import clock
from workflow import RecordAnswer


def transcript(
    answer: RecordAnswer, card: ScoreCard | None, names: Mapping[str, str], locale: str
) -> None:
    """Mount one answer's transcript; nothing in it is ever read as markup."""
    if answer.transcript is None:
        return
    component("moments", "moments")(
        key=f"transcript_{answer.id}",
        data=transcript_data(answer, answer.transcript, card, names, locale),
    )


def transcript_data(
    answer: RecordAnswer,
    spoken: Transcript,
    card: ScoreCard | None,
    names: Mapping[str, str],
    locale: str,
) -> dict[str, Any]:
    """Text, times and marks; a mark's ``kind`` gives it a line style as well as a colour."""
    marks = _marks(answer.id, card, names, locale)
    kinds = {mark["kind"]: mark["name"] for mark in marks}
    times, place = [], 0
    speaker: str | None = None
    for segment in spoken.segments:
        shown = [] if segment.start_ms is None else [clock(segment.start_ms)]
        if segment.speaker and segment.speaker != speaker:
            # whose words they are: those of others are shown and not measured
            shown.append(f"{segment.speaker}:")
        speaker = segment.speaker
        if shown:
            times.append({"start": place, "clock": " ".join(shown)})
        place += len(segment.text) + len(spoken.joiner)
    return {
        "answer": answer.id,
        "lang": spoken.locale or locale,
        "text": spoken.text,
        "times": times,
        "marks": marks,
        "legend": [{"kind": kind, "name": kinds[kind]} for kind in sorted(kinds)],
        "playable": answer.media is not None,
    }


def _marks(
    answer: str, card: ScoreCard | None, names: Mapping[str, str], locale: str
) -> list[dict[str, Any]]:
    if card is None:
        return []
    return [
        {
            "start": e.start_char,
            "end": e.end_char,
            "ms": e.start_ms,
            "kind": kind,
            "name": names.get(score.competency, score.competency),
            "label": say(
                "record.evidence_for",
                locale,
                competency=names.get(score.competency, score.competency),
            ),
        }
        for kind, score in enumerate(card.competencies)
        for e in score.evidence
        if e.start_char is not None and e.end_char is not None and e.answer == answer
    ]
