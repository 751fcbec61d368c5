"""One interview scored from its files, in a worker: a card, or one named reason why not."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from interview import (
    Answer,
    AnswerSignals,
    CandorError,
    Consent,
    Flag,
    InputError,
    Interview,
    RoleModel,
    ScoreCard,
    SignalPolicy,
    digest,
)
from scoring.added_model import NO_MODELS, ModelsInUse
from workflow.champion_scorer import ChampionFile, champion_scorer
from workflow.manifest import AnswerSource, InterviewSource, refused_item
from workflow.progress import BatchItem


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoringTask:
    """Everything a worker needs; ``key`` names the inputs and what scores them.

    ``added`` are the language models this installation uses beside the shipped networks.
    ``copies`` counts, by number of the answer, the other candidates who said nearly the same.
    ``champion`` is the trained scorer in force, None for the rubric.
    """

    source: InterviewSource
    role: RoleModel
    policy: SignalPolicy
    models: Path
    max_bytes: int
    key: str
    added: ModelsInUse = NO_MODELS
    copies: Mapping[int, int] = field(default_factory=dict)
    champion: ChampionFile | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Scored:
    """What came out. ``interview`` still points at the files it was read from."""

    interview: Interview
    card: ScoreCard
    signals: tuple[AnswerSignals, ...]
    seconds: float


def task_key(source: InterviewSource, role: RoleModel, policy: SignalPolicy, scorer: str) -> str:
    """The digest of the inputs' content and of what scores them.

    The same files under the same rubric, policy and scorer have the same key wherever they lie,
    so a batch that was cut short knows what it has done, and a changed file is scored again.
    """
    return digest(
        {
            "interview": source.interview,
            "candidate": source.candidate,
            "language": source.language,
            "requisition": source.requisition,
            "consent": source.consent,
            "answers": [
                (answer.question, _content(answer.media), _content(answer.transcript))
                for answer in source.answers
            ],
            "role": role.digest,
            "policy": policy.digest,
            "scorer": scorer,
        }
    )


def _content(path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise InputError(
            "input.unreadable",
            f"{path.name} cannot be read ({error.strerror})",
            "check the file and who may read it",
            name=path.name,
        ) from None


def score_task(task: ScoringTask) -> Scored | BatchItem:
    """Score one interview; whatever goes wrong ends as a failed item with a code."""
    from scoring import score_interview
    from scoring.recognition import transcribe_interview

    begun = time.perf_counter()
    name = task.source.interview
    try:
        interview = transcribe_interview(
            read_interview(task.source, task.role),
            task.added.recogniser,
            policy=task.policy,
            max_bytes=task.max_bytes,
        )
        card, signals = score_interview(
            interview,
            task.role,
            task.policy,
            models_folder=task.models,
            max_bytes=task.max_bytes,
            scorer=champion_scorer(task.champion),
            encoder=task.added.encoder,
            noticed=_noticed(task),
        )
    except CandorError as error:
        return refused_item(name, error)
    except MemoryError:
        return refused_item(
            name,
            InputError("batch.no_memory", "there was not enough memory", "use fewer --jobs"),
        )
    except Exception as error:  # one bad file never stops a batch
        return refused_item(
            name,
            InputError(
                "batch.unexpected",
                f"an unforeseen {type(error).__name__} in {_where(error)}",
                "report it with this code; the other interviews went on",
                kind=type(error).__name__,
            ),
        )
    return Scored(
        interview=interview,
        card=card,
        signals=signals,
        seconds=time.perf_counter() - begun,
    )


def _noticed(task: ScoringTask) -> dict[str, tuple[Flag, ...]]:
    """What the batch as a whole told about single answers: a count, never whose."""
    return {
        f"a{number}": (Flag(code="language.near_duplicate", slots={"count": count}),)
        for number, count in task.copies.items()
    }


def _where(error: Exception) -> str:
    # the place, never the message: a message may quote what a person said
    trace = error.__traceback__
    place = "the worker"
    while trace is not None:
        code = trace.tb_frame.f_code
        place = f"{Path(code.co_filename).name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def read_interview(source: InterviewSource, role: RoleModel) -> Interview:
    """The interview as scoring takes it: questions found, transcripts read.

    Raises
    ------
    InputError
        ``question.unknown``, and what reading a transcript raises.
    """
    return Interview(
        id=source.interview,
        candidate_id=source.candidate,
        role=role.key,
        requisition=source.requisition,
        locale=source.language,
        conducted_at=_when(source),
        consent=_consent(source),
        answers=tuple(
            _answer(answer, number, role) for number, answer in enumerate(source.answers, start=1)
        ),
    )


def _answer(source: AnswerSource, number: int, role: RoleModel) -> Answer:
    from scoring.language import read_transcript

    key, version = None, None
    if source.question:
        key, at, wanted = source.question.partition("@")
        question = role.question(key, int(wanted) if wanted.isdigit() else None)
        if question is None or (at and not wanted.isdigit()):
            raise InputError(
                "question.unknown",
                f"role {role.key} has no question '{source.question}'",
                f"use one of: {', '.join(q.ref for q in role.questions) or 'none'}",
                question=source.question,
                role=role.key,
            )
        key, version = question.key, question.version
    return Answer(
        id=f"a{number}",
        question=key,
        version=version,
        media=str(source.media) if source.media else None,
        transcript=read_transcript(source.transcript) if source.transcript else None,
    )


def _when(source: InterviewSource) -> datetime:
    """When it was held: as stated, else the time of its oldest file."""
    if source.conducted_at is not None:
        return source.conducted_at
    times = [
        path.stat().st_mtime
        for answer in source.answers
        for path in (answer.media, answer.transcript)
        if path is not None and path.is_file()
    ]
    return datetime.fromtimestamp(min(times, default=time.time()), UTC)


def _consent(source: InterviewSource) -> Consent | None:
    if not source.consent:
        return None
    return Consent(text_version="stated", given_at=_when(source), scopes=source.consent)
