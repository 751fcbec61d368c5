"""Training a scorer: what can be learned is found out on people left out, then learned from all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from estimation.left_out_skill import LeftOutSkill, left_out_skill
from estimation.proportion import proportion
from interview import Finding, Withheld, digest, finding_json
from scoring.explanation.moving_together import moving_together
from scoring.learned.additive import additive
from scoring.learned.background import background_rows
from scoring.learned.code_version import code_version
from scoring.learned.conformal_widths import half_widths, width_of
from scoring.learned.content_version import content_version
from scoring.learned.design import OVERALL, DesignTable
from scoring.learned.fit import centred
from scoring.learned.folds import codes, opening_folds
from scoring.learned.human_ceiling import human_rival
from scoring.learned.learned_scorer import ANY, LearnedScorer
from scoring.learned.modality_shares import held_to_caps, modality_shares, over_cap
from scoring.learned.nested import Fitted, Nested, fitted, left_out, nested, used
from scoring.learned.overall_rows import overall_residuals
from scoring.learned.replicas import replicas
from scoring.learned.training_report import LeftOut, Rival, Trained, TrainingReport
from scoring.learned.training_spec import TrainingSpec
from scoring.learned.usable import Usable, usable

Floats = NDArray[np.float64]
SCORER, MEAN, AS_IS = "scorer", "mean", "_as_is"
LARGEST_SAMPLE = 400
FEWEST_OF_A_COMPETENCY = 30
RESTRICTED = "training.range_restricted"
FEW_OPENINGS = "training.few_openings"
NO_BETTER = "training.no_better_than_mean"


def train(
    table: DesignTable,
    target: ArrayLike,
    spec: TrainingSpec,
    *,
    rivals: Mapping[str, Floats] = MappingProxyType({}),
    ratings: Floats | None = None,
) -> Trained:
    """Learn a scorer and find out, on people left out, how good it is beside what there was before.

    Formula: an outer cross-validation that leaves out whole components of persons and openings (see
    `plan_folds`) judges; an inner one within each training part chooses settings by squared error.
    The scorer handed back is fitted to everything with settings chosen the same way. Half widths of
    its intervals are conformal, from the outer errors. The same table, spec and seed give the same
    predictions.

    Parameters
    ----------
    table : DesignTable
        One row per interview and competency; features outside the spec are not looked at.
    target : array, shape (n,)
        On ``spec.scale``; not-a-number where there is none.
    rivals : mapping of name to array, shape (n,)
        What else there is, such as the rubric's score, 0 to 10; each is judged as it is and, as
        ``name_fitted``, after a straight line of the training rows has brought it to scale.
    ratings : array, shape (n, raters), optional
        The single ratings behind the target, for the human ceiling.

    Raises
    ------
    InputError
        See `usable`; ``folds.too_few``; ``training.over_cap`` for trees whose voice or face carry
        more than the spec's caps.

    Examples
    --------
    >>> from scoring.learned.example import example_table
    >>> table, y = example_table(120)
    >>> made = train(table, y, TrainingSpec(features=("lang_anchor", "lang_hedges")))
    >>> made.report.metrics["r"].low > 0.4, made.report.people
    (True, 120)
    """
    found = usable(table, np.asarray(target, dtype=np.float64), spec)
    beside = {name: np.asarray(v, dtype=np.float64)[found.rows] for name, v in rivals.items()}
    proof = nested(found.table, found.y, spec, beside)
    whole = fitted(found.table, found.y, spec)
    widths = _widths(found, proof, spec)
    scorer = _scorer(found, whole, widths, spec)
    report = _report(
        found, proof, whole, widths, scorer, spec, beside, _scaled(ratings, found, spec)
    )
    facts = {**scorer.facts, "report": _figures(report)}
    return Trained(
        scorer=_with(scorer, facts),
        report=report,
        held_out=held_out(found.table, proof.predicted),
    )


def held_out(table: DesignTable, predicted: Floats) -> dict[str, dict[str, float]]:
    """What folds that had not seen the person say of each trained row, by interview and competency;
    where competencies were trained, ``overall`` is their mean under the role's weights."""
    found: dict[str, dict[str, float]] = {}
    sums: dict[str, tuple[float, float]] = {}
    rows = zip(table.interview, table.competency, table.weight, predicted, strict=True)
    for interview, competency, weight, score in rows:
        found.setdefault(str(interview), {})[str(competency)] = round(float(score), 4)
        points, total = sums.get(str(interview), (0.0, 0.0))
        sums[str(interview)] = (points + weight * float(score), total + float(weight))
    for interview, (points, total) in sums.items():
        if OVERALL not in found[interview] and total > 0:
            found[interview][OVERALL] = round(float(points / total), 4)
    return found


def _widths(found: Usable, proof: Nested, spec: TrainingSpec) -> dict[str, float]:
    table = found.table
    off = found.y - proof.predicted
    widths = half_widths(off, table.person, table.competency, level=spec.level)
    if spec.target == "rating":
        overall, people = overall_residuals(table, off)
        widths[OVERALL] = half_widths(
            overall, people, np.full(overall.size, OVERALL, dtype=object), level=spec.level
        )[ANY]
    return widths


def _scorer(
    found: Usable, whole: Fitted, widths: Mapping[str, float], spec: TrainingSpec
) -> LearnedScorer:
    table = found.table
    x = centred(table.X, table.locale, whole.centres)
    uses = used(whole)
    low, high = whole.low.copy(), whole.high.copy()
    facts: dict[str, Any] = {
        "target": spec.target,
        "kind": spec.kind,
        "seed": spec.seed,
        "n": len(table),
        "people": len(set(table.person)),
        "interviews": len(set(table.interview)),
        "data_digest": data_digest(table, found.y),
        "code_version": code_version(),
        "prepared_from": list(whole.columns.source),
        "uses": [table.names[j] for j in uses],
        "chosen": dict(whole.choice),
        "scale": list(spec.scale),
        "feature_groups": [
            list(group)
            for group in moving_together(x, table.names, [table.modality[n] for n in table.names])
        ],
    }
    lacking = tuple(
        name for j, name in enumerate(table.names) if j not in uses or np.isnan(x[:, j]).any()
    )
    made = LearnedScorer(
        name=spec.name,
        version="",
        kind=spec.kind,
        target=spec.target,
        competencies=tuple(sorted({str(c) for c in table.competency})),
        modalities=spec.modalities,
        features=table.names,
        modality={n: table.modality[n] for n in table.names},
        centres=whole.centres,
        pipeline=whole.pipeline,
        background=background_rows(x, codes(table.person), seed=spec.seed),
        half_widths=dict(widths),
        level=spec.level,
        low=low,
        high=high,
        may_miss=lacking,
        shares={},
        facts=facts,
        replicas=_replicas(found, whole, x, spec),
    )
    shares = {"language": 1.0}
    if set(spec.modalities) != {"language"}:
        points = additive(made, _sample(x, spec.seed))[1]
        shares = modality_shares(points, table)
        over_cap(shares, spec)
    return _with(made, facts, shares=shares)


def _replicas(found: Usable, whole: Fitted, x: Floats, spec: TrainingSpec) -> tuple[Any, ...]:
    """The same model fitted to people drawn again, for how firm an explanation is."""
    z = np.asarray(whole.pipeline[:-1].transform(x), dtype=np.float64)
    return replicas(
        z,
        found.y,
        codes(found.table.person),
        kind=spec.kind,
        choice=whole.choice,
        held=whole.columns.held,
        seed=spec.seed,
        hold=lambda model: held_to_caps(model, z, whole.columns, found.table, spec),
    )


def _with(
    scorer: LearnedScorer, facts: Mapping[str, Any], shares: Mapping[str, float] | None = None
) -> LearnedScorer:
    made = replace(scorer, facts=facts, shares=scorer.shares if shares is None else shares)
    return made if made.version and shares is None else replace(made, version=content_version(made))


def _report(
    found: Usable,
    proof: Nested,
    whole: Fitted,
    widths: Mapping[str, float],
    scorer: LearnedScorer,
    spec: TrainingSpec,
    beside: Mapping[str, Floats],
    ratings: Floats | None,
) -> TrainingReport:
    table, y, rated = found.table, found.y, spec.target == "rating"
    skill = _skill(table, y, {SCORER: proof.predicted, MEAN: proof.mean}, spec)
    metrics = skill.metrics(SCORER)
    rivals = [_rival(skill, MEAN)]
    for name, as_is in beside.items():
        rivals += _beside(name, as_is, proof, table, y, spec)
    ceiling: Mapping[str, Finding] = {}
    human = None
    if rated and ratings is not None:
        human = human_rival(ratings, proof.predicted, table.person, kappa=True, seed=spec.seed)
    if human is not None:
        ceiling = human[0]
        rivals.append(human[1])
    by_opening: Mapping[str, Finding] = {}
    lots = opening_folds(table, seed=spec.seed) if proof.plan.grouping == "person" else None
    if lots is not None:
        said = left_out(table, y, spec, lots)
        by_opening = _skill(table, y, {SCORER: said}, spec).metrics(SCORER)
    covered = _covered(table, y, proof, spec)
    points = additive(scorer, _sample(centred(table.X, table.locale, whole.centres), spec.seed))[1]
    bands = {int(b) for b in np.floor(y + 0.5)} if rated else set(range(11))
    notes = [RESTRICTED] if not rated else []
    notes += [FEW_OPENINGS] if proof.plan.grouping == "person" and any(table.requisition) else []
    gain = rivals[0].gain["rmse"]
    notes += [NO_BETTER] if getattr(gain, "high", 1.0) >= 0 else []
    return TrainingReport(
        kind=spec.kind,
        target=spec.target,
        seed=spec.seed,
        n=len(table),
        people=scorer.facts["people"],
        interviews=scorer.facts["interviews"],
        openings=len({r for r in table.requisition if r}),
        competencies={key: int((table.competency == key).sum()) for key in scorer.competencies},
        grouping=proof.plan.grouping,
        folds=proof.plan.folds,
        metrics=metrics,
        by_opening=by_opening,
        by_competency=_by_competency(table, y, proof.predicted, spec),
        rivals=tuple(rivals),
        ceiling=ceiling,
        coverage=proportion(int(covered.sum()), len(table)),
        abstained=proportion(int(proof.outside.sum()), len(table)),
        level=spec.level,
        half_widths=dict(widths),
        features=table.names,
        left_out=(*found.left_out, *_never_there(found, spec)),
        excluded=found.excluded,
        weights=_weights(scorer, points),
        chosen=dict(whole.choice),
        shares=scorer.shares,
        unseen_bands=tuple(b for b in range(11) if b not in bands),
        data_digest=scorer.facts["data_digest"],
        code_version=scorer.facts["code_version"],
        notes=tuple(notes),
    )


def _skill(
    table: DesignTable, y: Floats, said: Mapping[str, Floats], spec: TrainingSpec
) -> LeftOutSkill:
    return left_out_skill(y, said, table.person, kappa=spec.target == "rating", seed=spec.seed)


def _rival(skill: LeftOutSkill, name: str) -> Rival:
    # the mean of each fold's training rows varies between folds by chance alone
    flat = {"r": Withheld(code="score.constant", n=skill.n)} if name == MEAN else {}
    return Rival(
        name=name,
        n=skill.n,
        metrics={**skill.metrics(name), **flat},
        scorer=skill.metrics(SCORER),
        gain={**skill.gain(SCORER, name), **flat},
    )


def _beside(
    name: str, as_is: Floats, proof: Nested, table: DesignTable, y: Floats, spec: TrainingSpec
) -> list[Rival]:
    """A rival as it is, and brought to scale, on the rows it scores."""
    there = ~np.isnan(as_is) & ~np.isnan(proof.rivals[name])
    if not there.any():
        return []
    said = {
        SCORER: proof.predicted[there],
        name: as_is[there],
        f"{name}_fitted": proof.rivals[name][there],
    }
    skill = _skill(table.rows(there), y[there], said, spec)
    return [_rival(skill, name), _rival(skill, f"{name}_fitted")]


def _covered(table: DesignTable, y: Floats, proof: Nested, spec: TrainingSpec) -> NDArray[np.bool_]:
    """Whether each row's interval, made by its own training rows alone, held the truth."""
    held = np.zeros(len(table), dtype=bool)
    for k, one in enumerate(proof.fits):
        train, test = proof.plan.train(k), proof.plan.test(k)
        widths = half_widths(
            y[train] - one.inner, table.person[train], table.competency[train], level=spec.level
        )
        off = np.abs(y[test] - proof.predicted[test])
        held[test] = off <= width_of(widths, table.competency[test]) + 1e-12
    return held


def _by_competency(
    table: DesignTable, y: Floats, predicted: Floats, spec: TrainingSpec
) -> dict[str, Mapping[str, Finding]]:
    made: dict[str, Mapping[str, Finding]] = {}
    for key in sorted({str(c) for c in table.competency}):
        mine = table.competency == key
        if int(mine.sum()) >= FEWEST_OF_A_COMPETENCY:
            made[key] = _skill(table.rows(mine), y[mine], {SCORER: predicted[mine]}, spec).metrics(
                SCORER
            )
    return made


def _never_there(found: Usable, spec: TrainingSpec) -> tuple[LeftOut, ...]:
    """Catalogue features of the spec that the table does not hold at all."""
    known = {*found.table.names, *(one.feature for one in found.left_out)}
    return tuple(
        LeftOut(feature=name, code="training.feature_missing", share=1.0)
        for name in spec.design().names
        if name not in known
    )


def _weights(scorer: LearnedScorer, points: Floats) -> dict[str, float]:
    """How much each feature moves scores: mean absolute points, signed where it has one sign."""
    size = np.abs(points).mean(axis=0)
    if scorer.kind == "linear":
        direction = np.zeros(len(scorer.features))
        for column, feature in enumerate(scorer.prepared_from):
            direction[feature] = direction[feature] or float(np.sign(scorer.model.coef_[column]))
        size = size * direction
    order = np.argsort(-np.abs(size), kind="stable")
    return {scorer.features[j]: float(size[j]) for j in order}


def _sample(x: Floats, seed: int) -> Floats:
    if x.shape[0] <= LARGEST_SAMPLE:
        return x
    chosen = np.random.default_rng(seed).choice(x.shape[0], LARGEST_SAMPLE, replace=False)
    return np.asarray(x[np.sort(chosen)])


def _scaled(ratings: Floats | None, found: Usable, spec: TrainingSpec) -> Floats | None:
    if ratings is None:
        return None
    low, high = spec.scale
    return np.asarray(10.0 * (np.asarray(ratings)[found.rows] - low) / (high - low))


def _figures(report: TrainingReport) -> dict[str, Any]:
    """What the artefact carries of its proof: plain JSON."""
    return {
        "metrics": {k: finding_json(v) for k, v in report.metrics.items()},
        "ceiling": {k: finding_json(v) for k, v in report.ceiling.items()},
        "gain": {r.name: {k: finding_json(v) for k, v in r.gain.items()} for r in report.rivals},
        "coverage": finding_json(report.coverage),
        "grouping": report.grouping,
        "folds": report.folds,
        "notes": list(report.notes),
    }


def data_digest(table: DesignTable, y: Floats) -> str:
    """Names the training data: numbers, features and who belongs together, no id of anybody."""
    found = hashlib.sha256(digest([list(table.names), [str(c) for c in table.competency]]).encode())
    for part in (table.X, y, codes(table.person), codes(table.requisition), codes(table.locale)):
        found.update(np.ascontiguousarray(part).tobytes())
    return found.hexdigest()
