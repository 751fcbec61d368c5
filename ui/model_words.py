"""Models in words: names, states, the sentence that concludes, and what would be enough."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from interview import Estimate, Finding, Withheld
from store import ModelStateName
from ui.audit_words import attribute_text, group_text
from ui.codes import Said, said
from ui.explanation_words import feature_name
from ui.names import policy_name
from ui.say import known, say
from ui.wording import count_text, listing, per_cent
from workflow.model_comparison import ModelComparison, gain
from workflow.model_monitoring import ModelAlert
from workflow.promotion_checks import Check
from workflow.register import RegisteredModel

STATE_ICONS: Mapping[ModelStateName, str] = {
    "champion": ":material/military_tech:",
    "challenger": ":material/swords:",
    "draft": ":material/draft:",
    "retired": ":material/inventory_2:",
}
STATE_COLOURS: Mapping[ModelStateName, Literal["green", "blue", "gray"]] = {
    "champion": "green",
    "challenger": "blue",
    "draft": "gray",
    "retired": "gray",
}


def state_text(state: str, locale: str) -> str:
    """A state's name.

    Examples
    --------
    >>> state_text("challenger", "en")
    'challenger'
    """
    return say(f"model_state.{state}", locale)


def short_ref(ref: str) -> str:
    """A name with the beginning of its version, as people read it.

    Examples
    --------
    >>> short_ref("learned@1-0a1b2c3d4e5f")
    'learned@1-0a1b2c'
    """
    name, at, version = ref.partition("@")
    return f"{name}{at}{version[:8]}"


def kind_text(model: RegisteredModel, locale: str) -> str:
    """What kind of scorer it is."""
    kind = str(model.facts.get("kind") or model.kind)
    key = f"model_kind.{kind}"
    return say(key, locale) if known(key) else kind


def target_text(target: str, locale: str) -> str:
    """What it was taught to tell."""
    return say(f"model_target.{target or 'rubric'}", locale)


def laws_text(model: RegisteredModel, locale: str) -> str:
    """The presets it may score under."""
    if model.is_rubric:
        return say("models.any_law", locale)
    # names of laws have commas of their own
    return " · ".join(policy_name(law, locale) for law in model.paper.laws) or "—"


def roles_text(model: RegisteredModel, names: Mapping[str, str], locale: str) -> str:
    """The roles it is for."""
    if not model.paper.roles:
        return say("models.every_role", locale)
    return listing((names.get(role, role) for role in model.paper.roles), locale)


def figure(finding: Finding | None, locale: str, *, signed: bool = False) -> str:
    """A finding with its interval; a dash where there is none, whose reason `why_not` gives.

    Examples
    --------
    >>> figure(Estimate(value=0.61, low=0.5, high=0.7, n=9, method="r"), "en")
    '0.61 (0.50 to 0.70)'
    """
    if not isinstance(finding, Estimate):
        return "—"
    ends = {"value": finding.value, "low": finding.low, "high": finding.high}
    return say("finding.range", locale, **{k: two(v, signed=signed) for k, v in ends.items()})


def two(value: float, *, signed: bool = False) -> str:
    """Two decimals; nothing is above or below nought that is not so at that exactness.

    Examples
    --------
    >>> two(-0.001), two(0.004, signed=True), two(0.2, signed=True)
    ('0.00', '0.00', '+0.20')
    """
    text = f"{value:{'+' if signed else ''}.2f}"
    return "0.00" if text[1:] == "0.00" else text


def why_not(finding: Finding | None, locale: str) -> str:
    """Why there is no figure; empty where there is one."""
    return said(finding.code, locale).what if isinstance(finding, Withheld) else ""


def conclusion(models: Iterable[RegisteredModel], locale: str) -> str:
    """Who scores, and how many wait."""
    listed = list(models)
    champions = [m.ref for m in listed if m.state == "champion" and not m.is_rubric]
    waiting = sum(m.state in ("draft", "challenger") for m in listed)
    first = say("models.conclusion_rubric", locale)
    if champions:
        names = listing((short_ref(ref) for ref in champions), locale)
        first = say("models.conclusion_champion", locale, models=names)
    if not waiting:
        return first
    gap = "" if locale == "zh" else " "
    return first + gap + say("models.conclusion_waiting", locale, count=waiting)


def headline(
    model: RegisteredModel, champion: str, target: str, found: ModelComparison | None, locale: str
) -> str:
    """The sentence under a model's name: how it stands against whom it would replace."""
    names = {"model": short_ref(model.ref), "champion": short_ref(champion)}
    if model.state == "retired":
        return say("models.head_retired", locale, model=names["model"])
    if found is None:
        return say("models.head_not_compared", locale, **names)
    better = gain(found.performance if target == "performance" else found.ratings)
    words = target_text(target, locale)
    if isinstance(better, Withheld):
        return say("models.head_unknown", locale, target=words, **names)
    how = "better" if better.low > 0 else "worse" if better.high < 0 else "unsure"
    return say(
        f"models.head_{how}",
        locale,
        target=words,
        gain=f"{better.value:+.2f}",
        low=f"{better.low:+.2f}",
        high=f"{better.high:+.2f}",
        n=count_text(better.n),
        **names,
    )


def check_title(check: Check, locale: str) -> str:
    """What a line of the list asks."""
    return say(f"model_check.{check.key}", locale)


def check_said(check: Check, locale: str) -> Said:
    """Why a line did not pass and what would be enough, names translated."""
    return said(check.code, locale, _named(check.slots, locale))


def _named(slots: Mapping[str, object], locale: str) -> dict[str, object]:
    made = dict(slots)
    if "attribute" in made:
        made["attribute"] = attribute_text(str(made["attribute"]), locale)
    if "group" in made:
        made["group"] = group_text(str(made["group"]), locale)
    if "modality" in made:
        made["modality"] = say(f"modality.{made['modality']}", locale)
    if "law" in made:
        made["law"] = policy_name(str(made["law"]), locale)
    if "fit" in made:
        fitting = (policy_name(law, locale) for law in str(made["fit"]).split(", ") if law)
        made["fit"] = listing(fitting, locale) or "—"
    for key in ("model", "champion"):
        if key in made:
            made[key] = short_ref(str(made[key]))
    missing = made.get("missing")
    if isinstance(missing, (list, tuple)):
        made["missing"] = listing((say(f"model_gap.{one}", locale) for one in missing), locale)
    return made


def alert_text(alert: ModelAlert, since: str, locale: str) -> str:
    """One alert as one sentence."""
    slots: dict[str, object] = {"since": since}
    for key, value in alert.slots.items():
        if key == "feature":
            slots[key] = feature_name(str(value), locale)
        elif alert.code == "withheld_more" and isinstance(value, float):
            slots[key] = per_cent(value)
        else:
            slots[key] = f"{value:.2f}" if isinstance(value, float) else value
    return say(f"model_alert.{alert.code}", locale, **slots)
