"""The golden set: frozen interviews, scored again at each version to show that nothing moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from interview import Actor, AnswerSignals, Estimate, Interview, StoreError, digest
from store import (
    Reading,
    Report,
    Store,
    frames,
    interview,
    interview_locales,
    reports,
    save_report,
    signals,
)
from workflow.register import find_model
from workflow.register_changes import keep_rubric
from workflow.rights import require
from workflow.shadow import kept_interview, scorer_of, shadow_score

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

KIND = "golden_set"
FEWEST = 50
USUAL = 60
SCORE_BANDS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class GoldenItem:
    """One frozen interview: what it was scored from, and its score then.

    ``score`` is None when it was withheld, and in every set that a verb hands out: a golden set is
    no way round the cover of a score.
    """

    interview: str
    role: str
    locale: str
    inputs: str
    score: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class GoldenSet:
    """The frozen interviews, the model that scored them (``name@version``), and the trail."""

    items: tuple[GoldenItem, ...]
    model: str
    name: str
    trail_digest: str
    made_at: str

    @property
    def strata(self) -> Mapping[tuple[str, str], int]:
        """How many interviews by role and language."""
        counts: dict[tuple[str, str], int] = {}
        for one in self.items:
            key = one.role, one.locale
            counts[key] = counts.get(key, 0) + 1
        return counts

    def without_scores(self) -> GoldenSet:
        """The same set, telling nobody's score."""
        return replace(self, items=tuple(replace(one, score=None) for one in self.items))


def freeze_golden_set(
    actor: Actor, store: Store, *, size: int = USUAL, seed: int = 2026
) -> GoldenSet:
    """Draw interviews across roles, languages and scores, score them by the rubric, freeze them.

    Drawn by ``seed`` within every role, language and third of the scores, at least one of each and
    the rest in proportion. The newest set counts; older ones stay.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to change models.
    StoreError
        ``golden.too_few`` with how many scored interviews are needed.
    """
    require(actor, "change_model")
    with store.read() as reading:
        everybody = frames(reading, "interview")
        seen = everybody[
            everybody["score"].notna() & everybody["department"].map(actor.sees).astype(bool)
        ]
        if len(seen) < FEWEST:
            raise _too_few(len(seen))
        locales = interview_locales(reading)
        scorer = scorer_of(reading, find_model(reading, "rubric"))
        items = []
        for name in _drawn(seen, locales, max(size, FEWEST), seed):
            kept = kept_interview(reading, name)
            if kept is None:
                continue
            overall = shadow_score(scorer, kept).overall
            items.append(
                GoldenItem(
                    interview=name,
                    role=kept.interview.role,
                    locale=locales[name],
                    inputs=inputs_digest(kept.interview, kept.signals),
                    score=overall.value if isinstance(overall, Estimate) else None,
                )
            )
    if len(items) < FEWEST:
        raise _too_few(len(items))
    with store.transaction(actor) as tx:
        rubric = keep_rubric(tx)
        content = {"items": items, "model": rubric.ref, "seed": seed, "at": tx.now()}
        return _stored(save_report(tx, KIND, content)).without_scores()


def golden_set(actor: Actor, store: Store) -> GoldenSet | None:
    """The golden set in force, None while none was frozen; needs the right to see models.

    It names its interviews and tells no score of theirs.
    """
    require(actor, "view_models")
    with store.read() as reading:
        held = golden_set_in_force(reading)
        return held.without_scores() if held is not None else None


def golden_set_in_force(reading: Reading) -> GoldenSet | None:
    """The newest set with its scores, for verbs that have checked their right and show none."""
    kept = reports(reading, KIND)
    return _stored(kept[0]) if kept else None


def inputs_digest(case: Interview, measured: Sequence[AnswerSignals]) -> str:
    """Names what a scorer reads of an interview: questions asked and values measured.

    Examples
    --------
    >>> from interview import Answer, FeatureSet
    >>> case = Interview(id="i", candidate_id="c", role="clerk", answers=(Answer(id="a"),))
    >>> one = AnswerSignals(features=FeatureSet(answer="a", values={}, missing={}, extractor="x"))
    >>> inputs_digest(case, [one]) == inputs_digest(case, [one])
    True
    """
    asked = {a.id: (a.question, a.version) for a in case.answers}
    return digest(
        [
            [
                one.features.answer,
                asked.get(one.features.answer),
                one.features.extractor,
                one.features.values,
                one.features.missing,
            ]
            for one in sorted(measured, key=lambda s: s.features.answer)
        ]
    )


def _drawn(seen: pd.DataFrame, locales: Mapping[str, str], size: int, seed: int) -> tuple[str, ...]:
    """Ids drawn across role, language and score band; the same for the same seed."""
    rng = np.random.default_rng(seed)
    table = seen.sort_values("interview_id", kind="stable")
    names = table["interview_id"].to_numpy(dtype=object)
    scores = table["score"].to_numpy(dtype=np.float64)
    edges = np.quantile(scores, np.linspace(0, 1, SCORE_BANDS + 1)[1:-1])
    band = np.searchsorted(edges, scores)
    cells: dict[tuple[str, str, int], list[int]] = {}
    for at, (name, job) in enumerate(zip(names, table["role"], strict=True)):
        cells.setdefault((str(job), locales[name], int(band[at])), []).append(at)
    chosen: list[int] = []
    for key, many in zip(sorted(cells), _places(cells, size), strict=True):
        chosen += _some(cells[key], many, rng)
    return tuple(str(names[at]) for at in sorted(chosen))


def _places(cells: Mapping[tuple[str, str, int], Sequence[int]], size: int) -> list[int]:
    """How many of each stratum: one at least, the rest by largest remainder, never all twice."""
    sizes = np.array([len(cells[key]) for key in sorted(cells)], dtype=np.float64)
    size = max(min(size, int(sizes.sum())), len(sizes))
    places = np.ones(len(sizes))
    left = sizes - 1
    rest = size - len(sizes)
    if rest > 0 and left.sum() > 0:
        wanted = rest * left / left.sum()
        places += np.floor(wanted)
        over = round(size - float(places.sum()))
        for at in np.argsort(-(wanted - np.floor(wanted)), kind="stable")[:over]:
            places[at] += 1
    return [int(min(p, n)) for p, n in zip(places, sizes, strict=True)]


def _some(rows: Sequence[int], many: int, rng: np.random.Generator) -> list[int]:
    drawn: NDArray[np.int64] = rng.choice(np.array(rows), many, replace=False)
    return [int(at) for at in drawn]


def measured_inputs(reading: Reading, name: str) -> str:
    """The inputs digest of an interview as it is measured now."""
    return inputs_digest(interview(reading, name), signals(reading, name))


def _too_few(n: int) -> StoreError:
    return StoreError(
        "golden.too_few",
        f"{n} interviews are scored; a golden set needs {FEWEST}",
        f"score {FEWEST - n} more interviews, then freeze the set",
        n=n,
        needed=FEWEST,
        more=FEWEST - n,
    )


def _stored(kept: Report) -> GoldenSet:
    held = kept.content
    return GoldenSet(
        items=tuple(GoldenItem(**one) for one in held["items"]),
        model=str(held["model"]),
        name=kept.digest,
        trail_digest=kept.trail_digest,
        made_at=kept.made_at.isoformat(),
    )
