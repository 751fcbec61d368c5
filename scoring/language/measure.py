"""Everything language tells about one answer, in one call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from interview import Evidence, Flag, Locale, Quality, Question, Transcript
from scoring.language.claims import Claim, claims
from scoring.language.counts import (
    cue_count,
    first_person,
    sequence_words,
    spoken_units,
    variety,
)
from scoring.language.evidence import show
from scoring.language.gate import gate
from scoring.language.ladder import reached, told_level, traits
from scoring.language.prepared import Prepared, prepare
from scoring.language.remarks import remarks
from scoring.language.sentiment_balance import sentiment_balance
from scoring.language.similarity import (
    Similarity,
    echoes,
    nearness,
    profile_for,
    terms_of,
)
from scoring.language.star import PARTS, SentenceParts, quantified, star, star_flags
from scoring.language.structure import clauses
from scoring.language.stuffing import stuffed
from scoring.language.template import learnt_by_heart
from scoring.language.timing import Clock
from scoring.language.topic_flow import topic_flow

ANSWER_FEATURES = (
    "lang_words",
    "lang_rate",
    "lang_fillers",
    "lang_variety",
    "lang_sentence_length",
    "lang_clauses",
    "lang_connectives",
    "lang_topic_flow",
    "lang_sentiment",
    "lang_template",
    "lang_star",
    *(f"lang_star_{part}" for part in PARTS),
    "lang_results",
    "lang_first_person",
    "lang_hedges",
    "lang_on_topic",
)
_OFF_TOPIC = 0.18
_OFF_TOPIC_WORDS = 30
# words with a meaning of their own, outside denials and echoes: with fewer there is no other topic
_OFF_TOPIC_CONTENT = 12
_ECHO_SHARE = 0.3


@dataclass(frozen=True, kw_only=True, slots=True)
class LanguageResult:
    """What language tells about one answer.

    Every name of ``ANSWER_FEATURES``, and ``lang_evidence.<competency>`` and
    ``lang_anchor.<competency>`` for each competency asked for, stands in exactly one of ``values``
    and ``missing``. ``per_competency`` repeats the latter two by competency. ``similarity`` names
    the encoder that judged nearness; empty where TF-IDF did. ``star`` holds the sentences that tell
    a part of an episode, with their places in the transcript's text.
    """

    values: Mapping[str, float]
    missing: Mapping[str, str]
    evidence: Mapping[str, tuple[Evidence, ...]]
    per_competency: Mapping[str, Mapping[str, float]]
    quality: Quality
    flags: tuple[Flag, ...] = ()
    locale: Locale | None = None
    behaviours: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    similarity: str = ""
    star: tuple[SentenceParts, ...] = ()


def measure_language(
    transcript: Transcript | None,
    *,
    question: Question | None,
    competencies: Sequence[str],
    locale: Locale | None = None,
    duration_ms: int | None = None,
    answer: str = "",
    similarity: Similarity | None = None,
) -> LanguageResult:
    """Measure what was said in one answer.

    Parameters
    ----------
    transcript : Transcript or None
        None withholds everything with ``language.no_transcript``.
    question : Question or None
        What was asked; None leaves ``lang_on_topic`` out (``language.no_question``).
    competencies : sequence of str
        The competencies to look for evidence of, by key.
    locale : str, optional
        The language expected; used when the text is too short to tell.
    duration_ms : int, optional
        Length of the recording in milliseconds; else the transcript's own times are used.
    answer : str
        The answer's id, repeated in the quality finding.
    similarity : Similarity, optional
        Judges nearness to question and anchors in the languages it declares, in place of TF-IDF.

    Raises
    ------
    InputError
        ``competency.unknown`` for a key that is not in the library.

    Examples
    --------
    >>> from interview import Segment
    >>> said = Transcript(source="text", segments=(Segment(text=(
    ...     "Last year two colleagues argued about shifts. I listened to both sides, found a "
    ...     "common goal and split the work again. In the end errors fell by 20 percent.")),))
    >>> found = measure_language(said, question=None, competencies=["teamwork"])
    >>> found.values["lang_star"], found.values["lang_results"]
    (3.0, 1.0)
    >>> found.evidence["teamwork"][0].quote
    'I listened to both sides, found a common goal and split the work again.'
    """
    keys = tuple(competencies)
    checked = gate(transcript, locale=locale, duration_ms=duration_ms, answer=answer)
    own = checked.own
    if own is None or checked.locale is None or not checked.quality.passed:
        return _withheld(keys, checked.quality, checked.locale)
    prepared = prepare(own.transcript, checked.locale)
    profile = profile_for(question, keys, checked.locale)
    copied = echoes(prepared, profile)
    said = claims(prepared, kind=question.kind if question else None, echoes=copied)
    skip = frozenset(i for i, c in enumerate(said) if c.echo or c.listed or c.repeated or c.denies)
    # what is wished, usual or hardly more than a phrase shows no level of doing
    vague = frozenset(i for i, c in enumerate(said) if _vague(c))
    results = quantified(prepared, said)
    parts = star(prepared, said, results)
    values, missing = _counted(prepared, checked.seconds)
    values["lang_results"] = float(results)
    values["lang_star"] = float(len(parts.present))
    values |= {f"lang_star_{part}": float(parts.count(part)) for part in PARTS}
    near = nearness(prepared, profile, terms_of(prepared, skip), terms_of(prepared, skip | vague))
    judged, judge = near, ""
    if similarity is not None and checked.locale in similarity.languages:
        judged = similarity(prepared, question, keys, skip=skip, vague=vague)
        judge = similarity.id
    if question is not None and checked.locale in question.text:
        values["lang_on_topic"] = judged.on_topic
    else:
        missing["lang_on_topic"] = "language.no_question"
    clock = Clock(own.transcript)
    learnt = learnt_by_heart(prepared)
    values["lang_template"] = learnt.share
    asked = set(question.criteria) if question is not None else set()
    shown = {
        key: show(key, prepared, said, clock, deeds=near.on_topic if key in asked else 0.0)
        for key in keys
    }
    told = told_level(traits(prepared, said), checked.locale)
    per = {
        key: {
            "lang_evidence": shown[key].strength,
            "lang_anchor": reached(
                told,
                judged.levels[key],
                evidence=shown[key].strength,
                on_topic=near.on_topic if key in asked else 0.0,
                asked=key in asked,
            ),
        }
        for key in keys
    }
    for key, found in per.items():
        for name, value in found.items():
            values[f"{name}.{key}"] = value
    return LanguageResult(
        values=values,
        missing=missing,
        evidence={key: found.evidence for key, found in shown.items() if found.evidence},
        per_competency=per,
        quality=checked.quality,
        flags=(
            _flags(prepared, said, values)
            + remarks(prepared, own, learnt, clock)
            + (star_flags(parts) if question is not None and question.kind == "behavioural" else ())
        ),
        locale=checked.locale,
        behaviours={key: found.behaviours for key, found in shown.items()},
        similarity=judge,
        star=parts.sentences(prepared, said),
    )


def _vague(claim: Claim) -> bool:
    """Wished, usual, denied or hardly more than a phrase; putting off is kept, it has a level."""
    if claim.deflects:
        return False
    words = claim.sentence.last_word - claim.sentence.first_word
    return claim.worth < 0.35 or claim.denies or claim.content < 4 or words < 6


def _withheld(keys: tuple[str, ...], quality: Quality, locale: Locale | None) -> LanguageResult:
    names = [
        *ANSWER_FEATURES,
        *(f"{name}.{key}" for key in keys for name in ("lang_evidence", "lang_anchor")),
    ]
    return LanguageResult(
        values={},
        missing=dict.fromkeys(names, quality.code),
        evidence={},
        per_competency={},
        quality=quality,
        locale=locale,
    )


def _counted(prepared: Prepared, seconds: float | None) -> tuple[dict[str, float], dict[str, str]]:
    words = len(prepared.words)
    per_hundred = 100 / max(words, 1)
    units = spoken_units(prepared)
    ordered, habit = sequence_words(prepared)
    values: dict[str, float] = {
        "lang_words": float(units),
        "lang_fillers": (cue_count(prepared, "filler") + habit) * per_hundred,
        "lang_sentence_length": words / max(len(prepared.sentences), 1),
        "lang_connectives": (cue_count(prepared, "connective") + ordered) * per_hundred,
        "lang_hedges": cue_count(prepared, "hedge") * per_hundred,
    }
    missing: dict[str, str] = {}
    if seconds:
        values["lang_rate"] = units / seconds * 60
    else:
        missing["lang_rate"] = "language.no_times"
    found = variety(prepared.words)
    if found is None:
        missing["lang_variety"] = "language.too_short"
    else:
        values["lang_variety"] = found
    missing |= _told(prepared, values)
    one, many = first_person(prepared)
    if one + many:
        values["lang_first_person"] = one / (one + many)
    else:
        missing["lang_first_person"] = "language.no_first_person"
    return values, missing


_TOLD: Mapping[str, tuple[Callable[[Prepared], float | None], str]] = {
    "lang_clauses": (clauses, "language.too_short"),
    "lang_topic_flow": (topic_flow, "language.too_few_sentences"),
    "lang_sentiment": (sentiment_balance, "language.no_such_words"),
}


def _told(prepared: Prepared, values: dict[str, float]) -> dict[str, str]:
    """Adds how the answer is built and what it speaks of; returns why something could not be."""
    missing: dict[str, str] = {}
    for name, (measure, code) in _TOLD.items():
        found = measure(prepared)
        if found is None:
            missing[name] = code
        else:
            values[name] = found
    return missing


def _flags(
    prepared: Prepared, said: Sequence[Claim], values: Mapping[str, float]
) -> tuple[Flag, ...]:
    words = max(len(prepared.words), 1)
    echo = sum(c.sentence.last_word - c.sentence.first_word for c in said if c.echo) / words
    flags: list[Flag] = []
    if echo > _ECHO_SHARE:
        flags.append(Flag(code="language.question_copied", slots={"share": round(echo, 2)}))
    if (row := stuffed(prepared, said)) > _ECHO_SHARE:
        flags.append(Flag(code="language.keyword_stuffing", slots={"share": round(row, 2)}))
    if values.get("lang_on_topic", 1.0) < _OFF_TOPIC and words >= _OFF_TOPIC_WORDS:
        told = sum(c.content for c in said if not (c.echo or c.listed or c.repeated or c.denies))
        if told >= _OFF_TOPIC_CONTENT:
            flags.append(Flag(code="language.off_topic"))
    return tuple(flags)
