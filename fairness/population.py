"""Everyone in the table, by group, with nobody lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from interview import InputError

NOT_STATED = "not_stated"
JOIN = " × "
MOST_GROUPS = 100
# what people write where nothing was said; compared in lower case without spaces around
_UNSAID = frozenset({"", "not_stated", "not stated", "unknown", "n/a", "na", "nan", "none", "null",
                     "未说明", "未知", "未填写", "不详"})  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Groups:
    """One attribute (or several crossed) over every row: ``codes[i]`` indexes ``names``.

    People without the attribute are the group ``not_stated``, so ``sizes`` add up to the rows.
    ``excluded`` counts rows left out before, by reason.
    """

    attribute: str
    names: tuple[str, ...]
    codes: NDArray[np.int32]
    excluded: Mapping[str, int] = field(default_factory=dict)

    @property
    def sizes(self) -> NDArray[np.int64]:
        """People per group, in the order of ``names``."""
        return np.bincount(self.codes, minlength=len(self.names))

    @property
    def n(self) -> int:
        """Everybody."""
        return int(self.codes.size)


def groups_of(frame: pd.DataFrame, attribute: str | Sequence[str]) -> Groups:
    """Sort every row of the table into exactly one group.

    Names are stripped of spaces around them; an empty cell or a word for "not said" is the group
    ``not_stated``; several attributes are crossed and their names joined by " × ", and whoever
    leaves one of them unsaid is ``not_stated`` in the crossing.

    Raises
    ------
    InputError
        ``table.missing_column``; ``group.too_many`` when an attribute has more than 100 values,
        which is a number or a name, not a group.

    Examples
    --------
    >>> people = pd.DataFrame({"sex": ["f", None, "m ", "f"], "age": ["-35", "-35", "35+", "35+"]})
    >>> found = groups_of(people, "sex")
    >>> dict(zip(found.names, found.sizes.tolist()))
    {'f': 2, 'm': 1, 'not_stated': 1}
    >>> groups_of(people, ["sex", "age"]).names
    ('f × -35', 'f × 35+', 'm × 35+', 'not_stated')
    """
    wanted = [attribute] if isinstance(attribute, str) else list(attribute)
    for name in wanted:
        if name not in frame.columns:
            raise InputError(
                "table.missing_column",
                f"the table has no column '{name}'",
                f"it has: {', '.join(map(str, frame.columns))}",
                column=name,
                known=", ".join(map(str, frame.columns)),
            )
    parts = [_one(frame[name], name) for name in wanted]
    if len(parts) == 1:
        names, codes = parts[0]
        return Groups(attribute=wanted[0], names=names, codes=codes)
    combined = np.zeros(len(frame), dtype=np.int64)
    unsaid = np.zeros(len(frame), dtype=bool)
    for names, codes in parts:
        combined = combined * len(names) + codes
        if NOT_STATED in names:
            unsaid |= codes == names.index(NOT_STATED)
    combined[unsaid] = -1
    present, place = np.unique(combined, return_inverse=True)
    crossed = tuple(_crossing(int(c), [names for names, _ in parts]) for c in present)
    return _ordered(JOIN.join(wanted), crossed, place.astype(np.int32))


def _crossing(code: int, parts: list[tuple[str, ...]]) -> str:
    if code < 0:
        return NOT_STATED
    names: list[str] = []
    for part in reversed(parts):
        code, here = divmod(code, len(part))
        names.append(part[here])
    return JOIN.join(reversed(names))


def _one(column: pd.Series, name: str) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    raw, values = pd.factorize(column, use_na_sentinel=True)
    words = [NOT_STATED if _unsaid(v) else _word(v) for v in values]
    names = sorted(set(words) | ({NOT_STATED} if (raw < 0).any() else set()))
    if len(names) > MOST_GROUPS:
        raise InputError(
            "group.too_many",
            f"column '{name}' has {len(names)} different values",
            f"an attribute has at most {MOST_GROUPS} groups: put numbers such as age into bands "
            "and names into categories first",
            column=name,
            groups=len(names),
            most=MOST_GROUPS,
        )
    place = {word: i for i, word in enumerate(names)}
    # one more slot at the end catches the -1 that stands for a missing value
    lookup = np.array([*(place[w] for w in words), place.get(NOT_STATED, 0)], dtype=np.int32)
    found = _ordered(name, tuple(names), lookup[raw])
    return found.names, found.codes


def _word(value: object) -> str:
    # a column of whole numbers becomes one of fractions as soon as one cell is empty
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _unsaid(value: object) -> bool:
    return str(value).strip().lower() in _UNSAID


def _ordered(attribute: str, names: tuple[str, ...], codes: NDArray[np.int32]) -> Groups:
    """The same groups by name, "not stated" last."""
    order = sorted(range(len(names)), key=lambda i: (names[i] == NOT_STATED, names[i]))
    place = np.empty(max(len(names), 1), dtype=np.int32)
    place[order] = np.arange(len(names), dtype=np.int32)
    return Groups(attribute=attribute, names=tuple(names[i] for i in order), codes=place[codes])
