"""Counts that make a share: so many of so many, never more and never fewer than none."""

from __future__ import annotations

from interview import InputError


def checked_counts(successes: int, n: int) -> None:
    """Refuse counts that are no share.

    Raises
    ------
    InputError
        ``estimation.counts`` when the successes are below 0 or above n.

    Examples
    --------
    >>> checked_counts(3, 7)
    """
    if not 0 <= successes <= n:
        raise InputError(
            "estimation.counts",
            f"{successes} of {n} is not a share",
            f"successes must be 0 to {max(n, 0)}",
            successes=successes,
            n=n,
        )
