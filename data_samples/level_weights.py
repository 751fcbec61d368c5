"""Fits what each trait of telling says about the level of an answer, and writes it down.

``python -m data_samples.level_weights`` reads the answers of known level that are there for tuning
(never the held-out ones) and the tricks, and writes ``scoring/language/levels/<locale>.toml``. Run
it when the traits or the answers change, then ``python -m data_samples.calibration``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

import scoring.language
from data_samples.truth_answers import SECOND, TUNED, tricks, truth_answers
from interview import Locale, Question, Segment, Transcript
from scoring.language.claims import claims
from scoring.language.ladder import LEVELS, traits
from scoring.language.prepared import prepare
from scoring.language.similarity import echoes, profile_for

FOLDER = Path(scoring.language.__file__).parent / "levels"
# what an attempt to look good is worth, told without a deed of one's own
TRICK_LEVEL = {"keywords": 1, "denied": 1, "copied": 1, "empty": 1, "claims": 2} | dict.fromkeys(
    ["habits", "wishes", "template", "repeated"], 2
)
TRICK_WEIGHT = 0.4
STRENGTH = 0.07
HEADER = {
    "en": "English: what each trait of telling (scoring/language/telling_spaced.py) adds to the",
    "zh": "Chinese: what each trait of telling (scoring/language/telling_han.py) adds to the",
}


def read(text: str, competency: str, question: Question, locale: Locale) -> dict[str, float]:
    """How one answer tells.

    Examples
    --------
    >>> one = truth_answers("en")[2]
    >>> read(one.text, one.competency, one.question, "en")["deeds"] > 0
    True
    """
    said = prepare(Transcript(segments=(Segment(text=text),), source="text"), locale)
    copied = echoes(said, profile_for(question, (competency,), locale))
    return traits(said, claims(said, kind=question.kind, echoes=copied))


def rows(locale: Locale) -> Iterator[tuple[dict[str, float], int, float]]:
    """(traits, level, weight) of every answer there is to learn from."""
    for half in (TUNED, SECOND):
        for one in truth_answers(locale, half):
            yield read(one.text, one.competency, one.question, locale), one.level, 1.0
    for trick in tricks(locale):
        if level := TRICK_LEVEL.get(trick.name):
            yield (
                read(trick.text, trick.competency, trick.question, locale),
                level,
                TRICK_WEIGHT,
            )


def fitted(locale: Locale) -> tuple[list[float], Mapping[str, list[float]]]:
    """(start, weights by trait) of a multinomial logit with a ridge penalty, in raw units.

    Notes
    -----
    Traits are standardised for the fit, so that the penalty treats them alike, and the weights are
    turned back. Hoerl and Kennard (1970), Technometrics 12, 55-67, for the penalty; le Cessie and
    van Houwelingen (1992), Applied Statistics 41, 191-201, for its use with logits.
    """
    from sklearn.linear_model import LogisticRegression

    found = list(rows(locale))
    names = list(found[0][0])
    x = np.array([[told[name] for name in names] for told, _, _ in found])
    levels = np.array([level for _, level, _ in found])
    weight = np.array([w for _, _, w in found])
    middle, spread = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-9)
    model = LogisticRegression(C=STRENGTH, max_iter=2000)
    model.fit((x - middle) / spread, levels, sample_weight=weight)
    raw = model.coef_ / spread
    start = model.intercept_ - raw @ middle
    return start.tolist(), dict(zip(names, raw.T.tolist(), strict=True))


def write(locale: Locale) -> None:
    """Fit one language and write its file."""
    start, by_trait = fitted(locale)
    lines = [
        f"# {HEADER[locale]}",
        f"# odds of levels {LEVELS[0]} to {LEVELS[-1]}, in this order. Written by",
        "# python -m data_samples.level_weights.",
        f"start = [{_row(start)}]",
        "",
        "[traits]",
        *(f"{name} = [{_row(row)}]" for name, row in by_trait.items()),
    ]
    (FOLDER / f"{locale}.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _row(values: list[float]) -> str:
    return ", ".join(f"{value:.3f}" for value in values)


if __name__ == "__main__":
    for key in HEADER:
        write(key)
