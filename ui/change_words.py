"""Changes and their effects in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from interview import Estimate, Finding, RoleModel
from ui.codes import said
from ui.quality_words import number, ranged, role_name
from ui.say import say
from ui.wording import listing
from workflow.known_changes import Change


def change_text(change: Change, roles: Mapping[str, RoleModel], locale: str) -> str:
    """What was changed and since when; for a free date the date alone."""
    subject, old = change.subject, change.old
    if change.kind == "role":
        key, _, digest = subject.partition(" ")
        subject = f"{role_name(key, roles, locale)} {digest}"
    if change.kind == "status":
        old = say(f"question_status.{old}", locale)
    what = say(f"effectiveness.kind_{change.kind}", locale, subject=subject, old=old, at=change.at)
    if change.kind == "date":
        return what
    return say("effectiveness.since_day", locale, what=what, at=change.at)


def roles_text(touched: Sequence[str], roles: Mapping[str, RoleModel], locale: str) -> str:
    """The roles a change touched; all of them when none is named."""
    if not touched:
        return say("quality.all_roles", locale)
    return listing((role_name(key, roles, locale) for key in touched), locale)


def measure_text(key: str, locale: str) -> str:
    """What a measure is called."""
    return say(f"effectiveness.measure_{key}", locale)


def effect_text(found: Finding, locale: str, *, share: bool) -> str:
    """A difference with its interval: percentage points for shares, else in its own unit.

    Examples
    --------
    >>> effect_text(Estimate(value=-.05, low=-.1, high=0, n=9, method="m"), "en", share=True)
    '−5 pp (−10 to 0)'
    """
    if not isinstance(found, Estimate):
        return said(found.code, locale).what
    if not share:
        return ranged(found, locale, signed=True)
    value, low, high = (
        number(round(v * 100) + 0.0, 0, signed=round(v * 100) != 0)
        for v in (found.value, found.low, found.high)
    )
    return say(
        "finding.range",
        locale,
        value=say("finding.points", locale, value=value),
        low=low,
        high=high,
    )
