"""Whom a rubric's card is compared with: the points of everybody's card, column by column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from interview import Estimate, Modality, ScoreCard, digest
from scoring.explanation.contributions import Scored, scored_of_card, scored_of_json
from scoring.explanation.explanation import OVERALL
from scoring.explanation.moving_together import moving_together
from scoring.explanation.stability import DRAWS

Floats = NDArray[np.float64]
T = TypeVar("T")
FEWEST_PEOPLE = 20
"""With fewer people the mean of the comparison would tell too much of each, and too little."""
SEED = 2026


class Column(NamedTuple):
    """One player of the game: a feature within a competency."""

    competency: str
    feature: str
    modality: Modality


class Row(NamedTuple):
    """One card as numbers: which columns it has, their points and mean values, and its scores."""

    columns: NDArray[np.int64]
    points: Floats
    values: Floats
    weights: Mapping[str, float]
    base: float
    overall: float
    label: object


class PointsTable:
    """Cards taken in one by one; each is read once and kept as a row of numbers, without its id."""

    def __init__(self) -> None:
        self.columns: dict[Column, int] = {}
        self.rows: dict[str, Row] = {}

    def add_json(self, name: str, card: Mapping[str, Any], label: object = None) -> None:
        """Take in a card as the store keeps it, under its digest."""
        overall = card["overall"]
        value = float("nan") if overall.get("withheld") else float(overall["value"])
        self.rows[name] = self._row(scored_of_json(card), value, label)

    def add(self, card: ScoreCard, label: object = None) -> None:
        """Take in a card."""
        value = card.overall.value if isinstance(card.overall, Estimate) else float("nan")
        self.rows[card.digest] = self._row(scored_of_card(card), value, label)

    def keep(self, names: Iterable[str]) -> None:
        """Forget every card but these."""
        wanted = set(names)
        self.rows = {name: row for name, row in self.rows.items() if name in wanted}

    def _row(self, scored: Sequence[Scored], overall: float, label: object) -> Row:
        sums: dict[int, list[float]] = {}
        columns = self.columns
        for one in scored:
            for point in one.points:
                column = Column(one.competency, point.feature, point.modality)
                place = columns.setdefault(column, len(columns))
                held = sums.get(place)
                if held is None:
                    sums[place] = [point.points, point.value, 1.0]
                else:
                    held[0] += point.points
                    held[1] += point.value
                    held[2] += 1.0
        return Row(
            np.fromiter(sums, dtype=np.int64, count=len(sums)),
            np.array([s[0] for s in sums.values()]),
            np.array([s[1] / s[2] for s in sums.values()]),
            {one.competency: one.weight for one in scored},
            next((one.base for one in scored), 0.0),
            overall,
            label,
        )

    def group(
        self,
        key: Literal["role", "training"] = "role",
        of: Callable[[object], bool] = lambda label: True,
    ) -> ComparisonGroup:
        """Those whose label passes, as one comparison."""
        names = sorted(name for name, row in self.rows.items() if of(row.label) and row.weights)
        rows = [self.rows[name] for name in names]
        columns = tuple(self.columns)
        points = np.zeros((len(rows), len(columns)))
        values = np.full((len(rows), len(columns)), np.nan)
        competencies = tuple(dict.fromkeys(c.competency for c in columns))
        shares = np.zeros((len(rows), len(competencies)))
        for i, row in enumerate(rows):
            points[i, row.columns] = row.points
            values[i, row.columns] = row.values
            total = sum(row.weights.values())
            for j, competency in enumerate(competencies):
                shares[i, j] = row.weights.get(competency, 0.0) / total
        return ComparisonGroup(
            key=key,
            columns=columns,
            competencies=competencies,
            points=points,
            values=values,
            shares=shares,
            overall=np.array([row.overall for row in rows]),
            base=rows[0].base if rows else 0.0,
            cards=tuple(names),
            digest=digest([key, *names]),
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class ComparisonGroup:
    """The points of many cards of one scorer and role.

    ``points`` (n, p) are competency points by column, ``values`` the means of what was measured;
    ``shares`` (n, competencies) is what each competency weighs in a person's overall score, 0 where
    it was not scored; ``overall`` (n,) is not-a-number where it was withheld. ``cards`` are the
    digests of the cards.
    """

    key: Literal["role", "training"]
    columns: tuple[Column, ...]
    competencies: tuple[str, ...]
    points: Floats
    values: Floats
    shares: Floats
    overall: Floats
    base: float
    cards: tuple[str, ...]
    digest: str
    _held: dict[str, Any] = field(default_factory=dict, repr=False)

    def people(self, subject: str) -> NDArray[np.bool_]:
        """Who has this score."""
        if subject == OVERALL:
            return np.asarray(~np.isnan(self.overall))
        if subject not in self.competencies:
            return np.zeros(len(self.overall), dtype=np.bool_)
        return np.asarray(self.shares[:, self.competencies.index(subject)] > 0)

    def scope(self, subject: str) -> NDArray[np.int64]:
        """The columns that make up this score."""
        return np.array(
            [j for j, column in enumerate(self.columns) if subject in (OVERALL, column.competency)],
            dtype=np.int64,
        )

    def subject_points(self, subject: str) -> Floats:
        """Points of the score itself, (people of the subject, columns of its scope)."""
        rows, scope = self.people(subject), self.scope(subject)
        found = self.points[np.ix_(rows, scope)]
        if subject != OVERALL:
            return np.asarray(found)
        place = [self.competencies.index(self.columns[j].competency) for j in scope]
        return np.asarray(found * self.shares[rows][:, place])

    def mean_points(self, subject: str) -> Floats:
        """Their mean, one number per column of the scope."""
        return self._once(
            f"mean:{subject}", lambda: np.asarray(self.subject_points(subject).mean(axis=0))
        )

    def mean_values(self, subject: str) -> Floats:
        """The mean of what was measured in each column of the scope."""

        def made() -> Floats:
            values = self.values[np.ix_(self.people(subject), self.scope(subject))]
            there = ~np.isnan(values)
            sums = np.where(there, values, 0.0).sum(axis=0)
            return np.asarray(sums / np.maximum(there.sum(axis=0), 1))

        return self._once(f"values:{subject}", made)

    def drawn_means(self, subject: str) -> Floats:
        """The means of people drawn again with replacement, (draws, columns of the scope)."""

        def made() -> Floats:
            points = self.subject_points(subject)
            n = len(points)
            rng = np.random.default_rng(SEED)
            times = rng.multinomial(n, np.full(n, 1.0 / n), size=DRAWS)
            return np.asarray(times @ points / n)

        return self._once(f"drawn:{subject}", made)

    def features(self) -> tuple[tuple[str, ...], tuple[Modality, ...], Floats]:
        """Features with their modality and each person's mean value over competencies."""
        names = tuple(dict.fromkeys(c.feature for c in self.columns))
        kinds = {c.feature: c.modality for c in self.columns}
        table = np.full((len(self.overall), len(names)), np.nan)
        for i, name in enumerate(names):
            own = self.values[:, [j for j, c in enumerate(self.columns) if c.feature == name]]
            there = ~np.isnan(own)
            count = there.sum(axis=1)
            sums = np.where(there, own, 0.0).sum(axis=1)
            table[:, i] = np.where(count > 0, sums / np.maximum(count, 1), np.nan)
        return names, tuple(kinds[name] for name in names), table

    def feature_ranges(self, middle: tuple[float, float]) -> Mapping[str, tuple[float, float]]:
        """Between what these per cent of the people's values lie, by feature."""

        def made() -> dict[str, tuple[float, float]]:
            found = {}
            for name in dict.fromkeys(c.feature for c in self.columns):
                own = self.values[:, [j for j, c in enumerate(self.columns) if c.feature == name]]
                known = own[~np.isnan(own)]
                if known.size:
                    low, high = np.percentile(known, middle)
                    found[name] = (float(low), float(high))
            return found

        return self._once(f"ranges:{middle}", made)

    def feature_groups(self) -> tuple[tuple[str, ...], ...]:
        """Features that move together among these people."""

        def made() -> tuple[tuple[str, ...], ...]:
            names, kinds, table = self.features()
            return moving_together(table, names, kinds)

        return self._once("groups", made)

    def _once(self, name: str, make: Callable[[], T]) -> T:
        if name not in self._held:
            self._held[name] = make()
        return cast(T, self._held[name])
