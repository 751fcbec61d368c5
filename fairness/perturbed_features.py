"""Alters measured features as if the interview had been a little different, and scores again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fairness.audit_report import Note
from fairness.column_values import column, numbers
from fairness.perturbation_audit import PerturbationAudit, perturbation_audit
from interview import InputError

Floats = NDArray[np.float64]
Change = Literal["shift_sd", "multiply", "add", "swap"]
Scoring = Callable[[pd.DataFrame], Floats]


@dataclass(frozen=True, kw_only=True, slots=True)
class Perturbation:
    """One alteration: which columns it touches, how, and by how much.

    ``shift_sd`` moves by ``amount`` standard deviations of the column, ``multiply`` and ``add`` do
    what they say, ``swap`` hands each person the next person's value (names, places). Columns that
    the table does not have are passed over; with none of them the alteration is not tried.
    """

    key: str
    columns: tuple[str, ...]
    change: Change
    amount: float = 0.0


PERTURBATIONS: tuple[Perturbation, ...] = (
    Perturbation(
        key="pitch_range_narrower", columns=("voice_pitch_range",), change="shift_sd", amount=-1.0
    ),
    Perturbation(
        key="pitch_range_wider", columns=("voice_pitch_range",), change="shift_sd", amount=1.0
    ),
    Perturbation(
        key="fewer_smiles",
        columns=("face_smile_share", "face_smile_episodes"),
        change="shift_sd",
        amount=-1.0,
    ),
    Perturbation(
        key="more_smiles",
        columns=("face_smile_share", "face_smile_episodes"),
        change="shift_sd",
        amount=1.0,
    ),
    Perturbation(key="darker", columns=("face_brightness",), change="multiply", amount=0.6),
    Perturbation(key="brighter", columns=("face_brightness",), change="multiply", amount=1.4),
    Perturbation(key="more_fillers", columns=("lang_fillers",), change="shift_sd", amount=1.0),
    Perturbation(
        key="transcription_errors",
        columns=("transcript_error_rate", "word_error_rate"),
        change="add",
        amount=0.05,
    ),
    Perturbation(key="other_names", columns=("name", "hometown"), change="swap"),
)
"""Tried by default: a standard deviation of display, light, fillers, recognition, names."""


def altered_features(frame: pd.DataFrame, perturbation: Perturbation) -> pd.DataFrame | None:
    """The table with one alteration; None when it has none of the columns.

    Examples
    --------
    >>> people = pd.DataFrame({"voice_pitch_range": [6.0, 8.0, 10.0]})
    >>> altered_features(people, PERTURBATIONS[0])["voice_pitch_range"].tolist()
    [4.0, 6.0, 8.0]
    """
    present = [name for name in perturbation.columns if name in frame.columns]
    if not present:
        return None
    changed = frame.copy()
    for name in present:
        if perturbation.change == "swap":
            changed[name] = np.roll(column(frame, name).to_numpy(), 1)
            continue
        values = numbers(frame, name)
        if perturbation.change == "shift_sd":
            known = values[~np.isnan(values)]
            sd = float(known.std(ddof=1)) if known.size > 1 else 0.0
            changed[name] = values + perturbation.amount * sd
        elif perturbation.change == "multiply":
            changed[name] = values * perturbation.amount
        else:
            changed[name] = values + perturbation.amount
    return changed


def perturbed_scores(
    features: pd.DataFrame,
    score: Scoring,
    *,
    perturbations: Sequence[Perturbation] = PERTURBATIONS,
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Pairs of scores before and after every alteration, and which could not be tried.

    Parameters
    ----------
    features : frame
        One row per interview (or answer), the columns that ``score`` reads.
    score : callable
        Takes such a table and gives one score per row. It must not remember what it saw.

    Raises
    ------
    InputError
        ``perturbation.wrong_length`` when the scorer gives another number of scores than rows.

    Examples
    --------
    >>> people = pd.DataFrame({"voice_pitch_range": [6.0, 8.0, 10.0]})
    >>> pairs, untried = perturbed_scores(people, lambda t: t["voice_pitch_range"].to_numpy())
    >>> pairs["perturbation"].unique().tolist()
    ['pitch_range_narrower', 'pitch_range_wider']
    """
    before = _scores(features, score)
    parts, untried = [], []
    for one in perturbations:
        changed = altered_features(features, one)
        if changed is None:
            untried.append(one.key)
            continue
        parts.append(
            pd.DataFrame(
                {
                    "row": np.arange(len(features)),
                    "perturbation": one.key,
                    "original": before,
                    "altered": _scores(changed, score),
                }
            )
        )
    empty = pd.DataFrame({"row": [], "perturbation": [], "original": [], "altered": []})
    return (pd.concat(parts, ignore_index=True) if parts else empty), tuple(untried)


def perturb_features(
    features: pd.DataFrame,
    score: Scoring,
    *,
    perturbations: Sequence[Perturbation] = PERTURBATIONS,
    cut: float | None = None,
    margin: float = 0.10,
) -> PerturbationAudit:
    """`perturbation_audit` of the scores that altered features get.

    Alterations whose columns are absent are named in the note ``perturbation.not_tried``: they were
    not shown to be harmless.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> people = pd.DataFrame({"voice_pitch_range": rng.normal(8, 2, 100),
    ...                        "words": rng.normal(size=100)})
    >>> found = perturb_features(people, lambda t: t["words"].to_numpy())
    >>> found.verdict, found.findings[0].difference.value
    ('within', 0.0)
    """
    pairs, untried = perturbed_scores(features, score, perturbations=perturbations)
    found = perturbation_audit(
        pairs,
        original="original",
        altered="altered",
        perturbation="perturbation",
        cut=cut,
        margin=margin,
    )
    if not untried:
        return found
    from dataclasses import replace

    note = Note(code="perturbation.not_tried", slots={"perturbations": untried})
    return replace(found, notes=(*found.notes, note))


def _scores(features: pd.DataFrame, score: Scoring) -> Floats:
    found = np.asarray(score(features), dtype=np.float64)
    if found.shape != (len(features),):
        raise InputError(
            "perturbation.wrong_length",
            f"the scorer gave {found.shape} scores for {len(features)} rows",
            "give a function that returns one number per row",
            rows=len(features),
        )
    return found
