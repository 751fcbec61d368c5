"""What can be learned from: which rows and which features, and why the others cannot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interview import InputError
from scoring.learned.design import OVERALL, DesignTable
from scoring.learned.training_report import LeftOut
from scoring.learned.training_spec import TrainingSpec

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
FEWEST = 50
"""Ratings (rows with a target) below which nothing is trained."""
FEWEST_PEOPLE = 30
FEWEST_OF_A_LANGUAGE = 20
MOST_MISSING = 1 / 3
CONSTANT, MISSING = "training.feature_constant", "training.feature_missing"
NO_TARGET, NO_SIGNAL = "training.no_target", "training.no_signal"
RARE_LANGUAGE = "training.rare_language"


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Usable:
    """Rows and features to learn from, target within 0 to 10; ``rows`` of the table given."""

    table: DesignTable
    y: Floats
    rows: Bools
    left_out: tuple[LeftOut, ...]
    excluded: Mapping[str, int]


def usable(table: DesignTable, target: Floats, spec: TrainingSpec) -> Usable:
    """Rows with a target whose signals were measured; features that vary and are there.

    A row lacking all of a modality is left out (``training.no_signal``), and so is a language with
    fewer than 20 rows (``training.rare_language``). A feature that never varies, or that more than
    a third of the people lack, is left out and named; where the spec asked for it by name the
    training is refused.

    Raises
    ------
    InputError
        ``training.too_few``, ``training.too_few_people``, ``training.one_value``,
        ``training.off_scale``, ``training.unknown_competency``, ``training.feature_constant``,
        ``training.feature_missing``, ``training.no_features``.
    """
    y = _scaled(np.asarray(target, dtype=np.float64), spec)
    design = spec.design()
    whole, table = table, table.columns([n for n in table.names if n in design.names])
    never_seen = [n for n in spec.features if n not in table.names]
    if never_seen:
        _refuse_feature(LeftOut(feature=never_seen[0], code=MISSING, share=1.0), len(table))
    kept = _of_competencies(table, spec)
    excluded: Counter[str] = Counter()
    kept = _without(kept, np.asarray(~np.isfinite(y)), NO_TARGET, excluded)
    _enough(table, y, kept)
    for modality in spec.modalities:
        # one column alone would hide here that most people lack it
        mine = [j for j, n in enumerate(whole.names) if whole.modality[n] == modality]
        if len(mine) > 1:
            nothing = np.asarray(np.isnan(whole.X[:, mine]).all(axis=1))
            kept = _without(kept, nothing, NO_SIGNAL, excluded)
    spoken = Counter(table.locale[kept])
    rare = [one for one, n in spoken.items() if n < FEWEST_OF_A_LANGUAGE and len(spoken) > 1]
    kept = _without(kept, np.isin(table.locale, rare), RARE_LANGUAGE, excluded)
    _enough(table, y, kept)
    table, y = table.rows(kept), y[kept]
    left_out = _unusable(table)
    for one in left_out:
        if one.feature in spec.features:
            _refuse_feature(one, len(table))
    gone = {one.feature for one in left_out}
    names = [n for n in table.names if n not in gone]
    if not names:
        raise InputError(
            "training.no_features",
            f"none of {len(gone)} features can be learned from",
            "measure more interviews, or allow more modalities",
            features=len(gone),
        )
    return Usable(
        table=table.columns(names), y=y, rows=kept, left_out=left_out, excluded=dict(excluded)
    )


def _scaled(y: Floats, spec: TrainingSpec) -> Floats:
    low, high = spec.scale
    there = y[np.isfinite(y)]
    if there.size and (there.min() < low or there.max() > high or high <= low):
        raise InputError(
            "training.off_scale",
            f"targets run from {there.min():g} to {there.max():g}, the scale {low:g} to {high:g}",
            f"name a scale that holds them, such as {there.min():g} to {there.max():g}",
            low=f"{there.min():g}",
            high=f"{there.max():g}",
        )
    return np.asarray(10.0 * (y - low) / (high - low))


def _of_competencies(table: DesignTable, spec: TrainingSpec) -> Bools:
    wanted = (OVERALL,) if spec.target == "performance" else spec.competencies
    if not wanted:
        return np.ones(len(table), dtype=bool)
    known = sorted(set(map(str, table.competency)))
    for key in wanted:
        if key not in known:
            raise InputError(
                "training.unknown_competency",
                f"no row is about {key!r}",
                f"use one of: {', '.join(known)}" if known else "give rows to learn from",
                competency=key,
                known=", ".join(known),
            )
    return np.asarray(np.isin(table.competency, wanted))


def _without(kept: Bools, bad: Bools, code: str, excluded: Counter[str]) -> Bools:
    lost = int((kept & bad).sum())
    if lost:
        excluded[code] += lost
    return np.asarray(kept & ~bad)


def _enough(table: DesignTable, y: Floats, kept: Bools) -> None:
    n, people = int(kept.sum()), len(set(table.person[kept]))
    if n < FEWEST:
        raise InputError(
            "training.too_few",
            f"{n} ratings or outcomes are too few to learn from",
            f"{FEWEST - n} more would be enough to begin with; some hundreds teach more",
            n=n,
            needed=FEWEST,
            missing=FEWEST - n,
        )
    if people < FEWEST_PEOPLE:
        raise InputError(
            "training.too_few_people",
            f"{n} ratings are of {people} people only",
            f"rate {FEWEST_PEOPLE - people} more people",
            n=people,
            needed=FEWEST_PEOPLE,
            missing=FEWEST_PEOPLE - people,
        )
    first = float(y[kept][0])
    if float(np.ptp(y[kept])) <= 1e-12 * max(abs(first), 1.0):
        raise InputError(
            "training.one_value",
            f"all {n} ratings or outcomes are the same",
            "there is nothing to tell apart: give ratings that differ",
            n=n,
            value=first,
        )


def _unusable(table: DesignTable) -> tuple[LeftOut, ...]:
    found = []
    for j, name in enumerate(table.names):
        column = table.X[:, j]
        there = column[~np.isnan(column)]
        share = _missing_share(column, table)
        if share > MOST_MISSING:
            found.append(LeftOut(feature=name, code=MISSING, share=share))
        elif np.ptp(there) <= 1e-9 * max(float(np.abs(there).max()), 1e-300):
            found.append(LeftOut(feature=name, code=CONSTANT, share=share))
    return tuple(found)


def _missing_share(column: Floats, table: DesignTable) -> float:
    """The share of people who lack it in every row of theirs."""
    have = len(set(table.person[~np.isnan(column)]))
    return 1.0 - have / len(set(table.person))


def _refuse_feature(one: LeftOut, n: int) -> None:
    if one.code == MISSING:
        raise InputError(
            one.code,
            f"{one.feature!r} was not measured for {one.share:.0%} of the people",
            f"leave it out, or measure it for two thirds of them at least ({1 - MOST_MISSING:.0%})",
            feature=one.feature,
            share=f"{one.share:.0%}",
        )
    raise InputError(
        one.code,
        f"{one.feature!r} has the same value in all {n} rows",
        "leave it out: what never varies cannot tell people apart",
        feature=one.feature,
        n=n,
    )
