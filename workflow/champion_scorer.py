"""The champion at work: which file scores a new interview, and the rubric where it may not."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

from interview import (
    AnswerSignals,
    IntegrityBroken,
    Interview,
    RoleModel,
    ScoreCard,
    SignalPolicy,
    Withheld,
)
from scoring import Scorer, rubric_id, score_signals
from store import Reading, Store, model_content
from workflow.register import champion_for

FOLDER = "scorers"
BARRED = ("learned.modality_barred", "learned.over_cap")
"""Law or consent keep this scorer from this interview: the rubric scores it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ChampionFile:
    """A trained champion as a worker process finds it; ``digest`` proves the file."""

    name: str
    version: str
    digest: str
    path: Path

    @property
    def ref(self) -> str:
        """``name@version``."""
        return f"{self.name}@{self.version}"


def champion_file(
    store: Store, reading: Reading, role: str, policy: SignalPolicy
) -> ChampionFile | None:
    """The trained champion for a role under a preset, laid beside the store; None for the rubric.

    Raises
    ------
    IntegrityBroken
        ``model.changed`` when the registered file no longer has its digest.
    """
    model = champion_for(reading, role, policy)
    if model.is_rubric:
        return None
    content = model_content(reading, model.name, model.version) or b""
    _proved(content, model.digest, model.ref)
    folder = store.folder / FOLDER
    path = folder / f"{model.digest}.skops"
    if not path.is_file() or path.stat().st_size != len(content):
        folder.mkdir(parents=True, exist_ok=True)
        # whole or not at all: another process may be reading
        # each writer has a file of its own, or one would hand on what the other has half written
        unfinished = path.with_suffix(f".{uuid4().hex}")
        unfinished.write_bytes(content)
        unfinished.replace(path)
    return ChampionFile(
        name=model.name, version=model.version, digest=model.digest, path=path.resolve()
    )


def champion_scorer(file: ChampionFile | None) -> Scorer:
    """What scores new interviews: the champion, and the rubric where law or consent bar it."""
    return score_signals if file is None else _loaded(str(file.path), file.digest, file.ref)


def made_by(file: ChampionFile | None) -> str:
    """Names the scorer of a task, so that the same inputs under another are another task."""
    shipped = rubric_id()
    named = f"{shipped.name}/{shipped.version}/{shipped.results_version}"
    return named if file is None else f"{file.name}/{file.version}/{named}"


def or_rubric(
    scorer: Scorer,
    interview: Interview,
    signals: Sequence[AnswerSignals],
    role: RoleModel,
    policy: SignalPolicy,
) -> ScoreCard:
    """The scorer's card; the rubric's where law or consent keep the scorer from this interview."""
    card = scorer(interview, signals, role, policy)
    if isinstance(card.overall, Withheld) and card.overall.code in BARRED:
        return score_signals(interview, signals, role, policy)
    return card


@lru_cache(maxsize=4)
def _loaded(path: str, digest: str, ref: str) -> Scorer:
    from scoring.learned.artefact import load_scorer

    content = Path(path).read_bytes()
    _proved(content, digest, ref)
    learned = load_scorer(content, digest=digest)

    def score(
        interview: Interview,
        signals: Sequence[AnswerSignals],
        role: RoleModel,
        policy: SignalPolicy,
    ) -> ScoreCard:
        return or_rubric(learned, interview, signals, role, policy)

    return score


def _proved(content: bytes, digest: str, ref: str) -> None:
    if hashlib.sha256(content).hexdigest() != digest:
        raise IntegrityBroken(
            "model.changed",
            f"the file of {ref} is not the one that was registered",
            "retire it, so that the champion before it or the rubric scores",
            model=ref,
        )
