"""What a learned scorer looks at: one row of numbers per interview and competency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from interview import AnswerSignals, Interview, Modality, Question, RoleModel
from scoring.answer_scale import asked_question, criteria_of
from scoring.catalogue import FEATURES

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Words = NDArray[np.object_]
Criteria = Mapping[str, float]
OVERALL = "overall"
PER_COMPETENCY = ("lang_evidence", "lang_anchor")
SPOKEN = "lang_words"
"""An answer counts when its words were measured: expression never speaks for an empty answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FeatureDesign:
    """The columns of a design: catalogue features in order, and the modality of each.

    Examples
    --------
    >>> design = FeatureDesign.of(["language"])
    >>> "lang_anchor" in design.names, {design.modality[n] for n in design.names}
    (True, {'language'})
    """

    names: tuple[str, ...]
    modality: Mapping[str, Modality]

    @staticmethod
    def of(modalities: Iterable[Modality], names: Sequence[str] = ()) -> FeatureDesign:
        """Every catalogue feature of these modalities that may score or give context, or ``names``
        of them: nothing else can be looked at, so no protected attribute ever is."""
        allowed = set(modalities)
        found = [
            name
            for name, spec in FEATURES.items()
            if spec.modality in allowed and spec.use in ("score", "context")
        ]
        chosen = tuple(name for name in found if not names or name in names)
        return FeatureDesign(names=chosen, modality={n: FEATURES[n].modality for n in chosen})


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class DesignTable:
    """Rows of a design beside what each row is about.

    ``X`` is (n, p) in the units of the catalogue, not-a-number where nothing was measured. The
    other arrays have n entries: opaque ids of interview, person and requisition, the competency (or
    ``overall``), language and role; ``weight`` is the competency's weight in its role.
    """

    X: Floats
    names: tuple[str, ...]
    modality: Mapping[str, Modality]
    interview: Words
    competency: Words
    person: Words
    requisition: Words
    locale: Words
    role: Words
    weight: Floats

    def __len__(self) -> int:
        return int(self.X.shape[0])

    def rows(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> DesignTable:
        """The same table with some rows only."""
        per_row = ("X", *_LABELS, "weight")
        return replace(self, **{name: getattr(self, name)[chosen] for name in per_row})

    def columns(self, names: Sequence[str]) -> DesignTable:
        """The same table with some features only, in this order."""
        place = [self.names.index(name) for name in names]
        return replace(
            self,
            X=self.X[:, place],
            names=tuple(names),
            modality={name: self.modality[name] for name in names},
        )


_LABELS = ("interview", "competency", "person", "requisition", "locale", "role")


def design_rows(
    features: pd.DataFrame,
    role_of: Mapping[str, RoleModel],
    *,
    questions: Mapping[tuple[str, int], Question] | None = None,
    competencies: Sequence[str] | None = None,
    modalities: Sequence[Modality] = ("language",),
    names: Sequence[str] = (),
    requisition_of: Mapping[str, str] | None = None,
    locale_of: Mapping[str, str] | None = None,
) -> DesignTable:
    """One row per interview and competency from a table of answers, as ``store.feature_frame``.

    Formula: the mean of each feature over the answers that speak to the competency, weighted by
    their questions' criteria; ``lang_evidence`` and ``lang_anchor`` are those of the competency.
    A row of the competency ``overall`` is the plain mean over all answers, the two taken over what
    each answer's question asks for. Answers without measured words do not count.

    Parameters
    ----------
    features : DataFrame
        interview_id, candidate_id, question, version, then one column per catalogue feature.
    role_of : mapping
        Interview to the role model it was held under; interviews not in it are left out.
    questions : mapping, optional
        ``(key, version)`` to questions that stand in no role model any more.
    competencies : sequence, optional
        Which to make rows for; by default all that the roles ask for. ``overall`` must be named.
    names : sequence, optional
        Some features of the modalities only.
    requisition_of, locale_of : mapping, optional
        By interview; empty text where not given.

    Examples
    --------
    >>> import pandas as pd
    >>> from scoring.role_model import find_role
    >>> role = find_role("marketing")
    >>> key = role.questions[0].competency
    >>> table = pd.DataFrame({"interview_id": ["i", "i"], "candidate_id": ["c", "c"],
    ...     "question": [role.questions[0].key] * 2, "version": [1, 1], "lang_words": [80.0, 90.0],
    ...     f"lang_anchor.{key}": [2.0, 4.0]})
    >>> made = design_rows(table, {"i": role}, competencies=[key])
    >>> made.columns(["lang_anchor", "lang_words"]).X.tolist()
    [[3.0, 85.0]]
    """
    import pandas as pd

    design = FeatureDesign.of(modalities, names)
    known = features["interview_id"].isin(role_of.keys())
    spoke = features[SPOKEN].notna() if SPOKEN in features else known
    kept = features[known & spoke].reset_index(drop=True)
    where, interviews = pd.factorize(kept["interview_id"])
    asked = _asked(kept, role_of, questions or {})
    keys = sorted({key for one in asked for key in one})
    share = np.zeros((len(kept), len(keys)))
    place = {key: j for j, key in enumerate(keys)}
    for i, one in enumerate(asked):
        for key, part in one.items():
            share[i, place[key]] = part
    plain = [n for n in design.names if n not in PER_COMPETENCY]
    columns = {n: _column(kept, n) for n in plain}
    own = {
        (n, key): _column(kept, f"{n}.{key}")
        for n in PER_COMPETENCY
        if n in design.names
        for key in keys
    }
    wanted = list(competencies) if competencies is not None else keys
    blocks: list[tuple[str, NDArray[np.int64], Floats]] = []
    for key in wanted:
        if key != OVERALL and key not in place:
            continue
        weight = np.ones(len(kept)) if key == OVERALL else share[:, place[key]]
        rows = np.unique(where[weight > 0])
        block = np.empty((rows.size, len(design.names)))
        for j, name in enumerate(design.names):
            if name not in PER_COMPETENCY:
                value = columns[name]
            elif key == OVERALL:
                value = _over_criteria(
                    np.column_stack([own[name, k] for k in keys]) if keys else share, share
                )
            else:
                value = own[name, key]
            block[:, j] = _means(value, weight, where, len(interviews))[rows]
        blocks.append((key, rows, block))
    people = kept.groupby("interview_id", sort=False)["candidate_id"].first()
    return _table(design, blocks, interviews, people.to_dict(), role_of, requisition_of, locale_of)


def design_of(
    signals: Sequence[AnswerSignals],
    interview: Interview,
    role: RoleModel,
    competency: str,
    names: Sequence[str],
) -> Floats:
    """The row of one interview and competency, the same numbers as `design_rows` gives.

    Returns
    -------
    array, shape (len(names),)
        All not-a-number when no answer speaks to the competency.

    Examples
    --------
    >>> from interview import Answer, FeatureSet
    >>> from scoring.role_model import find_role
    >>> case = Interview(id="i", candidate_id="c", role="marketing", answers=(Answer(id="a"),))
    >>> shown = {"lang_words": 90.0, "lang_anchor.teamwork": 4.0}
    >>> one = AnswerSignals(features=FeatureSet(answer="a", values=shown, missing={}, extractor=""))
    >>> design_of([one], case, find_role("marketing"), "innovation", ["lang_words"]).tolist()
    [90.0]
    """
    values, weights = answer_values(signals, interview, role, competency, names)
    return weighted_means(values, weights)


def answer_values(
    signals: Sequence[AnswerSignals],
    interview: Interview,
    role: RoleModel,
    competency: str,
    names: Sequence[str],
) -> tuple[Floats, Floats]:
    """What each answer brings to the row: values (answers, p) and its weight (answers,), 0 for an
    answer that does not speak to the competency; answers in the interview's order."""
    by_answer = {one.features.answer: one.features.values for one in signals}
    values = np.full((len(interview.answers), len(names)), np.nan)
    weights = np.zeros(len(interview.answers))
    for i, answer in enumerate(interview.answers):
        measured = by_answer.get(answer.id, {})
        if SPOKEN not in measured:
            continue
        criteria = criteria_of(asked_question(answer, role), role, measured)
        weights[i] = 1.0 if competency == OVERALL else criteria.get(competency, 0.0)
        if weights[i] <= 0:
            continue
        for j, name in enumerate(names):
            values[i, j] = _value(measured, name, competency, criteria)
    return values, weights


def weighted_means(values: Floats, weights: Floats) -> Floats:
    """Mean of each column over the rows that have it, weighted; not-a-number where none has."""
    there = ~np.isnan(values) & (weights[:, None] > 0)
    total = np.where(there, weights[:, None], 0.0).sum(axis=0)
    summed = np.where(there, weights[:, None] * values, 0.0).sum(axis=0)
    return np.asarray(np.where(total > 0, summed / np.where(total > 0, total, 1.0), np.nan))


def _value(measured: Mapping[str, float], name: str, competency: str, criteria: Criteria) -> float:
    if name not in PER_COMPETENCY:
        return measured.get(name, np.nan)
    if competency != OVERALL:
        return measured.get(f"{name}.{competency}", np.nan)
    found = [(w, measured[f"{name}.{k}"]) for k, w in criteria.items() if f"{name}.{k}" in measured]
    total = sum(w for w, _ in found)
    return sum(w * v for w, v in found) / total if total > 0 else np.nan


def _asked(
    kept: pd.DataFrame,
    role_of: Mapping[str, RoleModel],
    questions: Mapping[tuple[str, int], Question],
) -> list[Criteria]:
    """What each answer speaks to: its question's criteria, or what a bare answer shows itself."""
    import pandas as pd

    known: dict[tuple[int, object, object], Question | None] = {}
    evidence = [c for c in map(str, kept.columns) if c.startswith("lang_evidence.")]
    shown = kept[evidence].to_numpy(dtype=np.float64) if evidence else None
    made: list[Criteria] = []
    asked = zip(kept["interview_id"], kept["question"], kept["version"], strict=True)
    for i, (interview, key, version) in enumerate(asked):
        role = role_of[interview]
        named = None if pd.isna(key) or not key else str(key)
        which = None if pd.isna(version) else int(version)
        slot = (id(role), named, which)
        if slot not in known:
            found = role.question(named, which) if named else None
            if found is None and named and which is not None:
                found = questions.get((named, which))
            known[slot] = found
        question = known[slot]
        values: dict[str, float] = {}
        if question is None and shown is not None:
            row = shown[i]
            values = {n: float(v) for n, v in zip(evidence, row, strict=True) if not np.isnan(v)}
        made.append(criteria_of(question, role, values))
    return made


def _column(frame: pd.DataFrame, name: str) -> Floats:
    if name not in frame:
        return np.full(len(frame), np.nan)
    return frame[name].to_numpy(dtype=np.float64)


def _means(value: Floats, weight: Floats, where: NDArray[np.int64], size: int) -> Floats:
    there = ~np.isnan(value) & (weight > 0)
    w = np.where(there, weight, 0.0)
    total = np.bincount(where, weights=w, minlength=size)
    summed = np.bincount(where, weights=w * np.where(there, value, 0.0), minlength=size)
    return np.asarray(np.where(total > 0, summed / np.where(total > 0, total, 1.0), np.nan))


def _over_criteria(values: Floats, share: Floats) -> Floats:
    there = ~np.isnan(values)
    total = np.where(there, share, 0.0).sum(axis=1)
    summed = (np.where(there, share, 0.0) * np.where(there, values, 0.0)).sum(axis=1)
    return np.asarray(np.where(total > 0, summed / np.where(total > 0, total, 1.0), np.nan))


def _table(
    design: FeatureDesign,
    blocks: Sequence[tuple[str, NDArray[np.int64], Floats]],
    interviews: pd.Index[str],
    people: Mapping[object, object],
    role_of: Mapping[str, RoleModel],
    requisition_of: Mapping[str, str] | None,
    locale_of: Mapping[str, str] | None,
) -> DesignTable:
    ids = [str(interviews[i]) for _, rows, _ in blocks for i in rows]
    keys = [key for key, rows, _ in blocks for _ in rows]
    weigh = {(role.key, c.key): c.weight for role in role_of.values() for c in role.competencies}
    empty = np.empty((0, len(design.names)))
    openings, locales = requisition_of or {}, locale_of or {}

    def words(values: Iterable[object]) -> Words:
        listed = list(values)
        made = np.empty(len(listed), dtype=object)
        made[:] = listed
        return made

    return DesignTable(
        X=np.vstack([x for _, _, x in blocks]) if blocks else empty,
        names=design.names,
        modality=design.modality,
        interview=words(ids),
        competency=words(keys),
        person=words(people[i] for i in ids),
        requisition=words(openings.get(i) or "" for i in ids),
        locale=words(locales.get(i) or "" for i in ids),
        role=words(role_of[i].key for i in ids),
        weight=np.array(
            [weigh.get((role_of[i].key, key), 1.0) for i, key in zip(ids, keys, strict=True)]
        ),
    )
