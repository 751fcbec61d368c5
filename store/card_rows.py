"""A card's JSON as table rows: every number, no quote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store.restoring import dumped
from store.transaction import Row

_PARTS = ("value", "low", "high", "n", "method", "code")


def card_row(interview_id: str, digest: str, card: Mapping[str, Any], made_at: str) -> Row:
    """The row of table card."""
    scorer = _named(card.get("scorer"), "name")
    recommendation = _named(card.get("recommendation"), "code")
    flags = [str(flag["code"]) for flag in card.get("flags") or ()]
    return {
        "interview_id": interview_id,
        "digest": digest,
        "role": _key(card.get("role")),
        "role_digest": str(card.get("role_digest") or ""),
        "policy": _key(card.get("policy")),
        "policy_digest": str(card.get("policy_digest") or ""),
        "scorer": str(scorer.get("name") or ""),
        "scorer_version": str(scorer.get("version") or ""),
        "results_version": int(card.get("results_version") or scorer.get("results_version") or 0),
        "inputs_digest": str(card.get("inputs_digest") or ""),
        "threshold": card.get("threshold"),
        **finding_columns("overall_", card.get("overall")),
        **finding_columns("without_expression_", card.get("overall_without_expression")),
        "recommendation": str(recommendation.get("code") or ""),
        "because": dumped(list(recommendation.get("because") or ())),
        "flags": dumped(sorted(set(flags))),
        "flag_count": len(flags),
        "competencies": len(card.get("competencies") or ()),
        "made_at": made_at,
    }


def competency_rows(interview_id: str, digest: str, card: Mapping[str, Any]) -> list[Row]:
    """The rows of table competency_score."""
    return [
        {
            "interview_id": interview_id,
            "card_digest": digest,
            "competency": one["competency"],
            **finding_columns("", one.get("finding")),
            **finding_columns("without_expression_", one.get("without_expression")),
            "threshold": one.get("threshold"),
            "weight": one.get("weight"),
            "must_have": int(bool(one.get("must_have"))),
        }
        for one in card.get("competencies") or ()
    ]


def answer_rows(interview_id: str, digest: str, card: Mapping[str, Any]) -> list[Row]:
    """The rows of table answer_score."""
    return [
        {
            "interview_id": interview_id,
            "card_digest": digest,
            "answer_id": str(one.get("answer") or position),
            "question": one.get("question"),
            "version": one.get("version"),
            **finding_columns("", one.get("score")),
        }
        for position, one in enumerate(card.get("answers") or ())
    ]


def evidence_rows(interview_id: str, digest: str, card: Mapping[str, Any]) -> list[Row]:
    """The rows of table evidence, in the order of the card."""
    rows: list[Row] = []
    for competency in card.get("competencies") or ():
        for one in competency.get("evidence") or ():
            rows.append(
                {
                    "interview_id": interview_id,
                    "card_digest": digest,
                    "position": len(rows),
                    "competency": competency["competency"],
                    "answer_id": one.get("answer"),
                    "start_ms": one.get("start_ms"),
                    "end_ms": one.get("end_ms"),
                    "start_char": one.get("start_char"),
                    "end_char": one.get("end_char"),
                    "feature": one["feature"],
                    "modality": one["modality"],
                    "contribution": one.get("contribution") or 0.0,
                }
            )
    return rows


def finding_columns(prefix: str, finding: Mapping[str, Any] | None) -> Row:
    """A finding as its six columns; all empty when there is none."""
    found = finding or {}
    return {prefix + part: found.get(part) for part in _PARTS}


def _named(value: object, field: str) -> Mapping[str, Any]:
    """A part that may be written as a mapping or, short, as its name alone."""
    if isinstance(value, Mapping):
        return value
    return {field: value}


def _key(value: object) -> str:
    return str(value.get("key") or "") if isinstance(value, Mapping) else str(value or "")
