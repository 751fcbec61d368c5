"""An explanation in words: who is compared, what carries the score, and how firm that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from interview import RoleModel, ScoreCard, Withheld
from scoring.catalogue import FEATURES
from scoring.explanation import OVERALL, By, Explanation, Part, PartGroup, View, key_of
from scoring.explanation.stability import LEAST_NAMED
from ui.codes import said
from ui.names import competency_names, feature_text, question_text, unit_text
from ui.say import known, say
from ui.wording import count_text, joined, listing, per_cent

TINY = 0.005


def feature_name(name: str, locale: str) -> str:
    """A feature's short name; one that is not in the catalogue shows its key as words.

    Examples
    --------
    >>> feature_name("lang_results", "en")
    'Results in figures'
    """
    key = f"feature.{name}"
    return say(key, locale) if known(key) else feature_text(name, locale)


def together_name(names: Sequence[str], locale: str) -> str:
    """A reason's features: one by its name, several that move together named as such."""
    called = listing((feature_name(one, locale) for one in names), locale)
    return say("feature.together", locale, names=called) if len(names) > 1 else called


def reason_name(
    group: PartGroup, how: By, role: RoleModel, card: ScoreCard | None, locale: str
) -> str:
    """What a reason is called when points are gathered this way."""
    if how == "feature":
        return together_name(group.names, locale)
    if how == "competency":
        return competency_names(role, locale).get(group.key, group.key)
    if how == "modality":
        return say(f"modality.{group.key}", locale)
    return asked_name(group.key, role, card, locale)


def asked_name(key: str, role: RoleModel, card: ScoreCard | None, locale: str) -> str:
    """A question by its number in the interview and its text; what was not asked says so."""
    if not key:
        return say("explain.not_asked", locale)
    name, _, version = key.partition("@")
    question = role.question(name, int(version) if version.isdigit() else None)
    places = [
        number
        for number, answer in enumerate(card.answers if card else (), 1)
        if key in (f"{answer.question}@{answer.version}", answer.question, answer.answer)
    ]
    parts = [say("record.answer", locale, number=n) for n in places]
    if question is not None:
        parts.append(question_text(question, locale))
    return " · ".join(parts) or key


def subject_name(subject: str, role: RoleModel, locale: str) -> str:
    """The score that is explained."""
    if subject == OVERALL:
        return say("explain.overall", locale)
    return competency_names(role, locale).get(subject, subject)


def conclusion(explanation: Explanation, role: RoleModel, locale: str) -> str:
    """The score beside the comparison, in one sentence."""
    gap = explanation.score - explanation.base
    return say(
        "explain.conclusion_above" if gap >= 0 else "explain.conclusion_below",
        locale,
        subject=subject_name(explanation.subject, role, locale),
        score=f"{explanation.score:.1f}",
        difference=f"{abs(gap):.1f}",
        compared=say(
            f"explain.compared_{explanation.comparison.key}",
            locale,
            n=count_text(explanation.comparison.n),
        ),
        base=f"{explanation.base:.1f}",
    )


def reason_sentence(
    explanation: Explanation, how: By, group: PartGroup, name: str, locale: str
) -> str:
    """What one reason does to the score, with its interval and what was measured."""
    size = f"{abs(group.points):.2f}"
    key = "explain.reason_up" if group.points >= 0 else "explain.reason_down"
    text = say(key, locale, name=name, points=size)
    if group.high - group.low > TINY:
        ends = sorted((abs(group.low), abs(group.high)))
        low = min(ends[0], ends[0] if group.low * group.high > 0 else 0.0)
        gap = "" if locale == "zh" else " "
        text += gap + say(
            "explain.reason_interval", locale, low=f"{low:.2f}", high=f"{ends[1]:.2f}"
        )
    text += "。" if locale == "zh" else "."
    facts = measured_sentences(explanation, group, locale) if how == "feature" else []
    return joined((text, *facts), locale)


def measured_sentences(explanation: Explanation, group: PartGroup, locale: str) -> list[str]:
    """What was measured of a single feature, beside what is usual."""
    if len(group.names) != 1:
        return []
    parts = [p for p in explanation.parts if p.feature == group.names[0]]
    values = [p.value for p in parts if p.value is not None]
    usual = [p.usual for p in parts if p.usual is not None and p.value is not None]
    spec = FEATURES.get(group.names[0])
    if not values or not usual:
        return [] if values else [say("explain.not_measured", locale)]
    return [
        say(
            "explain.measured",
            locale,
            value=number(sum(values) / len(values)),
            unit=unit_text(spec.unit, locale) if spec else "",
            usual=number(sum(usual) / len(usual)),
        )
    ]


def number(value: float) -> str:
    """A measured value with as many decimals as it deserves.

    Examples
    --------
    >>> number(0.482), number(3.0), number(142.6)
    ('0.48', '3.0', '143')
    """
    return (
        f"{value:.2f}" if abs(value) < 1 else f"{value:.1f}" if abs(value) < 100 else f"{value:.0f}"
    )


def stability_sentence(explanation: Explanation, view: View, locale: str) -> str:
    """How firm the reasons are, and that they are not where they are not."""
    found = view.stability
    if isinstance(found, Withheld):
        if found.code == "explanation.nothing_stands_out":
            return say("explain.nothing_named", locale, least=f"{LEAST_NAMED:.2f}")
        return say("explain.stability_none", locale, why=said(found.code, locale).what)
    if view.unstable:
        key = "explain.unstable"
    else:
        key = "explain.stable_model" if "model" in explanation.method else "explain.stable"
    return say(key, locale, share=per_cent(found.value), draws=found.n)


def reasons(
    explanation: Explanation, how: By, role: RoleModel, card: ScoreCard | None, locale: str
) -> list[str]:
    """The named reasons, one sentence each."""
    return [
        reason_sentence(
            explanation, how, group, reason_name(group, how, role, card, locale), locale
        )
        for group in explanation.views[how].groups
        if group.named
    ]


def parts_of(explanation: Explanation, how: By, group: PartGroup) -> list[Part]:
    """The parts behind one reason."""
    names = set(group.names)
    return [
        p for p in explanation.parts if (p.feature if how == "feature" else key_of(p, how)) in names
    ]


def method_sentence(explanation: Explanation, view: View, locale: str) -> str:
    """The names of everything behind an explanation."""
    order = view.rank_correlation
    return say(
        "explain.digest",
        locale,
        digest=explanation.digest[:12],
        method=explanation.method,
        scorer=explanation.scorer,
        rank="—" if order is None else f"{order:.2f}",
    )


def names_of(role: RoleModel, locale: str) -> Mapping[str, str]:
    """Names of the scores of a role: the overall one first."""
    return {OVERALL: say("explain.overall", locale), **competency_names(role, locale)}
