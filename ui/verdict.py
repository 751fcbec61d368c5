"""Whether a score reaches a threshold, said only as surely as its interval allows."""

from __future__ import annotations

from typing import Literal

from interview import Finding, Withheld

Verdict = Literal["reaches", "below", "unsure", "withheld"]
ICONS: dict[Verdict, str] = {
    "reaches": ":material/check_circle:",
    "below": ":material/warning:",
    "unsure": ":material/help:",
    "withheld": ":material/visibility_off:",
}
COLOURS: dict[Verdict, str] = {
    "reaches": "green",
    "below": "orange",
    "unsure": "gray",
    "withheld": "gray",
}


def verdict(finding: Finding, threshold: float) -> Verdict:
    """``reaches`` or ``below`` when the whole interval lies on one side, else ``unsure``.

    Examples
    --------
    >>> from interview import Estimate
    >>> verdict(Estimate(value=7.4, low=6.8, high=8.0, n=6, method="mean"), 6.0)
    'reaches'
    >>> verdict(Estimate(value=6.2, low=5.4, high=7.0, n=6, method="mean"), 6.0)
    'unsure'
    """
    if isinstance(finding, Withheld):
        return "withheld"
    if finding.low >= threshold:
        return "reaches"
    return "below" if finding.high < threshold else "unsure"
