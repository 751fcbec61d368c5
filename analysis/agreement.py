"""Does the machine agree with people as well as people agree with each other?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.icc import icc_of
from analysis.ratings import Ratings, ratings
from estimation.bootstrap import percentile_interval
from estimation.table_columns import column, numbers
from interview import Estimate, Finding, Flag, InputError, Withheld

Floats = NDArray[np.float64]
MACHINE = "\N{GEAR} machine"
FEWEST = 10
REPLICATES = 1000
LARGEST_GAP, LARGEST_SHIFT, SMALLEST_QWK = 0.10, 0.15, 0.70
"""Williamson, Xi and Breyer (2012): conventions of automated scoring, beside the people's own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PairAgreement:
    """How two ratings of one target agree.

    ``qwk`` is quadratic weighted kappa without bands, ``shift`` the standardised difference of
    means, ``prmse`` the share of true-score variance that a rating explains (1 less the mean
    squared error over it; below 0 a rating is worse than the mean of all).
    """

    qwk: Finding
    icc_agreement: Finding
    icc_consistency: Finding
    shift: Finding
    prmse: Finding


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """People with people beside people with the machine, on the same targets.

    ``bias`` is machine less people in points, ``gap`` the machine's qwk less the people's.
    ``flags`` say where the machine falls behind.
    """

    human_human: PairAgreement
    human_machine: PairAgreement
    bias: Finding
    gap: Finding
    targets: int
    double_rated: int
    flags: tuple[Flag, ...]


def agreement(
    frame: pd.DataFrame,
    *,
    machine: str,
    raters: Sequence[str] = (),
    target: str | Sequence[str] = "",
    rater: str = "",
    rating: str = "",
    cluster: str = "",
    level: float = 0.95,
    seed: int = 2026,
) -> Agreement:
    """The same four measures for two people and for a person and the machine.

    Formula: ``qwk = 1 - mean (x - y)^2 / (var x + var y + (mean x - mean y)^2)`` over all pairs of
    ratings of one target, which is quadratic weighted kappa on a scale of any fineness (Lin 1989);
    ICC(A,1) and ICC(C,1); shift ``(mean machine - mean people) / sqrt((var + var) / 2)``, between
    people the root mean square over pairs of raters; PRMSE after Loukina, Madnani, Cahill, Yao,
    Johnson, Riordan and McCaffrey (2020), with the error of people from targets rated twice.
    Intervals by drawing targets (or clusters) again, 1,000 times, seeded.

    Flags: ``agreement.behind_people`` when the whole interval of the gap lies below -.10,
    ``agreement.shifted`` when the whole interval of the shift lies beyond .15 either way,
    ``agreement.low`` when that of the machine's qwk lies below .70.

    Parameters
    ----------
    machine : str
        Column of the machine's score; in a table of one row per rating, repeated for its target.

    Returns
    -------
    Agreement
        Withheld with ``agreement.few_targets`` below 10 targets with both, and
        ``raters.never_overlap`` where people never rated the same target.

    Raises
    ------
    InputError
        As `ratings`; ``agreement.two_scores`` when one target has two machine scores.

    Examples
    --------
    >>> rng = np.random.default_rng(8)
    >>> true = rng.normal(6, 1.2, size=300)
    >>> rows = pd.DataFrame({"a": true + rng.normal(size=300), "b": true + rng.normal(size=300),
    ...                      "ai": true + .5 * rng.normal(size=300)})
    >>> found = agreement(rows, raters=["a", "b"], machine="ai")
    >>> found.human_machine.qwk.value > found.human_human.qwk.value, found.flags
    (True, ())
    """
    read = _with_machine(frame, machine, raters, target, rater, rating, cluster)
    there = read.seen
    both = there[:, -1] & there[:, :-1].any(axis=1)
    people = Ratings(
        raters=read.raters[:-1], values=read.values[both, :-1], cluster=read.cluster[both]
    )
    score = read.values[both, -1]
    n = int(both.sum())
    if n < FEWEST:
        return _nothing("agreement.few_targets", n)
    human = icc_of(people, level=level, seed=seed)
    sums = _Sums(people, score)
    rng = np.random.default_rng(seed)
    many = sums.clusters
    draws = np.vstack(
        [np.ones(many), rng.multinomial(many, np.full(many, 1 / many), size=REPLICATES)]
    )
    found = sums.measures(draws)
    twice = int((people.seen.sum(axis=1) > 1).sum())

    def finding(name: str, size: int = n) -> Finding:
        if size < FEWEST:
            return Withheld(code="raters.never_overlap" if size == 0 else "icc.too_few", n=size)
        values = found[name]
        return percentile_interval(
            float(values[0]), values[1:], n=size, level=level, method="agreement.bootstrap"
        )

    machines = PairAgreement(
        qwk=finding("machine_qwk"),
        icc_agreement=finding("machine_icc_a"),
        icc_consistency=finding("machine_icc_c"),
        shift=finding("machine_shift"),
        prmse=finding("machine_prmse", twice),
    )
    gap = finding("gap", twice)
    return Agreement(
        human_human=PairAgreement(
            qwk=finding("human_qwk", twice),
            icc_agreement=human.agreement,
            icc_consistency=human.consistency,
            shift=finding("human_shift", twice),
            prmse=finding("human_prmse", twice),
        ),
        human_machine=machines,
        bias=finding("bias"),
        gap=gap,
        targets=n,
        double_rated=twice,
        flags=_flags(gap, machines),
    )


def _flags(gap: Finding, machine: PairAgreement) -> tuple[Flag, ...]:
    flags = []
    if isinstance(gap, Estimate) and gap.high < -LARGEST_GAP:
        flags.append(Flag(code="agreement.behind_people", slots={"gap": gap.value}))
    shift = machine.shift
    beyond = isinstance(shift, Estimate) and (
        shift.low > LARGEST_SHIFT or shift.high < -LARGEST_SHIFT
    )
    if beyond and isinstance(shift, Estimate):
        flags.append(Flag(code="agreement.shifted", slots={"shift": shift.value}))
    if isinstance(machine.qwk, Estimate) and machine.qwk.high < SMALLEST_QWK:
        flags.append(Flag(code="agreement.low", slots={"qwk": machine.qwk.value}))
    return tuple(flags)


class _Sums:
    """What each cluster adds to the moments that every measure is made of."""

    def __init__(self, people: Ratings, machine: Floats) -> None:
        seen = people.seen
        base = float(np.nanmean(people.values))
        x = np.where(seen, people.values - base, 0.0)
        m = machine - base
        _, where = np.unique(people.cluster, return_inverse=True)
        self.clusters = int(where.max()) + 1
        c, s, q = seen.sum(axis=1).astype(np.float64), x.sum(axis=1), (x * x).sum(axis=1)
        # pairs of a target: c (c - 1) ordered ones, their squared differences, and their squares
        columns = {
            "one": np.ones_like(c), "c": c, "cc": c * c, "s": s, "q": q, "cm": c * m,
            "cmm": c * m * m, "sm": s * m, "within": q - s * s / c, "left": c - 1,
            "means": s * s / c, "pairs": c * (c - 1), "apart": 2 * (c * q - s * s),
            "pair_sum": (c - 1) * s, "pair_square": (c - 1) * q,
        }  # fmt: skip
        self.names = list(columns)
        self.table = self._summed(np.stack(list(columns.values()), axis=1), where)
        self.raters = self._between(x, seen.astype(np.float64), where)

    def _summed(self, values: Floats, where: NDArray[np.int64]) -> Floats:
        return np.stack(
            [np.bincount(where, weights=v, minlength=self.clusters) for v in values.T], axis=1
        )

    def _between(
        self, x: Floats, seen: Floats, where: NDArray[np.int64]
    ) -> list[tuple[Floats, Floats]]:
        """Differences and their number for every two raters with targets in common."""
        found = []
        for i in range(x.shape[1]):
            for j in range(i):
                shared = seen[:, i] * seen[:, j]
                if shared.sum() >= FEWEST:
                    both = np.stack([shared, shared * (x[:, i] - x[:, j])], axis=1)
                    each = self._summed(both, where)
                    found.append((each[:, 0], each[:, 1]))
        return found

    def measures(self, draws: Floats) -> dict[str, Floats]:
        """Every measure for every draw; not-a-number where it has no value."""
        t = dict(zip(self.names, (draws @ self.table).T, strict=True))
        with np.errstate(divide="ignore", invalid="ignore"):
            n = t["c"]
            mh, mm = t["s"] / n, t["cm"] / n
            vh, vm = t["q"] / n - mh**2, t["cmm"] / n - mm**2
            shared, apart = t["sm"] / n - mh * mm, mm - mh
            machine = 2 * shared / (vh + vm + apart**2)
            mean = t["pair_sum"] / t["pairs"]
            spread = t["pair_square"] / t["pairs"] - mean**2
            human = 1 - t["apart"] / t["pairs"] / (2 * spread)
            error = t["within"] / t["left"]
            true = (t["means"] - t["s"] ** 2 / n - (t["one"] - 1) * error) / (n - t["cc"] / n)
            off = (t["means"] - 2 * t["sm"] + t["cmm"] - t["one"] * error) / n
            known = true > 0
            squares = np.zeros(len(draws))
            for count, difference in self.raters:
                squares += (draws @ difference / (draws @ count)) ** 2
            return {
                "machine_qwk": machine,
                "machine_icc_a": 2 * shared / (vh + vm + apart**2 - (vh + vm - 2 * shared) / n),
                "machine_icc_c": 2 * shared / (vh + vm),
                "machine_shift": apart / np.sqrt((vh + vm) / 2),
                "machine_prmse": np.where(known, 1 - off / true, np.nan),
                "human_qwk": human,
                "human_prmse": np.where(known, 1 - error / true, np.nan),
                "human_shift": np.sqrt(squares / max(len(self.raters), 1)) / np.sqrt(spread),
                "bias": apart,
                "gap": machine - human,
            }


def _with_machine(
    frame: pd.DataFrame,
    machine: str,
    raters: Sequence[str],
    target: str | Sequence[str],
    rater: str,
    rating: str,
    cluster: str,
) -> Ratings:
    """The machine as the last column beside the people's."""
    if raters or not (target and rater and rating):
        return ratings(frame, raters=[*raters, machine] if raters else (), cluster=cluster)
    keys = [target] if isinstance(target, str) else list(target)
    score = numbers(frame, machine)
    plain = pd.DataFrame({f"key{i}": column(frame, key) for i, key in enumerate(keys)})
    names = list(plain.columns)
    plain["cluster"] = column(frame, cluster) if cluster else 0
    once = plain.assign(rating=score)[~np.isnan(score)].drop_duplicates([*names, "rating"])
    if once.duplicated(names).any():
        raise InputError(
            "agreement.two_scores",
            "a target has two machine scores",
            f"give the same '{machine}' in every row of a target",
            machine=machine,
        )
    who = column(frame, rater).astype("string")
    people = plain.assign(rating=numbers(frame, rating), rater=who)
    together = pd.concat([people, once.assign(rater=MACHINE)], ignore_index=True)
    read = ratings(
        together, target=names, rater="rater", rating="rating",
        cluster="cluster" if cluster else "",
    )  # fmt: skip
    place = read.raters.index(MACHINE) if MACHINE in read.raters else len(read.raters)
    order = [j for j in range(len(read.raters)) if j != place]
    last = (
        read.values[:, [place]]
        if place < len(read.raters)
        else np.full((len(read.values), 1), np.nan)
    )
    return Ratings(
        raters=(*(read.raters[j] for j in order), MACHINE),
        values=np.column_stack([read.values[:, order], last]),
        cluster=read.cluster,
    )


def _nothing(code: str, n: int) -> Agreement:
    refusal = Withheld(code=code, n=n)
    pair = PairAgreement(
        qwk=refusal, icc_agreement=refusal, icc_consistency=refusal, shift=refusal, prmse=refusal
    )
    return Agreement(
        human_human=pair, human_machine=pair, bias=refusal, gap=refusal, targets=n,
        double_rated=0, flags=(),
    )  # fmt: skip
