"""The check-list before a promotion: every line computed, every failure with what would do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Literal, get_args

from interview import Actor, CandorError, Estimate, Finding, Withheld
from store import Reading
from workflow.golden_check import MARGIN, GoldenCheck, kept_checks
from workflow.golden_set import FEWEST, golden_set_in_force
from workflow.model_comparison import ModelComparison, gain, kept_comparisons
from workflow.model_evidence import ModelEvidence, model_evidence
from workflow.policies import shipped_policies
from workflow.register import RegisteredModel, standing_champion
from workflow.shadow import proved_content, scorer_of

CheckKey = Literal[
    "file", "people", "gain", "coverage", "groups", "leak", "golden", "laws", "card", "owner"
]
CHECKS: tuple[CheckKey, ...] = get_args(CheckKey)
FEWEST_PEOPLE = 100
"""Rated people on whom both models are compared: below it a gain is mostly chance."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One line of the list. ``code`` is empty when it passed; else it names what is missing, and
    ``slots`` fill the sentence that says what would be enough. ``finding`` is the figure behind."""

    key: CheckKey
    code: str = ""
    slots: Mapping[str, object] = field(default_factory=dict)
    finding: Finding | None = None

    @property
    def passed(self) -> bool:
        """True when nothing stands against promotion on this line."""
        return not self.code


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckList:
    """All lines for one model against the champion it would replace."""

    model: str
    champion: str
    checks: tuple[Check, ...]
    comparison: str = ""

    @property
    def passed(self) -> bool:
        """True when every line passed."""
        return all(one.passed for one in self.checks)

    @property
    def failed(self) -> tuple[Check, ...]:
        """The lines that stand against it."""
        return tuple(one for one in self.checks if not one.passed)

    def without_groups(self) -> CheckList:
        """The same for those who may not see audits: whether groups pass, not how they fare."""
        return replace(self, checks=tuple(map(_unseen, self.checks)))


def check_list(
    reading: Reading, actor: Actor, model: RegisteredModel, *, load: bool = False
) -> CheckList:
    """Every line computed from what is kept: training, comparison, golden set, paper and law.

    For verbs that have checked their right; comparisons count when they speak of all departments
    and the actor sees them. The bytes of the file are compared with its digest; with ``load`` it is
    opened too, as it must be before it may score.
    """
    champion = standing_champion(reading, model)
    found = [
        c
        for c in kept_comparisons(reading, actor, model.ref)
        if (c.first, c.second) == (champion.ref, model.ref)
        # a champion scores everywhere: a comparison of one department proves too little
        and not c.scope.get("departments")
    ]
    newest = found[0] if found else None
    # whoever may not audit compares without groups; that must not hide an audited comparison
    audited = next((c for c in found if c.fairness is not None), None)
    evidence = model_evidence(model)
    golden = _golden_of(reading, model, champion)
    checks = (
        _file(reading, model, load=load),
        _people(newest, evidence),
        _gain(newest, evidence, model, champion, golden),
        _coverage(evidence),
        _groups(newest, audited),
        _leak(newest, audited),
        _golden(reading, golden, model, champion),
        _laws(model, evidence),
        _card(model, evidence),
        _owner(model),
    )
    return CheckList(
        model=model.ref,
        champion=champion.ref,
        checks=checks,
        comparison=newest.name if newest else "",
    )


def _unseen(check: Check) -> Check:
    if check.code in ("promotion.groups_worse", "promotion.gives_away"):
        return Check(key=check.key, code="promotion.audit_unseen")
    return Check(key="groups") if check.key == "groups" and check.passed else check


def _file(reading: Reading, model: RegisteredModel, *, load: bool) -> Check:
    try:
        if load:
            scorer_of(reading, model)
        else:
            proved_content(reading, model)
    except CandorError as error:
        return Check(key="file", code=error.code, slots=dict(error.slots))
    return Check(key="file")


def _criterion(found: ModelComparison, evidence: ModelEvidence) -> Finding:
    """The gain on what the model was trained to tell."""
    return gain(found.performance if evidence.target == "performance" else found.ratings)


def _not_compared(key: CheckKey) -> Check:
    return Check(key=key, code="promotion.not_compared")


def _people(found: ModelComparison | None, evidence: ModelEvidence) -> Check:
    if found is None:
        return _not_compared("people")
    n = _criterion(found, evidence).n
    if n < FEWEST_PEOPLE:
        slots = {"n": n, "needed": FEWEST_PEOPLE, "more": FEWEST_PEOPLE - n}
        return Check(key="people", code="promotion.few_people", slots=slots)
    return Check(key="people")


def _gain(
    found: ModelComparison | None,
    evidence: ModelEvidence,
    model: RegisteredModel,
    champion: RegisteredModel,
    golden: GoldenCheck | None,
) -> Check:
    if found is None:
        return _not_compared("gain")
    better = _criterion(found, evidence)
    if not evidence.held_out:
        return Check(key="gain", code="promotion.not_held_out", slots={"model": model.ref})
    if model.name == champion.name and golden is not None and golden.equivalent:
        # a new version that scores alike needs no gain; where it scores the same, none is defined
        return Check(key="gain", finding=better)
    if isinstance(better, Withheld):
        return Check(key="gain", code="promotion.gain_unknown", slots={"n": better.n})
    if better.low > 0:
        return Check(key="gain", finding=better)
    figures = {"gain": _signed(better.value), "low": _signed(better.low)}
    if better.value <= 0:
        return Check(key="gain", code="promotion.no_gain", slots=figures, finding=better)
    # the interval narrows with the square root of the people
    needed = ceil(better.n * ((better.value - better.low) / better.value) ** 2)
    slots = {**figures, "n": better.n, "needed": max(needed, better.n + 1)}
    return Check(key="gain", code="promotion.gain_uncertain", slots=slots, finding=better)


def _coverage(evidence: ModelEvidence) -> Check:
    held = evidence.coverage
    if held is None or isinstance(held, Withheld):
        return Check(key="coverage", code="promotion.coverage_unknown")
    slots = {"held": f"{held.value:.0%}", "level": f"{evidence.level:.0%}"}
    code = "" if held.high >= evidence.level else "promotion.intervals_too_narrow"
    return Check(key="coverage", code=code, slots=slots if code else {}, finding=held)


def _groups(found: ModelComparison | None, audited: ModelComparison | None) -> Check:
    if found is None:
        return _not_compared("groups")
    if audited is None or audited.fairness is None:
        return Check(key="groups", code="promotion.not_audited")
    worse = [g for g in audited.fairness.groups if g.verdict == "exceeds"]
    if not audited.fairness.groups:
        return Check(key="groups", code="promotion.no_groups")
    if worse:
        first = min(worse, key=_ratio)
        slots = {
            "many": len(worse),
            "attribute": first.attribute,
            "group": first.group,
            "before": _two(first.ratio_first),
            "now": _two(first.ratio_second),
        }
        return Check(
            key="groups", code="promotion.groups_worse", slots=slots, finding=first.difference
        )
    unsure = sum(g.verdict == "cannot_tell" for g in audited.fairness.groups)
    return Check(key="groups", slots={"unsure": unsure} if unsure else {})


def _leak(found: ModelComparison | None, audited: ModelComparison | None) -> Check:
    if found is None:
        return _not_compared("leak")
    if audited is None or audited.fairness is None:
        return Check(key="leak", code="promotion.not_audited")
    telling = [x for x in audited.fairness.leaks if x.verdict == "exceeds"]
    if telling:
        slots = {
            "attribute": telling[0].attribute,
            "group": telling[0].group,
            "before": _two(telling[0].first),
            "now": _two(telling[0].second),
        }
        return Check(
            key="leak", code="promotion.gives_away", slots=slots, finding=telling[0].second
        )
    return Check(key="leak")


def _golden_of(
    reading: Reading, model: RegisteredModel, champion: RegisteredModel
) -> GoldenCheck | None:
    """The newest check of this model against that champion on the set in force."""
    held = golden_set_in_force(reading)
    if held is None:
        return None
    mine = [c for c in kept_checks(reading, model.ref) if c.set_name == held.name]
    return next((c for c in mine if c.against == champion.ref), None)


def _golden(
    reading: Reading,
    found: GoldenCheck | None,
    model: RegisteredModel,
    champion: RegisteredModel,
) -> Check:
    if found is None:
        code = (
            "golden.none" if golden_set_in_force(reading) is None else "promotion.golden_unchecked"
        )
        return Check(key="golden", code=code, slots={"needed": FEWEST})
    if found.repeat_sd > 0:
        slots: dict[str, object] = {"sd": f"{found.repeat_sd:.2f}"}
        return Check(key="golden", code="promotion.golden_unsteady", slots=slots)
    if not found.passed:
        slots = {"model": model.ref, "margin": MARGIN, "champion": champion.ref}
        return Check(
            key="golden", code="promotion.golden_moved", slots=slots, finding=found.difference
        )
    return Check(key="golden", finding=found.difference)


def _laws(model: RegisteredModel, evidence: ModelEvidence) -> Check:
    if not model.paper.laws:
        return Check(key="laws", code="promotion.no_law")
    policies = shipped_policies()
    for key in model.paper.laws:
        policy = policies[key]
        over = [m for m in model.modalities if evidence.share(m) > policy.cap(m) + 1e-9]
        barred = [m for m in model.modalities if policy.cap(m) <= 0] or over
        if barred:
            fit = [
                k
                for k, p in sorted(policies.items())
                if all(p.cap(m) > 0 and evidence.share(m) <= p.cap(m) for m in model.modalities)
            ]
            slots = {"law": key, "modality": barred[0], "fit": ", ".join(fit)}
            return Check(key="laws", code="promotion.law_bars", slots=slots)
    return Check(key="laws")


def _card(model: RegisteredModel, evidence: ModelEvidence) -> Check:
    there = {
        "intended_use": model.paper.intended_use,
        "limits": model.paper.limits,
        "data": evidence.data_digest,
        "metrics": evidence.metrics,
        "explanation": evidence.weights,
    }
    missing = tuple(name for name, held in there.items() if not held)
    if missing:
        return Check(key="card", code="promotion.card_incomplete", slots={"missing": missing})
    return Check(key="card")


def _owner(model: RegisteredModel) -> Check:
    return Check(key="owner", code="" if model.paper.owner else "promotion.no_owner")


def _ratio(group: object) -> float:
    found = getattr(group, "ratio_second", None)
    return found.value if isinstance(found, Estimate) else 1.0


def _two(finding: Finding) -> str:
    return f"{finding.value:.2f}" if isinstance(finding, Estimate) else "-"


def _signed(value: float) -> str:
    return f"{value:+.3f}"
