"""Taking a score apart into what was said and what display adds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from estimation.least_squares import least_squares
from fairness.audit_report import Note
from fairness.expression_weight import Mixture
from interview import InputError

Floats = NDArray[np.float64]


def composite(expression: Floats, names: Sequence[str], directions: Mapping[str, float]) -> Floats:
    """All measures of display in one: the mean of their standardised values, then standardised.

    Examples
    --------
    >>> composite(np.array([[0.0, 10.0], [2.0, 30.0]]), ("a", "b"), {}).tolist()
    [-1.0, 1.0]
    """
    if not len(expression):
        return np.zeros(0)
    sd = expression.std(axis=0)
    z = (expression - expression.mean(axis=0)) / np.where(sd > 0, sd, 1.0)
    total = z @ np.array([directions.get(name, 1.0) for name in names])
    spread = float(total.std())
    return np.asarray(total / spread if spread > 0 else total)


def mixture_of(
    score: Floats,
    base: Floats | None,
    verbal: Floats,
    expression: Floats,
    lively: Floats,
    weight: float | None,
) -> tuple[Mixture, float, list[Note]]:
    """The score as ``base + w / unit * part``, its present weight, and what had to be assumed.

    With ``base`` (the score without expression) the part is ``score - base``, exactly. Where that
    is nothing, or ``weight`` is 0, the part is what a weight *would* add: display brought to the
    score's mean and spread, less the score. Without ``base`` the part is what the measures of
    display add in a regression of the score on them and on verbal competence.

    Raises
    ------
    InputError
        ``weight.not_a_share`` when the weight stated is not between 0 and 1.
    """
    if weight is not None and not 0 <= weight < 1:
        raise InputError(
            "weight.not_a_share",
            f"a weight of {weight:g} is no share of a score",
            "give a number from 0 to 1, or none",
            value=weight,
        )
    notes: list[Note] = []
    words = score if base is None else base
    part = None if base is None else score - base
    if part is None and weight != 0:
        fit = least_squares(np.column_stack([np.ones_like(score), verbal, expression]), score)
        if fit is not None:
            centre = expression - expression.mean(axis=0)
            part = centre @ fit.coefficients[2:]
            words = score - part
            notes.append(Note(code="expression.part_estimated"))
    nothing = (
        part is None
        or not score.size
        or float(part.std()) <= 1e-9 * max(float(score.std()), 1e-300)
    )
    if nothing or weight == 0:
        shown = words.mean() + words.std() * lively if words.size else words
        notes.append(Note(code="expression.weight_zero"))
        return Mixture(base=words, part=shown - words, unit=1.0, stated=True), 0.0, notes
    unit = weight or 1.0
    if weight is None:
        notes.append(Note(code="expression.weight_as_multiple"))
    held = part if part is not None else np.zeros_like(score)
    return Mixture(base=words, part=held, unit=unit, stated=weight is not None), unit, notes
