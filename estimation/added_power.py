"""How many people it takes to learn what several further measures add to a correlation."""

from __future__ import annotations

import math

from interview import InputError

ALPHA = 0.05
MOST_PEOPLE = 10_000_000


def added_power(
    n: int, *, base: float, gain: float, added: int, known: int = 1, alpha: float = ALPHA
) -> float:
    """The chance that the F test of ``added`` further measures finds a gain of this size.

    Formula: ``f2 = (R2_full - R2_base) / (1 - R2_full)`` with ``R_full = base + gain``; the power
    of the noncentral F with ``added`` and ``n - known - added - 1`` degrees of freedom and
    noncentrality ``f2 (df1 + df2 + 1)`` (Cohen 1988, chapter 9). 0 without degrees of freedom.

    Examples
    --------
    >>> round(added_power(92, base=0.0, gain=0.3612, added=5, known=0), 2)
    0.8
    """
    from scipy.stats import f, ncf

    full = _checked(base, gain)
    df1, df2 = added, n - known - added - 1
    if df2 < 1 or df1 < 1:
        return 0.0
    effect = (full**2 - base**2) / (1 - full**2)
    limit = float(f.ppf(1 - alpha, df1, df2))
    return float(ncf.sf(limit, df1, df2, effect * (df1 + df2 + 1)))


def people_for_added(
    *,
    base: float,
    gain: float,
    added: int,
    known: int = 1,
    power: float = 0.80,
    alpha: float = ALPHA,
) -> int:
    """The fewest people with whom that chance reaches ``power``.

    With fewer, a scorer trained on them cannot be expected to have learned the gain even where it
    is there, so that not having found it says nothing.

    Raises
    ------
    InputError
        ``added.gain`` when the gain is not above 0 or the correlation would reach 1.

    Examples
    --------
    >>> people_for_added(base=0.375, gain=0.02, added=17) > 1000
    True
    """
    _checked(base, gain)

    def enough(n: int) -> bool:
        return added_power(n, base=base, gain=gain, added=added, known=known, alpha=alpha) >= power

    low = high = known + added + 2
    while not enough(high):
        if high > MOST_PEOPLE:
            return MOST_PEOPLE
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def _checked(base: float, gain: float) -> float:
    full = base + gain
    if not gain > 0 or not base >= 0 or not full < 1 or not math.isfinite(full):
        raise InputError(
            "added.gain",
            f"a gain of {gain:g} on a correlation of {base:g} cannot be looked for",
            "use a correlation from 0 and a gain above 0 that together stay below 1",
            base=base,
            gain=gain,
        )
    return full
