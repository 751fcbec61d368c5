"""Altered features of the store's interviews, scored again: no recording is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from fairness import PERTURBATIONS, Note, Perturbation, PerturbationAudit, perturbed_scores
from fairness import perturbation_audit as judged
from interview import (
    Actor,
    AnswerSignals,
    Estimate,
    InputError,
    Interview,
    RoleModel,
    SignalPolicy,
)
from scoring import Scorer, find_role, score_signals
from store import Reading, Store, card, frames, interview, role, signals
from workflow.policies import signal_policy
from workflow.rights import require

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

MOST = 200  # interviews: twice what shows equivalence at a spread of 0.3 SD, and a minute's work
MARGIN = 0.10


@dataclass(frozen=True, kw_only=True, slots=True)
class _Kept:
    """One interview as the store has it, ready to be scored again."""

    interview: Interview
    signals: tuple[AnswerSignals, ...]
    role: RoleModel
    policy: SignalPolicy


def perturb_store(
    actor: Actor,
    store: Store,
    *,
    policy: SignalPolicy | None = None,
    roles: Sequence[str] = (),
    perturbations: Sequence[Perturbation] = PERTURBATIONS,
    cut: float | None = None,
    margin: float = MARGIN,
    most: int = MOST,
    seed: int = 2026,
) -> PerturbationAudit:
    """Alter what was measured in the store's interviews, score again, and judge the movement.

    Every answer's features are altered, the interview is scored by the rubric from them, and
    overall scores are compared in pairs. Smiles, pitch range and light can so be moved by a
    standard deviation, which no copy of a recording could show; what recording and recognition do
    on the way to a feature is not tried here: `perturb` does that.

    Parameters
    ----------
    policy : SignalPolicy | None
        In place of the one each card was made under.
    roles : sequence of str
        Interviews for these roles only; all by default.
    cut : float | None
        Passing score; the role's threshold by default, where there is one role.
    most : int
        Interviews drawn by ``seed`` when there are more.

    Raises
    ------
    PermissionDenied
        ``right.missing``.
    InputError
        ``perturbation.nothing_scored`` when no interview within reach has a score.
    """
    require(actor, "audit_table")
    with store.read() as reading:
        chosen = _chosen(actor, reading, roles, most, seed)
        kept = [k for name in chosen if (k := _kept(reading, name, policy)) is not None]
    if not kept:
        raise InputError(
            "perturbation.nothing_scored",
            "no interview has a score to begin with (interview.unknown)",
            "score some interviews first, or choose other roles",
            reason="interview.unknown",
        )
    table, first = _table(kept)
    pairs, untried = perturbed_scores(
        table, lambda changed: _scores(changed, kept, score_signals), perturbations=perturbations
    )
    # every answer of an interview carries its score: one row of each is kept
    pairs = pairs[pairs["row"].isin(first)]
    if cut is None and len({k.role.key for k in kept}) == 1:
        cut = kept[0].role.threshold
    found = judged(
        pairs, original="original", altered="altered", perturbation="perturbation",
        cut=cut, margin=margin,
    )  # fmt: skip
    if untried:
        note = Note(code="perturbation.not_tried", slots={"perturbations": ", ".join(untried)})
        found = replace(found, notes=(*found.notes, note))
    return found


def _chosen(
    actor: Actor, reading: Reading, roles: Sequence[str], most: int, seed: int
) -> list[str]:
    everybody = frames(reading, "interview")
    everybody = everybody[everybody["score"].notna() & everybody["department"].map(actor.sees)]
    if roles:
        everybody = everybody[everybody["role"].isin(roles)]
    names = sorted(map(str, everybody["interview_id"]))
    if len(names) <= most:
        return names
    drawn = np.random.default_rng(seed).choice(len(names), most, replace=False)
    return [names[int(at)] for at in sorted(drawn)]


def _kept(reading: Reading, name: str, policy: SignalPolicy | None) -> _Kept | None:
    stored, measured = card(reading, name), signals(reading, name)
    if stored is None or not measured:  # erased, or never measured
        return None
    case = interview(reading, name)
    return _Kept(
        interview=case,
        signals=measured,
        role=role(reading, case.role) or find_role(case.role),
        policy=policy or signal_policy(str(stored["policy"])),
    )


def _table(kept: Sequence[_Kept]) -> tuple[pd.DataFrame, list[int]]:
    """One row per answer with all its features, and the rows that begin an interview."""
    import pandas as pd

    rows: list[dict[str, float]] = []
    first: list[int] = []
    for one in kept:
        first.append(len(rows))
        rows += [dict(answer.features.values) for answer in one.signals]
    return pd.DataFrame(rows), first


def _scores(table: pd.DataFrame, kept: Sequence[_Kept], scorer: Scorer) -> NDArray[np.float64]:
    values = table.to_dict("records")
    found: list[float] = []
    at = 0
    for one in kept:
        altered = []
        for answer in one.signals:
            # what was not measured stays so: an alteration never makes a value up
            row = {n: float(values[at][n]) for n in answer.features.values}
            altered.append(replace(answer, features=replace(answer.features, values=row)))
            at += 1
        overall = scorer(one.interview, altered, one.role, one.policy).overall
        score = overall.value if isinstance(overall, Estimate) else float("nan")
        found += [score] * len(altered)
    return np.array(found, dtype=np.float64)
