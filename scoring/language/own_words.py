"""The candidate's own words: what others said in a transcript is left out of every measure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from interview import Segment, Transcript
from scoring.gate_thresholds import limit
from scoring.language.transcript_speakers import answers, asks

_HAN = re.compile(r"[\u3400-\u9fff]")
_UNIT = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")
# of several people nobody named, the candidate is the one who says this much of all
_MOST = limit("language.candidate_share")


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A transcript in which only the candidate speaks.

    ``transcript`` has the others' words blanked out, character for character, so that places in it
    are places in the whole. ``share`` is what was left out, ``others_ms`` how long it took.
    ``code`` is empty, or says why nobody can tell which words are the candidate's.
    """

    transcript: Transcript
    share: float = 0.0
    others_ms: int = 0
    code: str = ""
    speakers: int = 1


def own_words(transcript: Transcript) -> OwnWords:
    """Leave out what others said.

    A speaker called candidate is the candidate; else everybody not called interviewer is. Of
    several people without a role, it is the one who says at least 60 % of the words, since a
    recorded answer is mostly the candidate's; when nobody does, the code is
    ``language.speakers_unclear``. Segments without a speaker are the candidate's.
    ``language.only_interviewer`` when nothing is left.

    Examples
    --------
    >>> said = Transcript(source="text", segments=(
    ...     Segment(text="Tell me.", speaker="Interviewer"), Segment(text="I led it.")))
    >>> own_words(said).transcript.text, own_words(said).share
    ('.        I led it.', 0.4)
    """
    counts: Counter[str | None] = Counter()
    for segment in transcript.segments:
        counts[segment.speaker] += len(_UNIT.findall(segment.text)) if segment.speaker else 1
    named = [speaker for speaker in counts if speaker is not None]
    if not named:
        return OwnWords(transcript)
    kept, code = _candidates(named, counts)
    if code:
        return OwnWords(transcript, code=code, speakers=len(named))
    others = [s for s in transcript.segments if s.speaker is not None and s.speaker not in kept]
    if not others:
        return OwnWords(transcript)
    left_out = {id(segment) for segment in others}
    whole = sum(len(_UNIT.findall(segment.text)) for segment in transcript.segments)
    theirs = sum(len(_UNIT.findall(segment.text)) for segment in others)
    return OwnWords(
        replace(
            transcript,
            segments=tuple(
                _blank(segment) if id(segment) in left_out else segment
                for segment in transcript.segments
            ),
        ),
        share=theirs / max(whole, 1),
        others_ms=sum((s.end_ms or 0) - (s.start_ms or 0) for s in others),
        code="language.only_interviewer" if theirs == whole else "",
        speakers=len(named),
    )


def _candidates(named: list[str], counts: Counter[str | None]) -> tuple[frozenset[str], str]:
    told = frozenset(speaker for speaker in named if answers(speaker))
    if told:
        return told, ""
    rest = [speaker for speaker in named if not asks(speaker)]
    if len(rest) < 2:
        return frozenset(rest), ""
    most = max(rest, key=lambda speaker: counts[speaker])
    if counts[most] >= _MOST * sum(counts[speaker] for speaker in rest):
        return frozenset([most]), ""
    return frozenset(), "language.speakers_unclear"


def _blank(segment: Segment) -> Segment:
    # a full stop, so that no sentence runs on over what another person said
    stop = "。" if _HAN.search(segment.text) else "."
    text = (stop + " " * len(segment.text))[: len(segment.text)]
    return replace(segment, text=text, words=(), confidence=None)
