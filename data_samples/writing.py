"""The words of one answer, written from how good it is, with sentence times."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from data_samples.bank import question as question_of
from data_samples.mishearing import misheard
from data_samples.phrases import Phrases, phrases
from interview import Question, Segment, Transcript

WORDS_PER_MINUTE = 130.0
CHARACTERS_PER_MINUTE = 220.0
BREATH_MS = 400
COPIED_LEVEL = 4.4
"""How good the model answers are that go round for the leaked question."""


def write_answer(row: Mapping[str, Any], *, seed: int, errors: bool = True) -> Transcript:
    """Write one answer (a row of the company's ``answers`` frame).

    The text grows with ``level``: more concrete behaviours, a task, a result, a figure, a lesson;
    fewer empty sentences and hedges. Chance and manner of speaking vary it.
    """
    locale = str(row["locale"])
    role = str(row["role"])
    question = question_of(role, str(row["question"]), int(row["version"]))
    words = phrases(locale)
    own = random.Random(int(row["text_seed"]))
    copied = int(row["copied_from"])
    if copied >= 0:
        shared = random.Random(f"{seed}/{question.ref}/{locale}/{copied}")
        said = _compose(question, COPIED_LEVEL, words, words.fill(role, shared), shared, locale)
    else:
        said = _compose(question, float(row["level"]), words, words.fill(role, own), own, locale)
    said = _spoken(said, float(row["level"]), int(row["manner"]), words, own, locale)
    if errors:
        rate = float(row["transcript_error_rate"])
        said = [heard for s in said if (heard := misheard(s, locale, rate, own))]
    return _timed(said, float(row["pace"]), locale)


def _compose(
    question: Question,
    level: float,
    words: Phrases,
    slots: dict[str, str],
    rng: random.Random,
    locale: str,
) -> list[str]:
    """The sentences of one answer before manner and mistakes."""
    draw = rng.random
    turns = words.turns

    def pick(options: tuple[str, ...]) -> str:
        return options[int(draw() * len(options))].format_map(slots)

    said: list[str] = []
    if question.kind != "behavioural" and draw() < 0.5:
        said.append(pick(turns["bridges"]))
    said.append(pick(words.scene(question.key, question.version)))
    said.append(pick(turns["details"]))
    if level > 2.0 + 1.2 * draw():
        said.append(pick(turns["tasks"]))
    elif draw() < 0.5 and (more := pick(turns["details"])) not in said:
        said.append(more)
    count = min(5, max(0, int(1.05 * (level - 1.1) + draw())))
    for i, action in enumerate(_actions(question, count, words, rng)):
        text = action.format_map(slots)
        # a turn goes before what somebody did; "next a week later" is nobody's speech
        chance = draw() if text.startswith(("I ", "We ", "我")) else 1.0
        if i == 0 and count > 1 and chance < 0.6:
            text = _joined(pick(turns["first"]), text, locale)
        elif i == count - 1 and count > 2 and chance < 0.2:
            text = _joined(pick(turns["last"]), text, locale)
        elif i > 0 and chance < 0.55:
            text = _joined(pick(turns["next"]), text, locale)
        said.append(text)
    empty = max(int(max(0.0, 3.0 - 0.75 * level) + draw()), 1 if count == 0 else 0)
    for _ in range(empty):
        pool = words.empty[question.competency] if draw() < 0.6 else words.empty["general"]
        text = pick(pool)
        if text not in said:
            said.insert(1 + int(draw() * len(said)), text)
    if level > 3.0 + draw():
        said.append(pick(turns["figures"]))
        if level > 4.1 + 0.8 * draw():
            said.append(pick(turns["outcomes"]))
    elif level > 2.0 + draw():
        said.append(pick(turns["outcomes"]))
    elif draw() < 0.5:
        said.append(pick(turns["vague_ends"]))
    if level > 3.6 + 1.2 * draw():
        said.append(pick(turns["lessons"]))
    return said


def _actions(question: Question, count: int, words: Phrases, rng: random.Random) -> list[str]:
    """Distinct behaviours, shared out over what the question asks for, early ones first."""
    draw = rng.random
    chosen: list[tuple[float, str]] = []
    left = count
    criteria = sorted(question.criteria.items(), key=lambda item: -item[1])
    for i, (competency, weight) in enumerate(criteria):
        own = left if i == len(criteria) - 1 else min(left, int(count * weight + 0.5))
        behaviours = words.actions[competency]
        for number in rng.sample(range(len(behaviours)), own):
            ways = behaviours[number]
            chosen.append((number + draw(), ways[int(draw() * len(ways))]))
        left -= own
    return [text for _, text in sorted(chosen)]


def _joined(turn: str, text: str, locale: str) -> str:
    if locale == "zh":
        return turn + text
    kept = text.startswith(("I ", "I'"))
    return f"{turn} {text if kept else text[0].lower() + text[1:]}"


def _spoken(
    said: list[str],
    level: float,
    manner: int,
    words: Phrases,
    rng: random.Random,
    locale: str,
) -> list[str]:
    """Fillers and hedges, more of them the weaker the answer, each person with their own."""
    draw = rng.random
    mark = (manner * 2654435761) % 4294967296 / 4294967296
    filler_rate = 0.02 + 0.22 * mark * mark + 0.03 * max(0.0, 3.0 - level)
    favourite = words.turns["fillers"][manner % len(words.turns["fillers"])]
    out = []
    for text in said:
        plain = text.startswith("我") if locale == "zh" else text.startswith("I ")
        if plain and level < 3.0 and draw() < 0.12 * (3.6 - level):
            hedge = words.turns["hedges"][int(draw() * len(words.turns["hedges"]))]
            text = _joined(hedge if locale == "zh" else hedge.capitalize(), text, locale)
        # two turns in a row, "anyway, then", are written, not spoken
        if draw() < filler_rate and (plain or locale == "en" or "，" not in text[:5]):
            other = words.turns["fillers"][int(draw() * len(words.turns["fillers"]))]
            filler = favourite if draw() < 0.6 else other
            text = _joined(filler if locale == "zh" else filler.capitalize(), text, locale)
        out.append(text)
    return out


def _timed(said: list[str], pace: float, locale: str) -> Transcript:
    """Sentences one after the other at the person's pace, a breath between them."""
    if locale == "zh":
        each = 60_000.0 / (CHARACTERS_PER_MINUTE * pace)
        lengths = [int(len(text) * each) for text in said]
    else:
        each = 60_000.0 / (WORDS_PER_MINUTE * pace)
        lengths = [int((text.count(" ") + 1) * each) for text in said]
    start = 900
    segments = []
    for text, length in zip(said, lengths, strict=True):
        segments.append(Segment(text=text, start_ms=start, end_ms=start + length))
        start += length + BREATH_MS
    return Transcript(segments=tuple(segments), source="json", locale=locale)
