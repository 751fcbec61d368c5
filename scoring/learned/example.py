"""A tiny learned scorer of invented numbers, for documentation and tests of what uses one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from interview import Modality
from scoring.learned.content_version import content_version
from scoring.learned.design import DesignTable, FeatureDesign, Words
from scoring.learned.fit import LINEAR, TREES, Columns, centred, fit_pipeline, language_centres
from scoring.learned.learned_scorer import ANY, LearnedScorer
from scoring.learned.training_spec import Kind, signs

NAMES = ("lang_words", "lang_anchor", "lang_evidence", "lang_hedges")


def example_table(
    people: int = 200,
    *,
    names: tuple[str, ...] = NAMES,
    modalities: tuple[Modality, ...] = ("language",),
    competencies: tuple[str, ...] = ("teamwork", "planning"),
    openings: int = 20,
    seed: int = 7,
) -> tuple[DesignTable, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """Invented rows and ratings: ``lang_anchor`` helps, ``lang_hedges`` harms, the rest is noise.

    Examples
    --------
    >>> table, y = example_table(50)
    >>> len(table), "lang_anchor" in table.names
    (100, True)
    """
    rng = np.random.default_rng(seed)
    design = FeatureDesign.of(modalities, names)
    n = people * len(competencies)
    x = rng.normal(size=(n, len(design.names)))
    y = 5.0 + rng.normal(size=n)
    for name, slope in (("lang_anchor", 1.0), ("lang_hedges", -0.5)):
        if name in design.names:
            y = y + slope * x[:, design.names.index(name)]

    def words(values: list[str]) -> Words:
        return np.array(values, dtype=object)

    keys = [key for key in competencies for _ in range(people)]
    who = list(range(people)) * len(competencies)
    table = DesignTable(
        X=x,
        names=design.names,
        modality=design.modality,
        interview=words([f"i{i}" for i in who]),
        competency=words(keys),
        person=words([f"p{i}" for i in who]),
        requisition=words([f"r{i % openings}" for i in who]),
        locale=words(["en" if i % 2 else "zh" for i in who]),
        role=words(["clerk"] * n),
        weight=np.full(n, 1.0 / len(competencies)),
    )
    return table, np.clip(y, 0.0, 10.0)


def example_scorer(
    kind: Kind = "linear",
    *,
    names: tuple[str, ...] = NAMES,
    modalities: tuple[Modality, ...] = ("language",),
    competencies: tuple[str, ...] = ("teamwork", "planning"),
) -> LearnedScorer:
    """A scorer fitted to `example_table` without any proof: for looking at, not for use.

    Examples
    --------
    >>> scorer = example_scorer()
    >>> scorer.predict(np.zeros((1, 4))).shape
    (1,)
    """
    table, y = example_table(names=names, modalities=modalities, competencies=competencies)
    centres = language_centres(table.X, table.locale)
    x = centred(table.X, table.locale, centres)
    columns = Columns.of(x, [signs().get(name, 0) for name in table.names])
    pipeline = fit_pipeline(
        x, y, kind=kind, choice=(LINEAR if kind == "linear" else TREES)[0], columns=columns,
        seed=1,
    )  # fmt: skip
    made = LearnedScorer(
        name="example",
        version="",
        kind=kind,
        target="rating",
        competencies=competencies,
        modalities=modalities,
        features=table.names,
        modality=table.modality,
        centres=centres,
        pipeline=pipeline,
        background=x[:100],
        half_widths={ANY: 1.7},
        level=0.90,
        low=x.min(axis=0),
        high=x.max(axis=0),
        may_miss=(),
        shares={"language": 1.0},
        facts={"people": 200, "prepared_from": list(columns.source)},
    )
    return replace(made, version=content_version(made))
