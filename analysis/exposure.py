"""How often is each question used, and how much of their questions do two candidates share?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.item_scores import question_codes
from estimation.proportion import proportion
from estimation.table_columns import column
from estimation.table_dates import dates
from interview import Estimate, Finding, InputError

CAP = 0.25


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionExposure:
    """``uses`` interviews put the question; ``over_cap`` when the whole interval lies above it."""

    question: str
    uses: int
    rate: Finding
    over_cap: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Exposure:
    """Every question, the number of interviews, and the overlap.

    ``overlap`` (0 to 1) is the expected share of a candidate's questions that another candidate was
    asked too; None below two interviews.
    """

    questions: tuple[QuestionExposure, ...]
    interviews: int
    overlap: float | None
    cap: float

    def of(self, question: str) -> QuestionExposure | None:
        """One question; None when it was not used in the window."""
        return next((one for one in self.questions if one.question == question), None)


def exposure(
    frame: pd.DataFrame,
    *,
    question: str,
    interview: str,
    version: str = "",
    at: str = "",
    since: str | np.datetime64 | None = None,
    until: str | np.datetime64 | None = None,
    cap: float = CAP,
    level: float = 0.95,
) -> Exposure:
    """Share of interviews that used each question, Wilson's interval, and the test overlap rate.

    Formula: rate ``n_q / N``; overlap ``sum n_q (n_q - 1) / (N (N - 1)) / mean questions asked``,
    which is the mean over all pairs of interviews without forming one (Chen, Ankenmann and Spray
    2003). A question repeated within an interview counts once.

    Parameters
    ----------
    at : str
        Column of dates; with ``since`` and ``until`` only the days in [since, until) count.
    cap : float
        The largest rate wanted.

    Raises
    ------
    InputError
        ``exposure.cap`` outside 0 to 1, ``exposure.no_dates`` when a window is asked for without a
        column of dates, ``table.missing_column``, ``table.not_a_date``.

    Examples
    --------
    >>> rows = pd.DataFrame({"i": [1, 1, 2, 2, 3, 3], "q": ["a", "b", "a", "c", "a", "b"]})
    >>> found = exposure(rows, question="q", interview="i")
    >>> [(one.question, one.uses) for one in found.questions], round(found.overlap, 3)
    ([('a', 3), ('b', 2), ('c', 1)], 0.667)
    """
    if not 0 < cap <= 1:
        raise InputError(
            "exposure.cap",
            f"a cap of {cap:g} is no share",
            "give a share above 0 and at most 1",
            cap=cap,
        )
    what, names = question_codes(frame, question, version)
    who, _ = pd.factorize(column(frame, interview), use_na_sentinel=True)
    used = (what >= 0) & (who >= 0) & _window(frame, at, since, until)
    many = max(len(names), 1)
    place = np.unique(who[used] * many + what[used])
    uses = np.bincount(place % many, minlength=len(names))
    total = int(np.unique(place // many).size)
    found = []
    for j, name in enumerate(names):
        if uses[j] == 0:
            continue
        rate = proportion(int(uses[j]), total, level=level)
        found.append(
            QuestionExposure(
                question=name,
                uses=int(uses[j]),
                rate=rate,
                over_cap=isinstance(rate, Estimate) and rate.low > cap,
            )
        )
    overlap = None
    if total > 1:
        shared = float((uses * (uses - 1.0)).sum()) / (total * (total - 1.0))
        overlap = shared / (float(uses.sum()) / total)
    return Exposure(questions=tuple(found), interviews=total, overlap=overlap, cap=cap)


def day_of(when: str | np.datetime64) -> np.datetime64:
    """A moment as its day.

    Raises
    ------
    InputError
        ``table.not_a_day`` for a text that names none.

    Examples
    --------
    >>> day_of("2026-03-12 14:00")
    np.datetime64('2026-03-12')
    """
    try:
        return np.datetime64(pd.Timestamp(when).date(), "D")
    except (ValueError, OverflowError, TypeError):
        # a moment that is none ("NaT") has no day, either
        raise InputError(
            "table.not_a_day", f"'{when}' is no day", "write it as 2026-03-12", value=str(when)
        ) from None


def _window(
    frame: pd.DataFrame,
    at: str,
    since: str | np.datetime64 | None,
    until: str | np.datetime64 | None,
) -> NDArray[np.bool_]:
    inside = np.ones(len(frame), dtype=bool)
    if since is None and until is None:
        return inside
    if not at:
        raise InputError(
            "exposure.no_dates",
            "a window was asked for without a column of dates",
            "name the column that holds the day of the interview",
        )
    day = dates(frame, at)
    if since is not None:
        inside &= day >= day_of(since)
    if until is not None:
        inside &= day < day_of(until)
    return inside
