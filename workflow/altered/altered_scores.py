"""One interview scored as it is and with some alterations, in a worker."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from interview import (
    EXPRESSION,
    Answer,
    AnswerSignals,
    CandorError,
    Estimate,
    InputError,
    Interview,
    Locale,
    ScoreCard,
    Transcript,
    plain,
)
from scoring import Scorer, score_interview, score_signals, shares, transcribe_interview
from scoring.answer_words import answer_words
from scoring.encoder import EncoderSimilarity
from scoring.language.locale import detect_locale
from workflow.altered.alterations import ALTERATIONS, COPIED, Alteration, find_alterations
from workflow.altered.recording import altered_recording
from workflow.altered.words import altered_transcript
from workflow.manifest import refused_item
from workflow.scoring_task import ScoringTask, read_interview
from workflow.task_json import task_from_json

_T = TypeVar("_T")
WORK = "workflow.altered.altered_scores:work"
ORIGINAL = ""
OVERALL = "overall"


@dataclass(frozen=True, kw_only=True, slots=True)
class AlteredScores:
    """What one interview scored, by alteration (``""``: as it is) and then by competency.

    A score is None where it was withheld. ``untried`` says with a code why an alteration could
    not be made of this interview, ``withheld`` why an altered copy had no overall score.
    """

    scores: Mapping[str, Mapping[str, float | None]]
    untried: Mapping[str, str]
    withheld: Mapping[str, str]


def work(data: dict[str, Any]) -> dict[str, Any]:
    """What a worker runs: a task, a folder and keys in, scores or a failure out, all JSON."""
    task = task_from_json(data["task"])
    try:
        keys = [str(key) for key in data["keys"]]
        found = altered_scores(task, keys, Path(data["folder"]))
    except CandorError as error:
        return {"failed": plain(refused_item(task.source.interview, error))}
    except Exception as error:  # one bad file never stops an audit
        unexpected = InputError(
            "batch.unexpected",
            f"an unforeseen {type(error).__name__}",
            "report it with this code; the other interviews went on",
            kind=type(error).__name__,
        )
        return {"failed": plain(refused_item(task.source.interview, unexpected))}
    return {
        "scores": {key: dict(row) for key, row in found.scores.items()},
        "untried": dict(found.untried),
        "withheld": dict(found.withheld),
    }


def altered_scores(
    task: ScoringTask, keys: Sequence[str], folder: Path, *, scorer: Scorer | None = None
) -> AlteredScores:
    """Score one interview under every alteration named; ``""`` is the interview as it is.

    Altered recordings are written into a folder of their own inside ``folder`` and deleted before
    this returns, whatever happens.

    Raises
    ------
    CandorError
        When the interview as it is cannot be read or scored.
    """
    interview = read_interview(task.source, task.role)
    scores: dict[str, Mapping[str, float | None]] = {}
    untried: dict[str, str] = {}
    withheld: dict[str, str] = {}
    words = _Words(task, interview, scorer or score_signals)
    for key in keys:
        alteration = next((one for one in ALTERATIONS if one.key == key), None)
        with tempfile.TemporaryDirectory(dir=folder) as own:
            try:
                if alteration is None:
                    card: ScoreCard | str = words.as_it_is
                elif alteration.touches == "words":
                    card = words.card(alteration)
                else:
                    made = _recorded(interview, task, alteration, Path(own))
                    card = made if isinstance(made, str) else scored(task, made, words.scorer)[0]
            except CandorError as error:
                if alteration is None:
                    raise
                # the copy was made, and nothing of it could be read or scored
                withheld[key] = error.code
                continue
        if isinstance(card, str):
            untried[key] = card
            continue
        scores[key] = _of(card)
        if not isinstance(card.overall, Estimate):
            withheld[key] = card.overall.code
    return AlteredScores(scores=scores, untried=untried, withheld=withheld)


def scored(
    task: ScoringTask, interview: Interview, scorer: Scorer
) -> tuple[ScoreCard, Interview, tuple[AnswerSignals, ...]]:
    """The card as a batch would make it, what was heard, and what was measured."""
    heard = transcribe_interview(
        interview, task.added.recogniser, policy=task.policy, max_bytes=task.max_bytes
    )
    card, signals = score_interview(
        heard,
        task.role,
        task.policy,
        models_folder=task.models,
        max_bytes=task.max_bytes,
        scorer=scorer,
        encoder=task.added.encoder,
    )
    return card, heard, signals


class _Words:
    """The interview as it is, and with altered words; its recordings are measured once.

    Where voice and face weigh nothing, other words change what is measured in the words alone;
    where they weigh something the recording is measured again with them.
    """

    def __init__(self, task: ScoringTask, interview: Interview, scorer: Scorer) -> None:
        self.task, self.interview, self.scorer = task, interview, scorer

    @cached_property
    def _base(self) -> tuple[ScoreCard, Interview, tuple[AnswerSignals, ...]]:
        return scored(self.task, self.interview, self.scorer)

    @property
    def as_it_is(self) -> ScoreCard:
        return self._base[0]

    def card(self, alteration: Alteration) -> ScoreCard | str:
        _, heard, signals = self._base
        changed = _reworded(heard, alteration)
        if isinstance(changed, str):
            return changed
        allowed = shares(self.task.role, self.task.policy, heard.consent)
        if any(allowed[one] > 0 for one in EXPRESSION):
            return scored(self.task, changed, self.scorer)[0]
        pairs = zip(changed.answers, signals, strict=True)
        remeasured = [self._remeasured(a, one, changed.locale) for a, one in pairs]
        return self.scorer(changed, remeasured, self.task.role, self.task.policy)

    def _remeasured(
        self, answer: Answer, before: AnswerSignals, locale: Locale | None
    ) -> AnswerSignals:
        encoder = self.task.added.encoder
        found = answer_words(
            answer,
            self.task.role,
            locale=locale,
            duration_ms=before.duration_ms if answer.media else None,
            similarity=EncoderSimilarity(encoder) if encoder else None,
        )
        rest = [q for q in before.quality if q.modality != "language"]
        return replace(
            before,
            features=replace(
                before.features,
                values={**_beside(before.features.values), **found.values},
                missing={**_beside(before.features.missing), **found.missing},
            ),
            evidence=found.evidence,
            quality=(found.quality, *rest),
            flags=found.flags,
        )


def _beside(named: Mapping[str, _T]) -> dict[str, _T]:
    return {name: one for name, one in named.items() if not name.startswith("lang_")}


def _of(card: ScoreCard) -> dict[str, float | None]:
    found = {c.competency: c.finding for c in card.competencies} | {OVERALL: card.overall}
    return {k: f.value if isinstance(f, Estimate) else None for k, f in found.items()}


def _recorded(
    interview: Interview, task: ScoringTask, alteration: Alteration, folder: Path
) -> Interview | str:
    """The interview with altered recordings; an answer it does not apply to is only copied."""
    codes: list[str] = []
    answers: list[Answer] = []
    plain_copy = find_alterations([COPIED])[0]
    for number, answer in enumerate(interview.answers):
        if answer.media is None:
            answers.append(answer)
            continue
        source, target = Path(answer.media), folder / f"{number}.webm"
        code = altered_recording(
            source, target, alteration, models=task.models, max_bytes=task.max_bytes
        )
        codes.append(code)
        said = answer.transcript
        if code:
            altered_recording(
                source, target, plain_copy, models=task.models, max_bytes=task.max_bytes
            )
        elif alteration.touches == "time" and said is not None:
            said = _at_tempo(said, alteration.amount)
        answers.append(replace(answer, media=str(target), transcript=said))
    if not codes:
        return "altered.no_recording"
    if all(codes):
        return codes[0]
    return replace(interview, answers=tuple(answers))


def _at_tempo(said: Transcript, tempo: float) -> Transcript:
    def at(ms: int | None) -> int | None:
        return None if ms is None else round(ms / tempo)

    return replace(
        said,
        segments=tuple(
            replace(
                s,
                start_ms=at(s.start_ms),
                end_ms=at(s.end_ms),
                words=tuple(
                    replace(w, start_ms=round(w.start_ms / tempo), end_ms=round(w.end_ms / tempo))
                    for w in s.words
                ),
            )
            for s in said.segments
        ),
    )


def _reworded(heard: Interview, alteration: Alteration) -> Interview | str:
    """The interview with altered transcripts, or why none of them can be."""
    said = [a.id for a in heard.answers if a.transcript is not None]
    if not said:
        return "language.no_transcript"
    changed, any_changed = [], False
    for answer in heard.answers:
        transcript = answer.transcript
        if transcript is not None:
            locale = transcript.locale or heard.locale or detect_locale(transcript.text)
            made = None
            if locale is not None:
                made = altered_transcript(
                    transcript,
                    alteration,
                    locale=locale,
                    seed=_seed(heard.id, answer.id),
                    first=answer.id == said[0],
                )
            any_changed |= made is not None
            answer = replace(answer, transcript=made or transcript)
        changed.append(answer)
    if not any_changed:
        return "altered.nothing_to_change"
    return replace(heard, answers=tuple(changed))


def _seed(interview: str, answer: str) -> str:
    return hashlib.sha256(f"{interview}/{answer}".encode()).hexdigest()[:16]
