"""What a modality buys and costs, in words: one sentence made for the numbers it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.modality_frontier import Subset
from fairness import Verdict
from interview import Estimate, Finding
from ui.audit_words import group_text
from ui.codes import said
from ui.say import say
from ui.wording import count_text, per_cent
from workflow.modality_law import ModalityLaw
from workflow.modality_report import ModalityStudy, SubsetSignals

WORDS: Subset = ("language",)
VERDICTS: Mapping[str, Verdict] = {
    "adds": "within",
    "adds_little": "within",
    "raters_only": "exceeds",
    "adds_nothing": "exceeds",
    "nothing_shown": "exceeds",
    "cannot_tell": "cannot_tell",
    "no_performance": "cannot_tell",
}
"""The sign of each conclusion: earns its place, does not, or cannot be told."""


def set_text(subset: Sequence[str], locale: str) -> str:
    """A combination by name.

    Examples
    --------
    >>> set_text(("language", "face"), "en")
    'Words and face'
    """
    return say(f"modalities.set_{'_'.join(subset)}", locale)


def added_text(added: Sequence[str], locale: str) -> str:
    """What is added, as it stands inside a sentence."""
    return say(f"modalities.added_{'_'.join(added)}", locale)


def headline(study: ModalityStudy, added: Subset, locale: str) -> str:
    """What adding these modalities to the words would buy and what it would cost."""
    code = code_of(study, added)
    criterion = "ratings" if code == "raters_only" else "performance"
    if study.frontier.criterion(criterion) is None:
        criterion = "ratings"
    loser = study.loser(added, criterion)
    whole = _whole(added)
    cost = "unknown" if study.groups_left_out else "group" if loser else "fair"
    later = study.frontier.criterion("performance")
    step = later.step(WORDS, added) if later else None
    difference = step.difference if step else None
    rated = study.frontier.criterion("ratings")
    seconds = _extra_seconds(study, whole)
    return say(
        f"modalities.head_{code}_{cost}",
        locale,
        added=added_text(added, locale),
        gain=gain_text(difference),
        low=_end(difference, low=True),
        high=_end(difference, low=False),
        rated=gain_text(rated.step(WORDS, added).difference if rated else None),
        needed=count_text(step.needed) if step and step.needed else "—",
        margin=f"{study.frontier.margin:.2f}",
        seconds=say("modalities.seconds_unknown", locale)
        if seconds is None
        else say("modalities.seconds", locale, seconds=f"{seconds:.1f}"),
        without=per_cent(missing_share(signals_of(study, whole))),
        group=group_text(loser.group, locale) if loser else "",
        reference=group_text(loser.reference, locale) if loser else "",
        before=per_cent(loser.before or 0.0) if loser else "",
        after=per_cent(loser.after or 0.0) if loser else "",
    )


def code_of(study: ModalityStudy, added: Subset) -> str:
    """The conclusion about one addition to the words."""
    return next(c.code for c in study.frontier.conclusions if c.added == added)


def signals_of(study: ModalityStudy, subset: Subset) -> SubsetSignals:
    """How often this combination cannot be had."""
    return next(one for one in study.signals if one.subset == subset)


def laws_of(study: ModalityStudy, subset: Subset) -> tuple[ModalityLaw, ...]:
    """What each preset says of this combination."""
    return next(one.laws for one in study.laws if one.subset == subset)


def carried(study: ModalityStudy, subset: Subset, criterion: str) -> float | None:
    """How much of what moves the scores comes from voice and face; None without a scorer."""
    found = [one for one in study.carried if (one.subset, one.criterion) == (subset, criterion)]
    return sum(one.share for one in found if one.modality != "language") if found else None


def missing_share(signals: SubsetSignals) -> float:
    """The share of interviews in which a combination cannot be had, for whatever reason."""
    barred = signals.barred.value if isinstance(signals.barred, Estimate) else 0.0
    failed = signals.failed.value if isinstance(signals.failed, Estimate) else 0.0
    return barred + (1 - barred) * failed


def gain_text(found: Finding | None) -> str:
    """A difference of correlations with its sign.

    Examples
    --------
    >>> gain_text(Estimate(value=-0.0041, low=-0.01, high=0.001, n=9, method="x"))
    '−.004'
    """
    return signed(found.value) if isinstance(found, Estimate) else "—"


def signed(value: float) -> str:
    """A difference of correlations with its sign and three decimals."""
    return f"{value:+.3f}".replace("0.", ".", 1).replace("-", "−")


def range_text(found: Finding, locale: str, *, digits: int = 2) -> str:
    """A value with its interval, or why there is none."""
    if not isinstance(found, Estimate):
        if found.code == "correlation.constant":
            return say("modalities.tells_nobody", locale)
        return said(found.code, locale).what
    ends = (found.value, found.low, found.high)
    value, low, high = (f"{v:.{digits}f}".replace("-", "−") for v in ends)
    return say("finding.range", locale, value=value, low=low, high=high)


def law_text(law: ModalityLaw, subset: Subset, locale: str) -> str:
    """What one preset says, in a few words."""
    if law.counts == "no":
        return say(f"modalities.law_{law.why}", locale)
    if subset == WORDS:
        return say("modalities.law_words", locale)
    return say(f"modalities.law_{law.counts}", locale, most=per_cent(law.most))


def _whole(added: Subset) -> Subset:
    return (*WORDS, *added)


def _extra_seconds(study: ModalityStudy, whole: Subset) -> float | None:
    more, base = study.cost.of(whole), study.cost.of(WORDS)
    if not isinstance(more, Estimate) or not isinstance(base, Estimate):
        return None
    return more.value - base.value


def _end(found: Finding | None, *, low: bool) -> str:
    if not isinstance(found, Estimate):
        return "—"
    return signed(found.low if low else found.high)
