"""A scorer learned from people's ratings or from later performance, and aware of its limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from interview import (
    AnswerSignals,
    Estimate,
    Finding,
    Interview,
    Modality,
    RoleModel,
    ScoreCard,
    ScorerId,
    SignalPolicy,
    Withheld,
)
from scoring.explanation.tree_shapley import TreeExplainer
from scoring.learned.training_spec import Kind, Target

Floats = NDArray[np.float64]
RESULTS_VERSION = 1
"""Raised by hand whenever an equal artefact may score differently than before."""
METHOD = "learned.conformal"
ANY = ""
"""The centre of all languages together, and the interval of any competency."""
LOWEST, HIGHEST = 0.0, 10.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Outside:
    """Why a row is not scored: a code and, where one feature is the reason, which, what it is and
    between what the training lay (in the feature's own unit, for this language)."""

    code: str
    feature: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class LearnedScorer:
    """A trained scorer with everything it needs to score, to explain itself and to abstain.

    ``features`` are p catalogue features with their ``modality``. ``centres`` hold the mean of each
    feature by language: a row is centred within its language before anything else, so that language
    is no feature. ``pipeline`` (scikit-learn) takes centred rows through imputation and scaling to
    the model. ``background`` are at most 100 centred mean rows of the training data, none of them a
    person's. ``half_widths`` are conformal, by competency and ``""`` for any. ``low`` and ``high``
    end the training range of each centred feature. ``shares`` say how much of a score each modality
    carries. ``facts`` are what the register prints. ``replicas`` are the same model fitted again to
    people drawn with replacement: how firm an explanation is, is asked of them.
    """

    name: str
    version: str
    kind: Kind
    target: Target
    competencies: tuple[str, ...]
    modalities: tuple[Modality, ...]
    features: tuple[str, ...]
    modality: Mapping[str, Modality]
    centres: Mapping[str, Floats]
    pipeline: Any
    background: Floats
    half_widths: Mapping[str, float]
    level: float
    low: Floats
    high: Floats
    may_miss: tuple[str, ...]
    shares: Mapping[str, float]
    facts: Mapping[str, Any]
    replicas: tuple[Any, ...] = ()

    @property
    def id(self) -> ScorerId:
        """How a card names this scorer."""
        return ScorerId(name=self.name, version=self.version, results_version=RESULTS_VERSION)

    @property
    def model(self) -> Any:
        """The fitted model itself: ``coef_`` and ``intercept_``, or trees."""
        return self.pipeline.steps[-1][1]

    @cached_property
    def looks_at(self) -> NDArray[np.bool_]:
        """Whether each feature has any say in the model."""
        uses = self.facts.get("uses")
        return np.array([uses is None or name in uses for name in self.features])

    @cached_property
    def tree_explainer(self) -> TreeExplainer:
        """What explains trees exactly against the background; its tables are made once."""
        return TreeExplainer(model=self.model, background=self.prepared(self.background))

    @cached_property
    def prepared_from(self) -> tuple[int, ...]:
        """For each column that the model sees, the feature (by position) it was made from."""
        return tuple(int(i) for i in self.facts["prepared_from"])

    def centred(self, x: Floats, locales: Sequence[str] = ()) -> Floats:
        """Rows less the mean of their language; the mean of all where none is named or known."""
        anywhere = self.centres[ANY]
        if len(locales) == 0:
            return np.asarray(x - anywhere)
        return np.asarray(x - np.vstack([self.centres.get(one, anywhere) for one in locales]))

    def prepared(self, centred: Floats) -> Floats:
        """Centred rows as the model sees them: imputed, with missing indicators, standardised."""
        return np.asarray(self.pipeline[:-1].transform(centred), dtype=np.float64)

    def raw(self, centred: Floats) -> Floats:
        """What the model says of centred rows, before scores are held within 0 to 10."""
        return np.asarray(self.pipeline.predict(centred), dtype=np.float64)

    def predict(self, x: Floats, locales: Sequence[str] = ()) -> Floats:
        """Scores 0 to 10 of rows in the units of the catalogue, shape (n,).

        It answers for any row; `findings` is what says where that would be guessing.
        """
        return np.clip(self.raw(self.centred(x, locales)), LOWEST, HIGHEST)

    def half_width(self, competency: str = ANY) -> float:
        """Half the interval for this competency, that of any where it has none of its own."""
        return float(self.half_widths.get(competency, self.half_widths[ANY]))

    def outside(
        self, x: Floats, locales: Sequence[str] = (), competencies: Sequence[str] = ()
    ) -> tuple[Outside | None, ...]:
        """For each row None, or why it is not like those the scorer was trained on.

        In turn: ``learned.competency_not_trained``, ``learned.language_not_trained``,
        ``learned.modality_missing`` (nothing of a modality it uses was measured),
        ``learned.feature_missing`` (one it never had to do without), and
        ``learned.outside_training`` with the feature that lies furthest beyond its range.
        """
        centred = self.centred(x, locales)
        return tuple(
            self._outside(
                centred[i],
                x[i],
                locales[i] if len(locales) else ANY,
                competencies[i] if len(competencies) else ANY,
            )
            for i in range(centred.shape[0])
        )

    def _outside(self, row: Floats, given: Floats, locale: str, competency: str) -> Outside | None:
        if competency and competency not in self.competencies:
            return Outside(code="learned.competency_not_trained")
        if locale and locale not in self.centres and len(self.centres) > 1:
            return Outside(code="learned.language_not_trained")
        missing = np.isnan(row)
        for modality in self.modalities:
            mine = np.array([self.modality[n] == modality for n in self.features])
            if mine.any() and missing[mine].all():
                return Outside(code="learned.modality_missing", feature=modality)
        for j in np.flatnonzero(missing):
            if self.features[j] not in self.may_miss:
                return Outside(code="learned.feature_missing", feature=self.features[j])
        width = np.where(self.high > self.low, self.high - self.low, 1.0)
        # what the model does not look at cannot lead it astray
        row = np.where(self.looks_at, row, np.nan)
        with np.errstate(invalid="ignore"):
            beyond = np.nan_to_num(np.maximum(self.low - row, row - self.high) / width, nan=-1.0)
        worst = int(np.argmax(beyond)) if beyond.size else 0
        if beyond.size and beyond[worst] > 0:
            shift = float(given[worst] - row[worst])
            return Outside(
                code="learned.outside_training",
                feature=self.features[worst],
                value=float(given[worst]),
                low=float(self.low[worst]) + shift,
                high=float(self.high[worst]) + shift,
            )
        return None

    def findings(
        self, x: Floats, locales: Sequence[str] = (), competencies: Sequence[str] = ()
    ) -> tuple[Finding, ...]:
        """A score with its conformal interval for each row, or why there is none.

        The interval holds the mean human rating (or the later performance) of ``level`` of new
        people, whatever the model: it comes from errors on people who were left out.
        """
        scores = self.predict(x, locales)
        why = self.outside(x, locales, competencies)
        keys = competencies if len(competencies) else [ANY] * len(scores)
        return tuple(
            Withheld(code=reason.code) if reason else self.finding(float(score), key)
            for score, reason, key in zip(scores, why, keys, strict=True)
        )

    def finding(self, score: float, competency: str = ANY) -> Estimate:
        """A score with its interval, held within 0 to 10."""
        half = self.half_width(competency)
        return Estimate(
            value=score,
            low=max(score - half, LOWEST),
            high=min(score + half, HIGHEST),
            n=int(self.facts["people"]),
            method=METHOD,
        )

    def __call__(
        self,
        interview: Interview,
        signals: Sequence[AnswerSignals],
        role: RoleModel,
        policy: SignalPolicy,
    ) -> ScoreCard:
        """The sealed card of one interview, see `scoring.learned.card.learned_card`."""
        from scoring.learned.card import learned_card

        return learned_card(self, interview, signals, role, policy)
