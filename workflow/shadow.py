"""Kept interviews scored again in memory: no card is made, nobody sees one."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from interview import (
    AnswerSignals,
    CandorError,
    Estimate,
    Finding,
    IntegrityBroken,
    Interview,
    RoleModel,
    ScoreCard,
    SignalPolicy,
    StoreError,
    Withheld,
)
from scoring import Scorer, find_role, rubric_id, score_signals
from store import (
    Reading,
    card,
    interview,
    model_content,
    requisition,
    role,
    signals,
)
from workflow.policies import signal_policy
from workflow.register import RegisteredModel

if TYPE_CHECKING:
    from scoring.learned.learned_scorer import LearnedScorer


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptInterview:
    """One interview as the store has it, ready to be scored again from what was measured."""

    interview: Interview
    signals: tuple[AnswerSignals, ...]
    role: RoleModel
    policy: SignalPolicy
    department: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ShadowScore:
    """What a scorer would say of one interview: overall, and each competency it scores."""

    interview: str
    overall: Finding
    competencies: dict[str, Finding]

    @property
    def value(self) -> float:
        """The overall score, not-a-number when withheld."""
        return self.overall.value if isinstance(self.overall, Estimate) else float("nan")


# loading takes longer than scoring an interview; a file is proved each time, whatever is loaded
_LOADED: dict[str, LearnedScorer] = {}
_MOST_LOADED = 4
_LOCK = threading.Lock()


def scorer_of(reading: Reading, model: RegisteredModel) -> Scorer:
    """The scorer that a register entry names, its file proved by its digest.

    Raises
    ------
    StoreError
        ``model.no_file`` when its file is not in the store; ``model.other_version`` for an earlier
        rubric, whose weights this version of the program no longer has.
    IntegrityBroken
        ``model.changed`` when the file is not the one that was registered, ``model.other_file``
        when it holds another scorer than its entry says.
    """
    if model.is_rubric:
        return _rubric(model)
    return learned_scorer(reading, model)


def learned_scorer(reading: Reading, model: RegisteredModel) -> LearnedScorer:
    """The trained scorer that a register entry names; raises as `scorer_of`."""
    from scoring.learned.artefact import load_scorer

    content = proved_content(reading, model)
    found = _LOADED.get(model.digest)
    if found is None:
        found = load_scorer(content, digest=model.digest)
        with _LOCK:
            while len(_LOADED) >= _MOST_LOADED:
                _LOADED.pop(next(iter(_LOADED)))
            _LOADED[model.digest] = found
    return registered_as(model, found)


def registered_as(model: RegisteredModel, scorer: LearnedScorer) -> LearnedScorer:
    """The scorer, if its file holds what the register says it does; IntegrityBroken otherwise.

    The paper, the law and the check-list speak of the entry: a file of another scorer would make
    cards in its place.
    """
    said = (model.name, model.version, set(model.modalities))
    if (scorer.name, scorer.version, set(scorer.modalities)) == said:
        return scorer
    raise IntegrityBroken(
        "model.other_file",
        f"the file of {model.ref} holds {scorer.name}@{scorer.version} "
        f"({', '.join(scorer.modalities)})",
        "register the file under its own name, with what its training says",
        model=model.ref,
        found=f"{scorer.name}@{scorer.version}",
    )


def proved_content(reading: Reading, model: RegisteredModel) -> bytes:
    """The bytes of a model's file, compared with its digest; raises as `scorer_of`."""
    content = model_content(reading, model.name, model.version)
    if content is None:
        raise StoreError(
            "model.no_file",
            f"the file of {model.ref} is not in this store",
            "register it again with its file",
            model=model.ref,
        )
    if sha256(content).hexdigest() != model.digest:
        raise IntegrityBroken(
            "model.changed",
            f"the file of {model.ref} is not the one that was registered",
            "register the file again under a new version, or restore it from a backup",
            model=model.ref,
        )
    return content


def _rubric(model: RegisteredModel) -> Scorer:
    if model.version != rubric_id().version:
        raise StoreError(
            "model.other_version",
            f"{model.ref} is an earlier rubric; this version of Candor has {rubric_id().version}",
            f"use rubric@{rubric_id().version}, or the version of Candor that had it",
            model=model.ref,
            version=rubric_id().version,
        )
    return score_signals


def kept_interview(reading: Reading, name: str) -> KeptInterview | None:
    """An interview with its newest measurement; None when it was never measured."""
    measured = signals(reading, name)
    if not measured:
        return None
    case = interview(reading, name)
    opening = requisition(reading, case.requisition) if case.requisition else None
    policy = opening.policy if opening else str((card(reading, name) or {}).get("policy") or "none")
    return KeptInterview(
        interview=case,
        signals=measured,
        role=role(reading, case.role) or find_role(case.role),
        policy=signal_policy(policy),
        department=opening.department if opening else None,
    )


def shadow_card(scorer: Scorer, kept: KeptInterview) -> ScoreCard | Withheld:
    """The card a scorer would make, or the code with which it refuses this interview."""
    try:
        return scorer(kept.interview, kept.signals, kept.role, kept.policy)
    except CandorError as error:
        return Withheld(code=error.code)


def shadow_score(scorer: Scorer, kept: KeptInterview) -> ShadowScore:
    """Only the numbers of `shadow_card`."""
    made = shadow_card(scorer, kept)
    if isinstance(made, Withheld):
        return ShadowScore(interview=kept.interview.id, overall=made, competencies={})
    return ShadowScore(
        interview=kept.interview.id,
        overall=made.overall,
        competencies={c.competency: c.finding for c in made.competencies},
    )


def shadow_scores(reading: Reading, scorer: Scorer, names: Iterable[str]) -> dict[str, ShadowScore]:
    """What a scorer would say of each of these interviews; those never measured are not in it."""
    found = {}
    for name in names:
        kept = kept_interview(reading, name)
        if kept is not None:
            found[name] = shadow_score(scorer, kept)
    return found
