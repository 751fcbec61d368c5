"""What measuring costs: processor time per group of features, and how many answers a second.

Processor time of one process on one thread, so that a busy machine changes little. With
``python -m benchmarks.signals.cost 100000`` as many demo answers are scored as are named.
"""

from __future__ import annotations

import inspect
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.clip import Clip, make_clip
from benchmarks.signals.exclusive_time import ExclusiveTime
from benchmarks.signals.row import Row

if TYPE_CHECKING:
    import pandas as pd

COMPANY = 2.0
"""Twice the demo company holds some 100,000 answers; the answers scored are drawn from all."""
ANSWERS = 3000
CLIP_S = 30
MOST_OVER_DECODING = 3.0

LANGUAGE_GROUPS = {
    "gate": "gate: language, markup, cleaning",
    "prepared": "sentences and words (jieba for Chinese)",
    "claims": "claims: what is said, denied, wished",
    "similarity": "similarity to question and anchors (TF-IDF)",
    "evidence": "evidence of competencies (phrases)",
    "timing": "evidence of competencies (phrases)",
    "stuffing": "recited and stuffed text",
    "template": "template answers",
    "ladder": "level at which an answer tells",
    "star": "STAR parts, results, counts",
    "counts": "STAR parts, results, counts",
    "measure": "structure, topic flow, sentiment, variety, the rest",
}


def report() -> list[Row]:
    """Cost per minute of recording, cost per answer, and answers a second."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        recording = pool.submit(recording_rows).result()
        words = pool.submit(language_rows).result()
        card = pool.submit(card_row).result()
    return [*recording, *words, card, *rate_rows(ANSWERS)]


# --- a recording ---------------------------------------------------------------------------------
def recording_rows() -> list[Row]:
    """Processor seconds per minute of a 720p recording, by what they go into."""
    from benchmarks import child

    with tempfile.TemporaryDirectory() as folder:
        clip = _clip(Path(folder))
        child.score(clip.media, clip.transcript)  # networks, dictionaries and caches are loaded
        floor = min(_cpu(lambda: child.decode(clip.media)) for _ in range(2))
        unwatched = min(_cpu(lambda: child.score(clip.media, clip.transcript)) for _ in range(2))
        spent = ExclusiveTime()
        with spent.watching(_recording_places()):
            whole = _cpu(lambda: child.score(clip.media, clip.transcript))
    per_minute = 60.0 / clip.seconds
    section = "Cost of a recording, processor seconds per minute of 720p H.264"
    rows = [
        Row(
            section=section,
            name=group,
            value=f"{seconds * per_minute:.2f} s",
            note=f"{seconds / whole:.0%}",
        )
        for group, seconds in spent.seconds.items()
    ]
    rest = whole - sum(spent.seconds.values())
    rows.append(
        Row(section=section, name="everything else", value=f"{rest * per_minute:.2f} s",
            note=f"{rest / whole:.0%}")
    )  # fmt: skip
    rows.append(
        Row(
            section=section,
            name="everything on, over bare decoding",
            value=f"{unwatched / floor:.2f} times",
            aim=f"<= {MOST_OVER_DECODING:g}",
            met=unwatched / floor <= MOST_OVER_DECODING,
            note=f"{unwatched * per_minute:.1f} s over {floor * per_minute:.1f} s a minute",
        )
    )
    return rows


def _clip(folder: Path) -> Clip:
    from data_samples.rendered import SAMPLES, render_interviews

    sample = next(iter(render_interviews(folder / "rendered", keys=("en_lively",))))
    cues = json.loads((SAMPLES / sample.key / "answer_1.json").read_text("utf-8"))["segments"]
    media = Path(str(sample.interview.answers[0].media))
    return make_clip(media, cues, folder, seconds=CLIP_S)


def _recording_places() -> list[tuple[Any, str, str]]:
    from scoring import extract, recording_signals
    from scoring.face.detector import FaceDetector
    from scoring.face.iris import FaceIris
    from scoring.face.landmarks import FaceLandmarks
    from scoring.face.measure import FaceMeter
    from scoring.voice.measure import VoiceMeter
    from scoring.voice.pitch import PitchTracker
    from scoring.voice.vad import SpeechDetector

    return [
        (recording_signals, "stream", "decoding, scaling, resampling"),
        (SpeechDetector, "feed", "voice: speech or not (network)"),
        (SpeechDetector, "finish", "voice: speech or not (network)"),
        (PitchTracker, "feed", "voice: pitch (network)"),
        (PitchTracker, "finish", "voice: pitch (network)"),
        (VoiceMeter, "feed", "voice: level, noise, pauses, rates"),
        (VoiceMeter, "result", "voice: level, noise, pauses, rates"),
        (FaceDetector, "__call__", "face: detection, once a second"),
        (FaceLandmarks, "__call__", "face: 468 landmarks"),
        (FaceIris, "__call__", "face: both irises"),
        (FaceMeter, "feed", "face: pose, light, sharpness, changes"),
        (FaceMeter, "result", "face: episodes against the own baseline"),
        (extract, "answer_words", "language"),
    ]


def _cpu(task: Any) -> float:
    start = time.process_time()
    task()
    return time.process_time() - start


# --- words ---------------------------------------------------------------------------------------
def language_rows() -> list[Row]:
    """Processor milliseconds per demo answer, by what they go into, in both languages."""
    rows = []
    for locale, name in (("en", "English"), ("zh", "Chinese")):
        written = _written(ANSWERS // 3, locale)
        _score(written[:100])
        plain = _cpu(lambda: _score(written))  # noqa: B023  # called at once
        spent = ExclusiveTime()
        with spent.watching(_language_places()):
            watched = _cpu(lambda: _score(written))  # noqa: B023  # called at once
        section = f"Cost of words, {name}, processor ms per answer"
        # watching itself costs; each group's share is laid on what the work costs unwatched
        for group, seconds in sorted(spent.seconds.items(), key=lambda item: -item[1]):
            share = seconds / watched
            each = share * plain / len(written) * 1000
            rows.append(
                Row(section=section, name=group, value=f"{each:.2f} ms", note=f"{share:.0%}")
            )
        each = plain / len(written) * 1000
        rows.append(Row(section=section, name="together", value=f"{each:.2f} ms"))
    return rows


def _language_places() -> list[tuple[Any, str, str]]:
    from scoring import language
    from scoring.language import measure

    places: list[tuple[Any, str, str]] = []
    for name, found in vars(measure).items():
        module = getattr(found, "__module__", "") or ""
        if inspect.isfunction(found) and module.startswith("scoring.language."):
            stem = module.rpartition(".")[2]
            places.append((measure, name, LANGUAGE_GROUPS.get(stem, f"other: {stem}")))
    places.append((language, "measure_language", LANGUAGE_GROUPS["measure"]))
    return places


Written = Sequence[tuple[Any, Any, str]]


def _written(count: int, locale: str | None = None, *, part: int = 0, of: int = 1) -> Written:
    """Demo answers with their roles, spread over the whole company; written beforehand."""
    from data_samples import company
    from data_samples.bank import bank
    from data_samples.writing import write_answer
    from interview import Answer

    firm = company(size=COMPANY)
    rows = firm.answers if locale is None else firm.answers[firm.answers["locale"] == locale]
    step = max(len(rows) // count, 1)
    chosen = rows.iloc[::step].iloc[:count].iloc[part::of]
    return [
        (
            bank()[row["role"]],
            Answer(
                id="a",
                question=row["question"],
                version=int(row["version"]),
                transcript=write_answer(row, seed=firm.seed),
            ),
            row["locale"],
        )
        for row in _records(chosen)
    ]


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(k): v for k, v in row.items()} for row in frame.to_dict(orient="records")]


def _score(written: Written) -> None:
    """Measure the words of each answer."""
    from scoring.answer_words import answer_words

    for role, answer, locale in written:
        end = answer.transcript.segments[-1].end_ms
        answer_words(answer, role, locale=locale, duration_ms=end)


def card_row() -> Row:
    """What turning measured answers into a sealed card costs, beside measuring them."""
    from data_samples import company
    from data_samples.bank import bank
    from data_samples.scored import Recordings
    from scoring.rubric import score
    from workflow.policies import signal_policy

    recordings = Recordings(company(size=0.01))
    law = signal_policy("cn_pipl")
    cases = []
    for number in range(len(recordings)):
        interview = recordings.interview(number)
        cases.append((interview, recordings.signals(number, interview), bank()[interview.role]))

    def cards() -> None:
        for interview, signals, role in cases:
            score(interview, signals, role, law)

    cards()
    answers = sum(len(interview.answers) for interview, _, _ in cases)
    each = _cpu(cards) / len(cases) * 1000
    return Row(
        section="Cost of a card, processor ms",
        name="scales, intervals, points, evidence, seal",
        value=f"{each:.2f} ms",
        note=f"a card of {answers / len(cases):.1f} answers",
    )


def rate_rows(answers: int) -> list[Row]:
    """Answers a second, in one process by its processor time and in two by the clock."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        count, alone, _, _ = pool.submit(_timed, answers, 0, 1).result()
        pair = list(pool.map(_timed, [answers] * 2, [0, 1], [2] * 2))
    together = max(stop for *_, stop in pair) - min(start for _, _, start, _ in pair)
    cpu = sum(spent for _, spent, _, _ in pair)
    both = sum(one for one, *_ in pair)
    section = f"Answers scored per second ({count:,} of 100,000 demo answers)"
    return [
        Row(
            section=section,
            name="one process, processor time",
            value=f"{count / alone:.0f} a second",
            note=f"100,000 in {100_000 / count * alone:.0f} s",
        ),
        Row(
            section=section,
            name="two processes, by the clock",
            value=f"{both / together:.0f} a second",
            note=f"100,000 in {100_000 / both * together:.0f} s; by processor time "
            f"{2 * both / cpu:.0f} a second",
        ),
    ]


def _timed(answers: int, part: int, of: int) -> tuple[int, float, float, float]:
    """Answers, processor seconds, and when scoring began and ended (one clock for all)."""
    written = _written(answers, part=part, of=of)
    _score(written[:100])
    began = time.monotonic()
    spent = _cpu(lambda: _score(written))
    return len(written), spent, began, time.monotonic()


if __name__ == "__main__":
    for row in rate_rows(int(sys.argv[1]) if len(sys.argv) > 1 else ANSWERS):
        print(f"{row.section}: {row.name}: {row.value} ({row.note})")
