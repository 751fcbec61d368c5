"""A bank's findings as JSON: for a file that others read, and to be kept and read again."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, get_type_hints

import numpy as np

from analysis import (
    BankAssessment,
    QuestionAssessment,
    QuestionLeak,
    ValidityPrior,
    VersionChange,
)
from analysis.assess_bank import CompetencyCoverage
from interview import Finding, Flag, finding_json, plain
from store import restored
from workflow.bank_found import (
    BankFound,
    DifFound,
    QuestionFacts,
    RoleUse,
    interviews_to_come,
    name_of,
    worth_of_more,
)

AHEAD = 50
"""So many more rated people are asked about in the value of information."""


def bank_json(found: BankFound) -> dict[str, object]:
    """The findings as others read them: one entry per question, then competencies and roles.

    ``validity`` is the posterior, drawn towards the questions of the competency; ``observed`` the
    question's own correlation. ``dif`` is null where nobody looked.
    """
    told = found.assessment
    return {
        "questions": [_question(one, found) for one in told.questions],
        "rewordings": [
            {
                "question": key,
                "old": _number(one.old),
                "new": _number(one.new),
                "old_validity": _finding(one.old_validity),
                "new_validity": _finding(one.new_validity),
                "difference": _finding(one.validity),
                "p_value": one.p_value,
                "chance_better": one.chance_better,
                "people_needed": one.people_needed,
                "item_rest_difference": _finding(one.item_rest),
                "difficulty_difference": _finding(one.difficulty),
            }
            for key, some in found.changes.items()
            for one in some
        ],
        "competencies": [plain(one) for one in told.coverage],
        "roles": [
            {
                "role": use.role,
                "interviews": use.interviews,
                "questions": use.questions,
                "asked": use.asked,
                "overlap": use.overlap,
                "cap": use.cap,
                "questions_for_cap": use.questions_for_cap,
            }
            for use in found.uses
        ],
        "priors": {topic: plain(one) for topic, one in told.priors.items()},
        "answers": told.answers,
        "interviews": found.interviews,
        "rated": found.rated,
        "minimum": found.minimum,
        "looked_at": list(found.looked_at),
        "copies_looked_at": found.copies,
        "notes": [_flag(one) for one in found.notes],
    }


def _question(one: QuestionAssessment, found: BankFound) -> dict[str, object]:
    facts = found.facts[name_of(one)]
    statistics, leak = one.statistics, one.leak
    ahead = worth_of_more(one, AHEAD, found.minimum)
    return {
        "question": one.question,
        "version": _number(one.version),
        "standing": found.standing.get(name_of(one)),
        "competency": facts.competency or None,
        "roles": [role for role in facts.roles if role],
        "n": one.n,
        "n_needed": one.needed,
        "recommendation": one.recommendation,
        "reasons": [_flag(reason) for reason in one.reasons],
        "weak_spots": list(one.weak_spots),
        "discrimination": _finding(statistics.discrimination if statistics else None),
        "item_rest": _finding(statistics.item_rest if statistics else None),
        # before anybody was rated this is what was supposed beforehand, and rests on nobody
        "validity": (_finding(one.shrunken) or {}) | {"n": one.n},
        "observed": _finding(one.observed),
        "p_above_minimum": one.p_above,
        "usual_rule": one.usual_rule,
        "dif": one.dif_class or None,
        "dif_comparisons": [_compared(told) for told in facts.dif],
        "exposure": _finding(one.exposure.rate if one.exposure else None),
        "exposure_over_cap": one.exposure.over_cap if one.exposure else None,
        "leakage": leak.verdict if leak else None,
        "leakage_signs": _signs(leak) if leak else None,
        "agreement": _finding(one.agreement),
        "templates": _finding(one.templates),
        "difficulty": _finding(statistics.difficulty if statistics else None),
        "sd": statistics.sd if statistics else None,
        "floor": _finding(statistics.floor if statistics else None),
        "ceiling": _finding(statistics.ceiling if statistics else None),
        "answers": facts.answers,
        "missing": statistics.missing if statistics else None,
        "median_seconds": facts.seconds,
        "more_people": one.more,
        "more_interviews": interviews_to_come(one, facts),
        "value_of_information": {
            "people": AHEAD,
            "gain": ahead.gain,
            "perfect": ahead.perfect,
            "chance_of_change": ahead.chance_of_change,
        },
    }


def _compared(one: DifFound) -> dict[str, object]:
    return {
        "attribute": one.attribute,
        "role": one.role,
        "group": one.group,
        "class": one.size_class,
        "harder_for": one.harder_for,
        "effect": _finding(one.effect),
        "adjusted_p": one.adjusted_p,
    }


def _signs(leak: QuestionLeak) -> dict[str, object]:
    return {
        "signs": list(leak.signs),
        "before": leak.before,
        "after": leak.after,
        "drift": _finding(leak.drift),
        "p_value": leak.p_value,
        "signal_on": None if leak.signal_on is None else str(leak.signal_on),
        "copies": _finding(leak.copies),
        "faster": _finding(leak.faster),
    }


def _finding(found: Finding | None) -> dict[str, object] | None:
    return None if found is None else finding_json(found)


def _flag(flag: Flag) -> dict[str, object]:
    return {"code": flag.code, "slots": plain(flag.slots)}


def _number(version: str) -> int | str | None:
    """A version as it is counted; words stay words, and none is null."""
    return int(version) if version.isdigit() else version or None


def kept_json(found: BankFound) -> dict[str, Any]:
    """Everything, as the store keeps it; `found_from_json` is the inverse."""
    told = found.assessment
    return {
        "questions": [_kept(one) for one in told.questions],
        "coverage": told.coverage,
        "priors": dict(told.priors),
        "overlap": told.overlap,
        "answers": told.answers,
        "facts": dict(found.facts),
        "changes": dict(found.changes),
        "standing": dict(found.standing),
        "uses": found.uses,
        "interviews": found.interviews,
        "rated": found.rated,
        "looked_at": found.looked_at,
        "copies": found.copies,
        "notes": found.notes,
        "minimum": found.minimum,
    }


def found_from_json(data: Mapping[str, Any]) -> BankFound:
    """The findings from what the store kept."""
    return BankFound(
        assessment=BankAssessment(
            questions=tuple(_restored(one) for one in data["questions"]),
            coverage=tuple(restored(CompetencyCoverage, one) for one in data["coverage"]),
            priors={k: restored(ValidityPrior, one) for k, one in data["priors"].items()},
            overlap=data["overlap"],
            answers=int(data["answers"]),
        ),
        facts={k: restored(QuestionFacts, one) for k, one in data["facts"].items()},
        changes={
            k: tuple(restored(VersionChange, one) for one in some)
            for k, some in data["changes"].items()
        },
        standing=dict(data["standing"]),
        uses=tuple(restored(RoleUse, one) for one in data["uses"]),
        interviews=int(data["interviews"]),
        rated=int(data["rated"]),
        looked_at=tuple(data["looked_at"]),
        copies=bool(data["copies"]),
        notes=tuple(restored(Flag, one) for one in data["notes"]),
        minimum=float(data["minimum"]),
    )


def _kept(one: QuestionAssessment) -> dict[str, Any]:
    made = {name: getattr(one, name) for name in _hints(QuestionAssessment)}
    if one.leak is not None:
        leak = {name: getattr(one.leak, name) for name in _hints(QuestionLeak)}
        day = one.leak.signal_on
        made["leak"] = leak | {"signal_on": None if day is None else str(day)}
    return made


def _restored(data: Mapping[str, Any]) -> QuestionAssessment:
    hints = _hints(QuestionAssessment)
    values = {name: restored(hints[name], v) for name, v in data.items() if name != "leak"}
    leak = None
    if data["leak"] is not None:
        hints = _hints(QuestionLeak)
        told = {n: restored(hints[n], v) for n, v in data["leak"].items() if n != "signal_on"}
        day = data["leak"]["signal_on"]
        leak = QuestionLeak(**told, signal_on=None if day is None else np.datetime64(day, "D"))
    return QuestionAssessment(**values, leak=leak)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
