"""Numbers, dates and findings as a reader of either language writes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from interview import Finding, Outcome, Withheld, digest
from ui.say import say


def score_text(finding: Finding, locale: str) -> str:
    """A score with its interval: ``7.4 ± 0.6``, or both ends when the interval is lopsided.

    Examples
    --------
    >>> from interview import Estimate
    >>> score_text(Estimate(value=7.4, low=6.8, high=8.0, n=6, method="mean"), "en")
    '7.4 ± 0.6'
    >>> score_text(Estimate(value=9.6, low=8.2, high=10.0, n=2, method="mean"), "en")
    '9.6 (8.2 to 10.0)'
    >>> score_text(Withheld(code="language.no_transcript"), "zh")
    '不予评分'
    """
    if isinstance(finding, Withheld):
        return say("finding.withheld", locale)
    below, above = finding.value - finding.low, finding.high - finding.value
    if abs(below - above) < 0.05:
        return f"{finding.value:.1f} ± {(below + above) / 2:.1f}"
    return say(
        "finding.range",
        locale,
        value=f"{finding.value:.1f}",
        low=f"{finding.low:.1f}",
        high=f"{finding.high:.1f}",
    )


def per_cent(share: float) -> str:
    """A share of one as whole per cent; under one per cent keeps a decimal.

    Examples
    --------
    >>> per_cent(0.62), per_cent(0.004)
    ('62 %', '0.4 %')
    """
    return f"{share:.0%}"[:-1] + " %" if share == 0 or share >= 0.01 else f"{share * 100:.1f} %"


def count_text(number: int) -> str:
    """A count with thousands set apart.

    Examples
    --------
    >>> count_text(12040)
    '12,040'
    """
    return f"{number:,}"


def day(at: datetime | None, locale: str) -> str:
    """A date as people write it: ``12 Mar 2026``, ``2026年3月12日``; a dash when unknown.

    Examples
    --------
    >>> day(datetime(2026, 3, 12), "zh")
    '2026年3月12日'
    """
    if at is None:
        return "—"
    if locale == "zh":
        return f"{at.year}年{at.month}月{at.day}日"
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return f"{at.day} {months[at.month - 1]} {at.year}"


def moment(at: datetime, locale: str) -> str:
    """A date with its clock time."""
    return f"{day(at, locale)} {at:%H:%M}"


def clock(ms: float | None) -> str:
    """A place in a recording: ``1:07``.

    Examples
    --------
    >>> clock(67000)
    '1:07'
    """
    seconds = int((ms or 0) // 1000)
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


def listing(items: Iterable[str], locale: str) -> str:
    """Names in a row, set apart as the language does it.

    Examples
    --------
    >>> listing(["a", "b"], "zh")
    'a、b'
    """
    return ("、" if locale == "zh" else ", ").join(items)


def joined(parts: Iterable[str], locale: str) -> str:
    """Sentences one after another; Chinese sets no space between them.

    Examples
    --------
    >>> joined(["甲。", "", "乙。"], "zh"), joined(["One.", "Two."], "en")
    ('甲。乙。', 'One. Two.')
    """
    return ("" if locale == "zh" else " ").join(part for part in parts if part)


def short_id(candidate_id: str) -> str:
    """The part of an opaque id that people read aloud: its last four signs, in capitals.

    An id that ends in words instead of a number gets four signs of its digest, so that two such
    people are told apart.

    Examples
    --------
    >>> short_id("cand_00194f2a")
    '4F2A'
    """
    tail = "".join(c for c in candidate_id if c.isalnum())[-4:]
    if not any(c.isdigit() for c in tail):
        tail = digest(candidate_id)[:4]
    return tail.upper()


def told_apart(names: Iterable[str]) -> list[str]:
    """Names for columns side by side: one that comes again is numbered, so that none is lost.

    Examples
    --------
    >>> told_apart(["Li Wen · 4F2A", "Wu Na · 11C0", "Li Wen · 4F2A"])
    ['Li Wen · 4F2A', 'Wu Na · 11C0', 'Li Wen · 4F2A (2)']
    """
    seen: dict[str, int] = {}
    out = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return out


def stage_text(stage: str, outcome: Outcome | None, locale: str) -> str:
    """How far somebody came: the stage passed, refused or on hold.

    Examples
    --------
    >>> stage_text("hire", "no", "en"), stage_text("interviewed", None, "en")
    ('Not hired', 'Interviewed')
    """
    if outcome in ("no", "hold"):
        return say(f"stage_{outcome}.{stage}", locale)
    return say(f"stage.{stage}", locale)
