"""What was measured in one answer, before anything is scored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from interview.recording import Modality

Use = Literal["score", "context", "quality"]


@dataclass(frozen=True, kw_only=True, slots=True)
class FeatureSpec:
    """One row of the feature catalogue.

    ``description`` is by locale and says nothing about good or bad. ``low`` and ``high`` are the
    ends of the scoring scale in ``unit`` (None unless ``use`` is score); low may exceed high when
    less is more. ``formula`` is how the value is computed, empty where ``source`` says it all.
    """

    name: str
    modality: Modality
    unit: str
    use: Use
    description: Mapping[str, str]
    source: str
    low: float | None = None
    high: float | None = None
    formula: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class FeatureSet:
    """Measured values of one answer and, for each thing not measured, the code that says why.

    Every name is in the catalogue and stands in exactly one of the two maps.
    """

    answer: str
    values: Mapping[str, float]
    missing: Mapping[str, str]
    extractor: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """A moment a person can replay and a quote they can read.

    Times are None when the transcript carries none; characters count in the answer's
    ``Transcript.text``. ``contribution`` is in score points of the competency, 0 before scoring.
    ``answer`` is the id of the answer it stands in, empty before scoring.
    """

    start_ms: int | None
    end_ms: int | None
    start_char: int | None
    end_char: int | None
    quote: str
    feature: str
    modality: Modality
    contribution: float = 0.0
    answer: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Flag:
    """Something a reviewer should know; never part of a score. Words are made in ui."""

    code: str
    slots: Mapping[str, object] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Quality:
    """Whether one modality of one answer is good enough to be scored at all.

    ``code`` is empty when it is; otherwise it names the first reason, and the values in ``slots``
    fill the sentence that says what would help.
    """

    modality: Modality
    answer: str
    code: str = ""
    slots: Mapping[str, object] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        """True when nothing stands against scoring this modality."""
        return not self.code


@dataclass(frozen=True, kw_only=True, slots=True)
class Timeline:
    """Physical measures per step of ``step_ms``; a track holds one value or None per step.

    Tracks: ``energy`` (dB), ``pitch`` (semitones from own median), ``speech`` (share), ``rate``
    (syllables per second of speech), ``smile`` and ``brow`` (own-baseline units), ``gaze`` (share
    towards the camera), ``face`` (share of frames with a face), ``tracking`` (share of those whose
    points are certain). Never an emotion's name.
    """

    step_ms: int
    tracks: Mapping[str, tuple[float | None, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerSignals:
    """Everything the extractors found in one answer.

    ``evidence`` is by competency. ``timings`` are seconds by stage and stay out of every digest.
    """

    features: FeatureSet
    evidence: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)
    quality: tuple[Quality, ...] = ()
    flags: tuple[Flag, ...] = ()
    timeline: Timeline | None = None
    duration_ms: int | None = None
    timings: Mapping[str, float] = field(default_factory=dict)
