"""Who can be compared: rows with every value, by group, each group against one reference."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fairness.audit_policy import ReferenceRule
from fairness.audit_report import AuditTable, GroupFinding, Note
from fairness.column_values import column, numbers
from fairness.population import groups_of
from fairness.reference_group import reference_of, why_left_out
from fairness.verdict import worst
from interview import Estimate, InputError, Withheld

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Compared:
    """The rows that hold every value, with their group; the rest counted by what they lack.

    ``kept`` are row numbers of the table, ``codes`` the group of each, ``left_out`` the reason why
    a group gets no finding (empty when it does), ``reference`` the place of the reference group in
    ``names`` or None when no two groups can be compared.
    """

    attribute: str
    names: tuple[str, ...]
    kept: NDArray[np.int64]
    codes: NDArray[np.int32]
    left_out: tuple[str, ...]
    reference: int | None
    excluded: Mapping[str, int] = field(default_factory=dict)

    @property
    def sizes(self) -> NDArray[np.int64]:
        """People per group among the rows kept."""
        return np.bincount(self.codes, minlength=len(self.names))

    @property
    def judged(self) -> NDArray[np.bool_]:
        """Which of the rows kept belong to a group that gets a finding or is the reference."""
        ok = np.array([not why for why in self.left_out], dtype=bool)
        if self.reference is not None:
            ok[self.reference] = True
        return np.asarray(ok[self.codes])

    @property
    def focal(self) -> tuple[int, ...]:
        """Places of the groups that are compared with the reference."""
        if self.reference is None:
            return ()
        return tuple(i for i, why in enumerate(self.left_out) if not why and i != self.reference)

    def rows(self, *groups: int) -> NDArray[np.bool_]:
        """Which of the rows kept belong to one of these groups."""
        return np.asarray(np.isin(self.codes, groups))

    def zero(self, i: int, **details: float | int | str | bool | None) -> GroupFinding:
        """The reference group's own row: no gap with itself."""
        n = int(self.sizes[i])
        none = Estimate(value=0.0, low=0.0, high=0.0, n=n, method="gap.reference")
        return GroupFinding(
            group=self.names[i],
            n=n,
            finding=none,
            verdict="within",
            reference=True,
            details=details,
        )

    def withheld(self, i: int, code: str) -> GroupFinding:
        """A group that should have a finding and cannot get one."""
        n = int(self.sizes[i])
        return GroupFinding(
            group=self.names[i], n=n, finding=Withheld(code=code, n=n), verdict="cannot_tell"
        )

    def table(
        self,
        metric: str,
        judge: Callable[[int], GroupFinding],
        reference: Callable[[int], GroupFinding] | None = None,
        *,
        overall: Mapping[str, Estimate | Withheld] | None = None,
        notes: Sequence[Note] = (),
    ) -> AuditTable:
        """Every group listed: judged against the reference, or named with its reason."""
        groups: list[GroupFinding] = []
        for i, name in enumerate(self.names):
            n, why = int(self.sizes[i]), self.left_out[i]
            if i == self.reference:
                groups.append(reference(i) if reference else self.zero(i))
            elif why or self.reference is None:
                groups.append(
                    GroupFinding(
                        group=name,
                        n=n,
                        finding=Withheld(code=why or "group.no_comparison", n=n),
                        verdict="cannot_tell",
                        excluded=why,
                    )
                )
            else:
                groups.append(judge(i))
        if self.reference is None:
            notes = (*notes, Note(code="group.no_comparison"))
        return AuditTable(
            attribute=self.attribute,
            metric=metric,
            groups=tuple(groups),
            verdict=worst(tuple(g.verdict for g in groups if not g.reference and not g.excluded)),
            reference=self.names[self.reference] if self.reference is not None else "",
            overall=overall or {},
            excluded=self.excluded,
            notes=tuple(notes),
        )


def compared(
    frame: pd.DataFrame,
    attribute: str | Sequence[str],
    values: Mapping[str, Floats],
    *,
    reference: ReferenceRule | str = "largest_group",
    floor: int = 5,
    smallest_share: float = 0.0,
) -> Compared:
    """Sort out the rows that hold every one of ``values`` (reason code -> column).

    A row that lacks several counts under the first reason. Groups below ``floor`` rows are listed
    and not compared.

    Examples
    --------
    >>> people = pd.DataFrame({"sex": list("fffmmm")})
    >>> found = compared(people, "sex", {"table.unscored": np.array([1, 2, np.nan, 3, 4, 5])},
    ...                  floor=2)
    >>> found.names, found.sizes.tolist(), dict(found.excluded), found.names[found.reference]
    (('f', 'm'), [2, 3], {'table.unscored': 1}, 'm')
    """
    groups = groups_of(frame, attribute)
    open_rows = np.ones(len(frame), dtype=bool)
    excluded: dict[str, int] = {}
    for reason, column_values in values.items():
        missing = open_rows & np.isnan(column_values)
        if missing.any():
            excluded[reason] = int(missing.sum())
        open_rows &= ~missing
    kept = np.flatnonzero(open_rows)
    codes = groups.codes[kept]
    sizes = np.bincount(codes, minlength=len(groups.names))
    total = int(sizes.sum())
    why = tuple(
        why_left_out(name, int(n), total, floor=floor, smallest_share=smallest_share)
        for name, n in zip(groups.names, sizes, strict=True)
    )
    places = list(range(len(groups.names)))
    base = reference_of(
        places,
        rule="largest_group" if reference == "highest_rate" else reference,
        attribute=groups.attribute,
        name=lambda i: groups.names[i],
        size=lambda i: int(sizes[i]),
        rate=None,
        left_out=why,
    )
    return Compared(
        attribute=groups.attribute,
        names=groups.names,
        kept=kept,
        codes=codes,
        left_out=why,
        reference=base,
        excluded=excluded,
    )


def strata_of(frame: pd.DataFrame, name: str, kept: NDArray[np.int64]) -> NDArray[np.int64] | None:
    """The stratum of each kept row as a code; None without such a column. Empty is one of its own.

    Examples
    --------
    >>> strata_of(pd.DataFrame({"job": ["a", "b", None, "a"]}), "job", np.arange(4)).tolist()
    [1, 2, 0, 1]
    """
    if not name:
        return None
    codes, _ = pd.factorize(column(frame, name).iloc[kept], use_na_sentinel=True)
    return np.asarray(np.unique(codes, return_inverse=True)[1], dtype=np.int64)


def by_person(
    frame: pd.DataFrame, person: str, means: Sequence[str], keep: Sequence[str]
) -> pd.DataFrame:
    """One row per person: the mean of the number columns, the first of the others.

    Rows without a person stay rows of their own.

    Raises
    ------
    InputError
        ``table.not_constant`` when somebody has two different values of a column in ``keep``.

    Examples
    --------
    >>> rows = pd.DataFrame({"who": ["a", "a", "b"], "smile": [1.0, 3.0, 5.0], "sex": list("ffm")})
    >>> by_person(rows, "who", ["smile"], ["sex"])["smile"].tolist()
    [2.0, 5.0]
    """
    who = column(frame, person)
    alone = who.isna().to_numpy()
    key = np.asarray(pd.factorize(who, use_na_sentinel=True)[0], dtype=np.int64)
    key[alone] = key.max(initial=-1) + 1 + np.arange(int(alone.sum()))
    grouped = frame.groupby(key, sort=True)
    for name in keep:
        different = grouped[name].nunique()
        if (different > 1).any():
            raise InputError(
                "table.not_constant",
                f"'{name}' differs between rows of the same '{person}'",
                f"give one value of '{name}' per {person}",
                column=name,
                person=person,
            )
    found = {name: pd.Series(numbers(frame, name)).groupby(key).mean() for name in means}
    found |= {name: grouped[name].first() for name in keep}
    return pd.DataFrame(found).reset_index(drop=True)
