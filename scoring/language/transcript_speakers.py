"""Who speaks: names and roles written before what was said, as ``Interviewer:`` or ``面试官：``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from interview import Segment

_ASKS = (
    r"interviewer|hiring manager|recruiter|moderator|host|hr|question|q|"
    r"面试官|主考官|考官|主持人|招聘官|提问者|提问|问"
)
_ANSWERS = (
    r"candidate|interviewee|applicant|respondent|response|reply|answer|a|"
    r"候选人|应聘者|应聘人|求职者|面试者|受访者|考生|回答|答"
)
_NUMBERED = r"(?:speaker|spk|participant|说话人|发言人|讲话人)[\s_-]*[0-9a-zA-Z]{0,3}"
_ROLE = re.compile(
    rf"^\s*(?:-\s*)?((?:{_ASKS}|{_ANSWERS}|{_NUMBERED})\s*\d{{0,2}})\s*(?:[(（][^)）\n]*[)）])?\s*[:：]\s*",
    re.I,
)
# only words nobody says by chance part a line in its middle
_INSIDE = re.compile(
    r"(?:(?<=[\s.?!。？！”\"])|^)((?:interviewer|interviewee|candidate|(?-i:Question|Response)|"
    r"面试官|候选人|应聘者|面试者|主持人)"
    r"\s*\d{0,2})\s*[:：]\s*",
    re.I,
)
_NAME = re.compile(
    r"^\s*([^\W\d_][^:：\n.。,，?？!！]{0,30})[:：]\s+(?=\S)|^\s*([\u4e00-\u9fff]{2,4})："
)
_MOST_NAME_WORDS = 4
_ASKER = re.compile(rf"(?:{_ASKS})\s*\d{{0,2}}", re.I)
_ANSWERER = re.compile(rf"(?:{_ANSWERS})\s*\d{{0,2}}", re.I)


def asks(speaker: str) -> bool:
    """Is this what an interviewer is called?

    Examples
    --------
    >>> asks("Interviewer 2"), asks("面试官"), asks("Ann")
    (True, True, False)
    """
    return bool(_ASKER.fullmatch(speaker.strip()))


def answers(speaker: str) -> bool:
    """Is this what a candidate is called?

    Examples
    --------
    >>> answers("候选人"), answers("Speaker 1")
    (True, False)
    """
    return bool(_ANSWERER.fullmatch(speaker.strip()))


def with_speakers(segments: Sequence[Segment]) -> list[Segment]:
    """The segments with the labels taken out of their texts and kept as ``speaker``.

    Known are roles (Interviewer, Candidate, Q, A, 面试官, 候选人, 问, 答), numbered speakers, and
    names where at least two of them begin several lines, or one begins nearly all. A line without
    a label goes on with the speaker before, unless only questions are marked. "Task:" and
    "Result:", each said once, are no names.

    Examples
    --------
    >>> made = with_speakers([Segment(text="面试官：请讲。候选人：我负责上线。")])
    >>> [(segment.speaker, segment.text) for segment in made]
    [('面试官', '请讲。'), ('候选人', '我负责上线。')]
    """
    names = _names(segments)
    pieces = [(piece, *_label(piece.text, names)) for s in segments for piece in _parted(s)]
    labels = {label for _, label, _ in pieces if label}
    # where only questions are marked, what follows one unmarked is the answer
    goes_on = len(labels) > 1 or not any(asks(label) for label in labels)
    out: list[Segment] = []
    speaker: str | None = None
    for piece, label, text in pieces:
        if piece.speaker is not None:
            out.append(piece)
            continue
        speaker = label or (speaker if goes_on else None)
        out.append(replace(piece, text=text, speaker=speaker) if speaker else piece)
    return [segment for segment in out if segment.text.strip()]


def _label(text: str, names: frozenset[str]) -> tuple[str | None, str]:
    found = _ROLE.match(text)
    # a lone letter is a label only where both sides of a talk have one
    if found and (len(found[1]) > 1 or found[1].lower() in names):
        return found[1].strip(), text[found.end() :]
    found = _NAME.match(text)
    if found and (name := (found[1] or found[2]).strip()).lower() in names:
        return name, text[found.end() :]
    return None, text


def _names(segments: Sequence[Segment]) -> frozenset[str]:
    """Labels that begin lines often enough to be people, in lower case."""
    seen: Counter[str] = Counter()
    for segment in segments:
        found = _NAME.match(segment.text) or _ROLE.match(segment.text)
        if found is not None:
            name = next(group for group in found.groups() if group).strip()
            if len(name.split()) <= _MOST_NAME_WORDS:
                seen[name.lower()] += 1
    if seen["q"] and seen["a"]:
        return frozenset(seen)
    several = {name for name, count in seen.items() if count > 1}
    labelled = sum(seen[name] for name in several)
    both = len(several) > 1 and labelled * 2 >= len(segments)
    alone = len(several) == 1 and labelled > 2 and labelled * 5 >= len(segments) * 4
    if both or alone:
        return frozenset(several)
    known = {name for name in seen if asks(name) or answers(name)}
    return frozenset(known) if len(known) > 1 else frozenset()


def _parted(segment: Segment) -> list[Segment]:
    """A segment in which another begins to speak, cut there; time is shared out by length."""
    starts = [found.start() for found in _INSIDE.finditer(segment.text) if found.start() > 0]
    if not starts or segment.words:
        return [segment]
    cuts = [0, *starts, len(segment.text)]
    whole = len(segment.text)
    out = []
    for begin, end in pairwise(cuts):
        times: dict[str, int | None] = {}
        if segment.start_ms is not None and segment.end_ms is not None:
            length = segment.end_ms - segment.start_ms
            times = {
                "start_ms": segment.start_ms + length * begin // whole,
                "end_ms": segment.start_ms + length * end // whole,
            }
        out.append(replace(segment, text=segment.text[begin:end].strip(), **times))  # type: ignore[arg-type]
    return out
