"""Three verdicts, always from the whole interval: within, exceeds, cannot tell."""

from __future__ import annotations

from typing import Literal

from interview import Finding, Withheld

Verdict = Literal["within", "exceeds", "cannot_tell"]
_WORST: tuple[Verdict, ...] = ("within", "cannot_tell", "exceeds")


def ratio_verdict(finding: Finding, *, limit: float = 0.80) -> Verdict:
    """Whether a ratio that should be at least ``limit`` is, judged by its interval.

    ``exceeds`` when the interval lies wholly below the limit, ``within`` when it lies wholly at or
    above it, ``cannot_tell`` otherwise or when the finding is withheld. A point estimate decides
    nothing.

    Examples
    --------
    >>> from interview import Estimate
    >>> ratio_verdict(Estimate(value=0.5, low=0.3, high=0.79, n=120, method="ratio.katz"))
    'exceeds'
    >>> ratio_verdict(Estimate(value=0.5, low=0.3, high=0.83, n=120, method="ratio.katz"))
    'cannot_tell'
    """
    if isinstance(finding, Withheld):
        return "cannot_tell"
    if finding.high < limit:
        return "exceeds"
    return "within" if finding.low >= limit else "cannot_tell"


def gap_verdict(finding: Finding, *, limit: float) -> Verdict:
    """Whether a difference that should stay within ``-limit`` to ``+limit`` does.

    Examples
    --------
    >>> from interview import Estimate
    >>> gap_verdict(Estimate(value=0.0, low=-0.1, high=0.1, n=500, method="gap"), limit=0.2)
    'within'
    >>> gap_verdict(Estimate(value=-0.5, low=-0.7, high=-0.3, n=500, method="gap"), limit=0.2)
    'exceeds'
    """
    if isinstance(finding, Withheld):
        return "cannot_tell"
    if finding.low > limit or finding.high < -limit:
        return "exceeds"
    return "within" if -limit <= finding.low and finding.high <= limit else "cannot_tell"


def worst(verdicts: tuple[Verdict, ...]) -> Verdict:
    """The one a person should read first; ``within`` only when every verdict is.

    Examples
    --------
    >>> worst(("within", "exceeds", "cannot_tell"))
    'exceeds'
    >>> worst(())
    'cannot_tell'
    """
    return max(verdicts, key=_WORST.index) if verdicts else "cannot_tell"
