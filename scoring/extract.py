"""Everything measured in one answer: its recording streamed once, its words read once."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from interview import (
    Answer,
    AnswerSignals,
    Consent,
    Evidence,
    FeatureSet,
    Flag,
    Locale,
    MediaError,
    RoleModel,
    SignalPolicy,
    Timeline,
    Transcript,
)
from scoring.added_model import AddedModel
from scoring.answer_scale import asked_question, criteria_of
from scoring.answer_words import answer_words
from scoring.encoder import EncoderSimilarity
from scoring.expression_evidence import expression_evidence
from scoring.gate_thresholds import limit
from scoring.quality_gate import barred
from scoring.recording_signals import (
    OpenMedia,
    RecordingSignals,
    measure_recording,
    withheld_recording,
)

EXTRACTOR = "signals-2"
"""Changes when equal recordings may measure differently than before.

Where a sentence encoder judged an answer's nearness, its name is added: ``signals-2+name@digest``.
"""

SHORT_TRANSCRIPT_SHARE = limit("language.short_transcript_share")
SHORT_TRANSCRIPT_MS = 1000 * limit("language.short_transcript_s")


def extract_answer(
    answer: Answer,
    *,
    role: RoleModel,
    policy: SignalPolicy,
    models_folder: Path,
    locale: Locale | None = None,
    consent: Consent | None = None,
    open_media: OpenMedia | None = None,
    max_bytes: int | None = None,
    encoder: AddedModel | None = None,
) -> AnswerSignals:
    """Measures one answer as far as law and consent allow.

    The recording is opened once and streamed; what the law bars is not computed. Whatever cannot
    be measured is withheld with a code, and nothing else stops for it.

    Parameters
    ----------
    answer : Answer
        Media, transcript, or both.
    role : RoleModel
        Its question says which competencies the words are searched for.
    policy : SignalPolicy
        Which modalities may be computed.
    models_folder : Path
        Where the face networks lie.
    locale : str, optional
        The language spoken, when the transcript does not say.
    consent : Consent, optional
        Needed where the policy says so.
    open_media : callable, optional
        From the answer's media address to a path or an open binary file; a path by default.
    max_bytes : int, optional
        Larger recordings are refused.
    encoder : AddedModel, optional
        Judges nearness to question and anchors in the languages it declares; the extractor's name
        then ends in its own. TF-IDF by default.

    Raises
    ------
    MediaError
        When the recording cannot be read at all: ``media.not_found``, ``media.empty``,
        ``media.wrong_type``, ``media.truncated``, ``media.too_large``.

    Examples
    --------
    >>> from interview import Segment
    >>> from scoring.role_model import find_role
    >>> said = Transcript(source="text", segments=(Segment(text="I led the launch. " * 5),))
    >>> law = SignalPolicy(key="words", version=1, compute=("language",))
    >>> found = extract_answer(Answer(id="a", transcript=said), role=find_role("marketing"),
    ...                        policy=law, models_folder=Path())
    >>> {q.modality: q.code for q in found.quality}
    {'language': '', 'voice': 'policy.not_computed', 'face': 'policy.not_computed'}
    """
    codes = {m: barred(m, policy, consent) for m in ("voice", "face")}
    recording = measure_recording(answer, codes, models_folder, open_media or Path, max_bytes)
    return _joined(answer, recording, role, locale, encoder)


def unreadable_answer(
    answer: Answer,
    error: MediaError,
    *,
    role: RoleModel,
    policy: SignalPolicy,
    locale: Locale | None = None,
    consent: Consent | None = None,
    encoder: AddedModel | None = None,
) -> AnswerSignals:
    """What is left of an answer whose recording cannot be read: its transcript, if there is one.

    Voice and face are withheld with the error's code, and a flag names it.
    """
    codes = {m: barred(m, policy, consent) or error.code for m in ("voice", "face")}
    # a file may be called after a person, and these values are kept where no key guards them
    slots = {name: value for name, value in error.slots.items() if name != "file"}
    recording = withheld_recording(answer, codes, slots)
    flag = Flag(code=error.code, slots=slots)
    return _joined(answer, replace(recording, flags=(flag,)), role, locale, encoder)


def _joined(
    answer: Answer,
    recording: RecordingSignals,
    role: RoleModel,
    locale: Locale | None,
    encoder: AddedModel | None,
) -> AnswerSignals:
    """The recording's measures and the words' together."""
    started = time.perf_counter()
    words = answer_words(
        answer,
        role,
        locale=locale,
        duration_ms=recording.duration_ms,
        similarity=EncoderSimilarity(encoder) if encoder else None,
    )
    spent = time.perf_counter() - started
    voice, face = recording.voice, recording.face
    values, missing = _finite({**words.values, **voice.values, **face.values})
    missing |= {**words.missing, **voice.missing, **face.missing}
    tracks = {**voice.tracks, **face.tracks}
    flags = [*recording.flags, *voice.flags, *face.flags, *words.flags]
    flags += _length_flags(answer.transcript, recording.duration_ms)
    timeline = _timeline(tracks, voice.step_ms)
    return AnswerSignals(
        features=FeatureSet(
            answer=answer.id,
            values=values,
            missing=missing,
            extractor="+".join(filter(None, (EXTRACTOR, words.similarity))),
        ),
        evidence=_evidence(words.evidence, _shown(answer, role, timeline, values)),
        quality=(words.quality, voice.quality, face.quality),
        flags=tuple(flags),
        timeline=timeline,
        duration_ms=recording.duration_ms or _spoken_ms(answer.transcript),
        timings={**recording.timings, "language": spent},
    )


def _shown(
    answer: Answer, role: RoleModel, timeline: Timeline | None, values: Mapping[str, float]
) -> dict[str, tuple[Evidence, ...]]:
    """Where voice and face can be replayed, for the competencies the answer speaks to."""
    from scoring.rubric_weights import shipped_rubric

    asked = [
        key for key, weight in criteria_of(asked_question(answer, role), role).items() if weight
    ]
    speaks = shipped_rubric().speaks
    return expression_evidence(timeline, values, {key: speaks.get(key, ()) for key in asked})


def _evidence(*found: Mapping[str, tuple[Evidence, ...]]) -> dict[str, tuple[Evidence, ...]]:
    """By competency, what was said before what was heard and seen."""
    together: dict[str, tuple[Evidence, ...]] = {}
    for pieces in found:
        for key, some in pieces.items():
            together[key] = together.get(key, ()) + some
    return together


def _finite(measured: Mapping[str, float]) -> tuple[dict[str, float], dict[str, str]]:
    """Plain numbers, and a code for whatever is none: a card holds nothing that is not a number."""
    values = {name: float(value) for name, value in measured.items() if math.isfinite(value)}
    return values, dict.fromkeys(measured.keys() - values.keys(), "feature.not_finite")


def _length_flags(transcript: Transcript | None, duration_ms: int | None) -> list[Flag]:
    """A transcript that ends long before its recording may be cut or belong to another one.

    One that runs on after the recording's end withholds language in its own gate.
    """
    end = _spoken_ms(transcript)
    if end is None or duration_ms is None:
        return []
    if end >= SHORT_TRANSCRIPT_SHARE * duration_ms or duration_ms - end <= SHORT_TRANSCRIPT_MS:
        return []
    slots = {"transcript_s": round(end / 1000, 1), "recording_s": round(duration_ms / 1000, 1)}
    return [Flag(code="transcript.length_mismatch", slots=slots)]


def _spoken_ms(transcript: Transcript | None) -> int | None:
    """When the last timed word ends; None in a plain text."""
    ends = [s.end_ms for s in transcript.segments if s.end_ms is not None] if transcript else []
    return max(ends, default=None)


def _timeline(tracks: Mapping[str, Sequence[float | None]], step_ms: int) -> Timeline | None:
    """All tracks on one clock, the shorter ones filled with None; None without any."""
    if not tracks:
        return None
    length = max(len(track) for track in tracks.values())
    filled = {
        name: tuple(None if x is None or not math.isfinite(x) else float(x) for x in track)
        + (None,) * (length - len(track))
        for name, track in tracks.items()
    }
    return Timeline(step_ms=step_ms, tracks=filled)
