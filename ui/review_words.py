"""The review of a month or quarter in words: its conclusion, figures, acts and tasks."""

from __future__ import annotations

from collections.abc import Mapping

from interview import Estimate, Finding, RoleModel
from ui.alert_words import alert_remedy, alert_text
from ui.codes import said
from ui.quality_words import number, ranged
from ui.say import known, say
from ui.wording import count_text, listing, per_cent
from workflow.drift_alerts import Alert
from workflow.effectiveness_review import EffectivenessReview, ReviewFigure
from workflow.review_tasks import ReviewTask


def review_head(found: EffectivenessReview, locale: str) -> str:
    """The conclusion in one sentence."""
    warnings = sum(alert.warning for alert in found.alerts)
    raters = sum(task.code.startswith("rater_") for task in found.tasks)
    if not found.finding:
        return say("review.head_quiet", locale, period=found.period)
    return say("review.head_found", locale, period=found.period, count=warnings + raters)


def review_counts_text(found: EffectivenessReview, locale: str) -> str:
    """How many were interviewed, rated, decided on and hired."""
    slots = {key: count_text(value) for key, value in found.counts.items()}
    return say("review.counts", locale, **slots)


def figure_name(one: ReviewFigure, locale: str) -> str:
    """What a figure is called."""
    return say(f"review.figure_{one.key}", locale)


def figure_text(one: ReviewFigure, locale: str, *, before: bool = False) -> str:
    """A figure with its interval, or why there is none."""
    found = one.before if before else one.now
    return ranged(found, locale, share=one.unit == "share")


def trend_text(one: ReviewFigure, locale: str) -> str:
    """Whether the two periods differ beyond chance: their intervals do not meet."""
    if not (isinstance(one.now, Estimate) and isinstance(one.before, Estimate)):
        return "—"
    if one.now.low > one.before.high:
        kind = {1: "better", -1: "worse", 0: "higher"}[one.better]
    elif one.now.high < one.before.low:
        kind = {1: "worse", -1: "better", 0: "lower"}[one.better]
    else:
        kind = "same"
    return say(f"review.trend_{kind}", locale)


def alert_lines(
    found: EffectivenessReview, roles: Mapping[str, RoleModel], locale: str
) -> tuple[str, ...]:
    """Each alert as a sentence; what is none but may explain one comes last, in one sentence."""
    said = [alert_text(one, roles, locale) for one in found.alerts if one.warning]
    if beside := [alert_text(one, roles, locale) for one in found.alerts if not one.warning]:
        said.append(say("effectiveness.explains", locale, facts=listing(beside, locale)))
    return tuple(said)


def task_text(task: ReviewTask, roles: Mapping[str, RoleModel], locale: str) -> str:
    """What to do, with what it is about."""
    if task.code.startswith("alert_"):
        alert = Alert(code=task.code.removeprefix("alert_"), warning=True, slots=task.slots)
        return say(
            "review.task_of_alert",
            locale,
            what=alert_text(alert, roles, locale),
            do=alert_remedy(alert, locale),
        )
    if not known(f"task.{task.code}"):
        return say("code.unknown", locale, code=task.code)
    slots: dict[str, object] = {}
    for name, value in task.slots.items():
        if name == "share" or (task.code == "rater_narrow" and name == "value"):
            slots[name] = per_cent(float(str(value)))
        elif isinstance(value, float):
            slots[name] = number(value)
        else:
            slots[name] = value
    return say(f"task.{task.code}", locale, **slots)


def acts_text(found: EffectivenessReview, locale: str) -> str:
    """What the trail holds of changes to the instrument, counted; empty when nothing."""
    return listing(
        (
            say("review.act", locale, act=said_act(action, locale), count=count_text(n))
            for action, n in found.acts.items()
        ),
        locale,
    )


def said_act(action: str, locale: str) -> str:
    """An act of the trail by its words."""
    return say(f"action.{action}", locale)


def withheld_text(found: Finding, locale: str) -> str:
    """Why a figure is missing and what would fill it; empty where it is there."""
    if isinstance(found, Estimate):
        return ""
    words = said(found.code, locale)
    return f"{words.what} {words.remedy}".strip()
