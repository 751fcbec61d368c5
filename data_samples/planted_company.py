"""The demo company: seeded frames with planted truths, made in about a second without a store.

It holds what people are, did and said, never a score: the shipped scorer makes every card.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd

from data_samples import plan
from data_samples.ability import draw_abilities
from data_samples.asked import draw_answers
from data_samples.attributes import draw_attributes
from data_samples.display_performance import follow_display
from data_samples.expression import draw_expression
from data_samples.hiring import draw_interviews, draw_requisitions
from data_samples.later import draw_outcomes
from data_samples.panel import draw_decisions, draw_ratings
from data_samples.people import draw_people
from data_samples.power import require_power
from interview import InputError, Transcript

SIZES = {"full": 1.0, "small": 0.04}
MOST = 5.0


@dataclass(frozen=True, kw_only=True)
class Company:
    """One synthetic company of 24 months, as frames (columns in docs/demo_company.md).

    ``competence``, ``potential`` and ``display`` hold the planted latents of everybody, hired or
    not; they are for tests and calibration and are never written to a store.
    """

    seed: int
    fraction: float
    started: datetime
    as_of: datetime
    departments: pd.DataFrame
    requisitions: pd.DataFrame
    people: pd.DataFrame
    attributes: pd.DataFrame
    interviews: pd.DataFrame
    answers: pd.DataFrame
    voice_signals: pd.DataFrame
    face_signals: pd.DataFrame
    ratings: pd.DataFrame
    decisions: pd.DataFrame
    outcomes: pd.DataFrame
    competence: pd.DataFrame
    potential: pd.DataFrame
    display: pd.DataFrame
    expression_predicts: float = 0.0

    @property
    def name(self) -> str:
        """Tells this company from others: seed, size and, where display predicts, how much."""
        other = f"-display-{self.expression_predicts:g}" if self.expression_predicts else ""
        return f"demo-{self.seed}-{self.fraction:g}{other}"

    def transcript(self, answer: int, *, errors: bool = True) -> Transcript:
        """What was said in one answer (row number of ``answers``), with sentence times.

        ``errors`` False gives the words as spoken, before speech recognition misheard some.
        """
        from data_samples.writing import write_answer

        row = {str(name): value for name, value in self.answers.iloc[answer].items()}
        return write_answer(row, seed=self.seed, errors=errors)


def company(
    seed: int = 2026, size: str | float = "full", *, expression_predicts: float = 0.0
) -> Company:
    """Draw the whole company from one seed.

    Parameters
    ----------
    seed : int
        Same seed, same company.
    size : str or float
        ``full`` (about 9,100 interviews, every truth found with power .9), ``small`` (about 400)
        or a fraction of full.
    expression_predicts : float
        Correlation of true performance with lively display, 0 to .9. In the demo company it is 0:
        display tells nothing about performance. Above 0 the same people are drawn, seeded the other
        way, so that one can see whether a study tells the two companies apart.

    Raises
    ------
    PowerTooLow
        At full size or above, when a planted truth would be found with a power below .9.
    InputError
        For a size that is neither a name nor a fraction above 0; ``demo.display_strength``.

    Examples
    --------
    >>> firm = company(size=0.01)
    >>> len(firm.departments)
    3
    """
    fraction = _fraction(size)

    def stream(number: int) -> np.random.Generator:
        return np.random.default_rng([seed, number])

    requisitions = draw_requisitions(fraction)
    interviews = draw_interviews(requisitions, stream(1))
    attributes = draw_attributes(interviews, stream(12))
    people = draw_people(interviews, attributes, stream(3))
    abilities = draw_abilities(interviews, stream(4))
    answers = draw_answers(interviews, attributes, abilities, stream(5))
    voice, face, display = draw_expression(interviews, attributes, answers, stream(6))
    abilities = follow_display(interviews, attributes, abilities, display, expression_predicts)
    decisions = draw_decisions(interviews, attributes, abilities, stream(7))
    ratings = draw_ratings(interviews, answers, abilities, display, stream(8))
    outcomes = draw_outcomes(interviews, decisions, abilities, stream(9))
    drawn = Company(
        seed=seed,
        fraction=fraction,
        started=plan.STARTED,
        as_of=plan.AS_OF,
        departments=pd.DataFrame(
            [
                {"department": d.key, "name_en": d.names["en"], "name_zh": d.names["zh"]}
                for d in plan.DEPARTMENTS
            ]
        ),
        requisitions=requisitions.drop(columns=["size", "chinese_share"]),
        people=people,
        attributes=attributes,
        interviews=interviews,
        answers=answers,
        voice_signals=voice,
        face_signals=face,
        ratings=ratings,
        decisions=decisions,
        outcomes=outcomes,
        competence=abilities.competence,
        potential=abilities.potential,
        display=display,
        expression_predicts=float(expression_predicts),
    )
    if fraction >= 1.0:
        require_power(drawn)
    return drawn


def _fraction(size: str | float) -> float:
    if isinstance(size, str):
        if size not in SIZES:
            raise InputError(
                "demo.unknown_size",
                f"no size {size!r}",
                f"use {' or '.join(SIZES)}, or a fraction such as 0.1",
                size=size,
            )
        return SIZES[size]
    if not 0 < size <= MOST:
        raise InputError(
            "demo.unknown_size",
            f"size {size} is not above 0 and at most {MOST:g}",
            "use full, small, or a fraction such as 0.1",
            size=size,
        )
    return float(size)
