"""A version on the golden set: has anything moved, by how much, and does it repeat itself?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis import icc
from estimation import paired_equivalence
from interview import Actor, Estimate, Finding, StoreError, Withheld
from scoring import Scorer
from store import Reading, Report, Store, reports, restored, save_report
from workflow.golden_set import FEWEST, GoldenItem, GoldenSet, golden_set_in_force, inputs_digest
from workflow.register import RegisteredModel, find_model, standing_champion
from workflow.rights import require
from workflow.shadow import kept_interview, scorer_of, shadow_score

if TYPE_CHECKING:
    from numpy.typing import NDArray

KIND = "golden_check"
MARGIN = 0.25
SELF_AGREEMENT = 0.95
TIMES = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class GoldenCheck:
    """One model on the frozen interviews, beside the model ``against``.

    ``difference`` is this model less the other, in points, with its 90 % interval. ``same_scorer``
    is true for a new version of one scorer, which must give the same scores: ``passed`` then asks
    for a mean within .25 points and ICC(A,1) of .95 or more. Another scorer may differ; for it
    ``passed`` only asks that it repeats itself. ``repeat_sd`` is the largest spread of three runs
    on one input. ``changed_inputs`` were measured anew since and are left out; ``turned`` are
    scored by one of the two and withheld by the other.
    """

    model: str
    against: str
    same_scorer: bool
    difference: Finding
    agreement: Finding
    largest: float | None
    equivalent: bool
    repeat_sd: float
    compared: int
    changed_inputs: int
    turned: int
    passed: bool
    set_name: str
    name: str = ""
    made_at: str = ""


def check_golden_set(actor: Actor, store: Store, ref: str, *, against: str = "") -> GoldenCheck:
    """Score the frozen interviews with a model, three times each, and keep what was found.

    Parameters
    ----------
    against : str
        Another model; by default the champion it would replace.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to validate.
    StoreError
        ``golden.none`` while no set was frozen, ``golden.stale`` when fewer than 50 interviews are
        still measured as they were, ``model.unknown``, and what `scorer_of` raises.
    """
    require(actor, "validate")
    with store.read() as reading:
        held = golden_set_in_force(reading)
        if held is None:
            raise StoreError(
                "golden.none",
                "no golden set was frozen",
                "somebody with the right to change models freezes one on the page Models",
            )
        model = find_model(reading, ref)
        other = _other(reading, model, against, held)
        found = _compared(reading, held, model, other)
    with store.transaction(actor) as tx:
        return _stored(save_report(tx, KIND, {"check": found, "at": tx.now()}))


def golden_checks(actor: Actor, store: Store, ref: str = "") -> tuple[GoldenCheck, ...]:
    """Kept checks, newest first, of one model or of all; needs the right to see models."""
    require(actor, "view_models")
    with store.read() as reading:
        return kept_checks(reading, ref)


def kept_checks(reading: Reading, ref: str = "") -> tuple[GoldenCheck, ...]:
    """The same for verbs that have checked their right."""
    every = tuple(_stored(one) for one in reports(reading, KIND))
    return tuple(one for one in every if ref in ("", one.model))


def _other(
    reading: Reading, model: RegisteredModel, against: str, held: GoldenSet
) -> RegisteredModel | str:
    """What to compare with: a model that can be run, else the frozen scores by their model."""
    if against:
        named = find_model(reading, against)
    elif model.is_rubric:
        return held.model
    else:
        named = standing_champion(reading, model)
    return named.ref if named.ref == held.model else named


def _compared(
    reading: Reading, held: GoldenSet, model: RegisteredModel, other: RegisteredModel | str
) -> GoldenCheck:
    scorer = scorer_of(reading, model)
    base = None if isinstance(other, str) else scorer_of(reading, other)
    against = other if isinstance(other, str) else other.ref
    pairs: list[tuple[float, float]] = []
    changed, spread = 0, 0.0
    for item in held.items:
        row = _scored(reading, item, scorer, base)
        if row is None:
            changed += 1
            continue
        runs, before = row
        there = runs[~np.isnan(runs)]
        if there.size not in (0, TIMES):
            spread = float("inf")  # scored in one run and withheld in another
        elif there.size:
            spread = max(spread, float(there.std()) if np.ptp(there) > 0 else 0.0)
        pairs.append((float(runs[0]), before))
    if len(pairs) < FEWEST:
        raise StoreError(
            "golden.stale",
            f"{changed} of {len(held.items)} frozen interviews were measured anew since",
            f"freeze the set again; {FEWEST} must be as they were",
            changed=changed,
            many=len(held.items),
            needed=FEWEST,
        )
    return _judged(np.array(pairs), model, against, held, changed=changed, spread=spread)


def _scored(
    reading: Reading, item: GoldenItem, scorer: Scorer, base: Scorer | None
) -> tuple[NDArray[np.float64], float] | None:
    kept = kept_interview(reading, item.interview)
    if kept is None or inputs_digest(kept.interview, kept.signals) != item.inputs:
        return None
    runs = np.array([shadow_score(scorer, kept).value for _ in range(TIMES)])
    if base is None:
        return runs, float("nan") if item.score is None else item.score
    return runs, shadow_score(base, kept).value


def _judged(
    pairs: NDArray[np.float64],
    model: RegisteredModel,
    against: str,
    held: GoldenSet,
    *,
    changed: int,
    spread: float,
) -> GoldenCheck:
    import pandas as pd

    new, old = pairs[:, 0], pairs[:, 1]
    both = ~np.isnan(new) & ~np.isnan(old)
    turned = int((np.isnan(new) != np.isnan(old)).sum())
    apart = (new - old)[both]
    moved = paired_equivalence(apart, margin=MARGIN)
    table = pd.DataFrame({"new": new[both], "old": old[both]})
    alike: Finding = Withheld(code="icc.too_few", n=int(both.sum()))
    if both.any() and not apart.any():
        # scores that are the same to the last digit leave no error to compute limits from
        alike = Estimate(value=1.0, low=1.0, high=1.0, n=int(both.sum()), method="icc.agreement")
    elif both.any():
        alike = icc(table, raters=["new", "old"]).agreement
    same = model.name == against.partition("@")[0]
    repeats = spread == 0.0
    equivalent = (
        moved.shown
        and isinstance(alike, Estimate)
        and alike.value >= SELF_AGREEMENT
        and turned == 0
    )
    return GoldenCheck(
        model=model.ref,
        against=against,
        same_scorer=same,
        difference=moved.difference,
        agreement=alike,
        largest=float(np.abs(apart).max()) if apart.size else None,
        equivalent=equivalent,
        repeat_sd=spread if np.isfinite(spread) else 10.0,
        compared=int(both.sum()),
        changed_inputs=changed,
        turned=turned,
        passed=repeats and (equivalent or not same),
        set_name=held.name,
    )


def _stored(kept: Report) -> GoldenCheck:
    from dataclasses import replace

    found = restored(GoldenCheck, kept.content["check"])
    return replace(found, name=kept.digest, made_at=kept.made_at.isoformat())
