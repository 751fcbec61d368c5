"""Findings about quality in words: numbers with intervals, raters, roles, months."""

from __future__ import annotations

from collections.abc import Mapping

from analysis import RaterSeverity
from interview import Estimate, Finding, Locale, RoleModel
from ui.codes import said
from ui.names import readable, role_title
from ui.say import say
from ui.wording import per_cent


def number(value: float, digits: int = 2, *, signed: bool = False) -> str:
    """A number with a true minus sign.

    Examples
    --------
    >>> number(-0.304), number(0.304, 1, signed=True)
    ('−0.30', '+0.3')
    """
    text = f"{value:+.{digits}f}" if signed else f"{value:.{digits}f}"
    if float(text) == 0:
        text = f"{0:.{digits}f}"
    return text.replace("-", "−")


def ranged(
    found: Finding, locale: str, digits: int = 2, *, signed: bool = False, share: bool = False
) -> str:
    """A finding with its interval in brackets, or the sentence that says why there is none.

    Examples
    --------
    >>> ranged(Estimate(value=.5, low=.4, high=.6, n=9, method="m"), "en")
    '0.50 (0.40 to 0.60)'
    """
    if not isinstance(found, Estimate):
        return said(found.code, locale).what
    if share:
        shown = [per_cent(v) for v in (found.value, found.low, found.high)]
    else:
        shown = [number(v, digits, signed=signed) for v in (found.value, found.low, found.high)]
    return say("finding.range", locale, value=shown[0], low=shown[1], high=shown[2])


def ends_text(found: Finding, digits: int = 2, *, signed: bool = False) -> str | None:
    """Both ends of an interval for a table; None where there is none."""
    if not isinstance(found, Estimate):
        return None
    return " – ".join(number(v, digits, signed=signed) for v in (found.low, found.high))


def value_of(found: Finding) -> float | None:
    """The value for a table cell that sorts; None where it is withheld."""
    return found.value if isinstance(found, Estimate) else None


def role_name(key: str, roles: Mapping[str, RoleModel], locale: Locale) -> str:
    """A role's title; one without a model shows its key as words."""
    known = roles.get(key)
    return role_title(known, locale) if known else readable(key)


def rater_sentences(one: RaterSeverity, locale: str) -> list[str]:
    """One sentence for each way in which a rater stands out."""
    made = []
    for flag in one.flags:
        kind = flag.partition(".")[2]
        found = one.leniency if kind in ("lenient", "severe") else one.spread
        if not isinstance(found, Estimate):
            continue
        turned = kind == "severe"
        low, high = (-found.high, -found.low) if turned else (found.low, found.high)
        value = -found.value if turned else found.value
        if kind == "narrow":
            slots = [per_cent(v) for v in (value, low, high)]
        else:
            slots = [number(v) for v in (value, low, high)]
        made.append(
            say(
                f"reliability.raters_{kind}",
                locale,
                rater=one.rater,
                value=slots[0],
                low=slots[1],
                high=slots[2],
            )
        )
    return made
