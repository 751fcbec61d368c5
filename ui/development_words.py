"""Training needs, baselines and goals in sentences that a recruiter reads once."""

from __future__ import annotations

from collections.abc import Mapping

from analysis import OnboardingLine, StrongPerformers, TrainingNeed
from interview import Estimate, Finding, Locale, RoleModel
from ui.names import competency_names, in_locale, role_title
from ui.quality_words import number
from ui.say import say
from ui.validity_words import kpi_text
from ui.wording import count_text, per_cent

OVERALL = "overall"
SIGNS = {"need": "!", "enough": "✓", "cannot_tell": "?"}


def needs_headline(needs: tuple[TrainingNeed, ...], role: RoleModel, locale: str) -> str:
    """The conclusion about one role's new hires: what most of them lack, else what is nearest."""
    names, title = competency_names(role, locale), role_title(role, locale)
    judged = [need for need in needs if isinstance(need.share, Estimate)]
    if not judged:
        return say("development.headline_few", locale, role=title)
    needed = [need for need in judged if need.verdict == "need"]
    first = (needed or judged)[0]
    slots = {
        "role": title,
        "competency": names.get(first.competency, first.competency),
        "share": share_text(first.share, locale),
        "more": len(needed) - 1,
    }
    if len(needed) > 1:
        return say("development.headline_needs", locale, **slots)
    return say(
        "development.headline_need" if needed else "development.headline_none", locale, **slots
    )


def baseline_sentences(line: OnboardingLine, out: int, locale: str) -> list[str]:
    """What an interview led to expect, how many lie outside it, and how many would by chance."""
    told = []
    if isinstance(line.validity, Estimate):
        r = line.validity
        key = "development.baseline_tells" if line.informs else "development.baseline_silent"
        shown = [number(v) for v in (r.value, r.low, r.high)]
        told.append(say(key, locale, r=shown[0], low=shown[1], high=shown[2], n=count_text(line.n)))
    told.append(
        say(
            "development.baseline_outside", locale, outside=count_text(line.outside),
            n=count_text(line.n), chance=f"{line.outside_by_chance:.0f}",
        )
    )  # fmt: skip
    told.append(say("development.baseline_named", locale, count=out) if out else
                say("development.baseline_nobody", locale))  # fmt: skip
    return told


def strong_headline(found: StrongPerformers, names: Mapping[str, str], locale: str) -> str:
    """What the strongest share, or that nothing is sure."""
    sure = [names.get(one.competency, one.competency) for one in found.differences if one.differs]
    sep = "、" if locale == "zh" else ", "
    if not sure:
        return say("development.strong_none", locale)
    return say("development.strong_some", locale, competencies=sep.join(sure))


def share_text(found: Finding, locale: str) -> str:
    """A share with its interval: ``59 % (54 to 64 %)``."""
    if not isinstance(found, Estimate):
        return "—"
    value, low, high = (per_cent(v) for v in (found.value, found.low, found.high))
    return say("finding.range", locale, value=value, low=low.removesuffix(" %"), high=high)


def range_text(found: Finding, digits: int = 1) -> str:
    """Both ends of a range for a table cell: ``2.0 – 4.8``."""
    if not isinstance(found, Estimate):
        return "—"
    return f"{number(found.low, digits)} – {number(found.high, digits)}"


def signed_text(found: Finding, locale: str) -> str:
    """A difference with sign and interval."""
    if not isinstance(found, Estimate):
        return say("finding.withheld", locale)
    value, low, high = (number(v, signed=True) for v in (found.value, found.low, found.high))
    return say("finding.range", locale, value=value, low=low, high=high)


def figure_name(kpi: str, locale: str) -> str:
    """What a later figure is called: the rating, or a KPI by its own name."""
    if kpi == OVERALL:
        return say("development.figure_overall", locale)
    return kpi_text(kpi, locale)


def anchor_text(anchors: Mapping[Locale, Mapping[int, str]], locale: str) -> str:
    """What the best answers to a question show, in the reader's language where it is written."""
    top = {tongue: levels[max(levels)] for tongue, levels in anchors.items() if levels}
    return in_locale(top, locale)
