"""An explanation as the JSON that the command line and exports use."""

from __future__ import annotations

from typing import Any

from interview import finding_json, plain
from scoring.explanation.explanation import Explanation, View

JsonObject = dict[str, Any]


def explanation_json(explanation: Explanation) -> JsonObject:
    """Every number of an explanation, nothing rounded.

    ``parts`` are the finest grain; ``views`` the same points gathered by feature (those that move
    together as one), competency, question and modality, each with its stability.
    """
    return {
        "interview": explanation.interview,
        "subject": explanation.subject,
        "score": explanation.score,
        "low": explanation.low,
        "high": explanation.high,
        "base": explanation.base,
        "threshold": explanation.threshold,
        "comparison": plain(explanation.comparison),
        "method": explanation.method,
        "scorer": explanation.scorer,
        "card": explanation.card,
        "stability": finding_json(explanation.stability),
        "unstable": explanation.unstable,
        "views": {how: _view(view) for how, view in explanation.views.items()},
        "parts": [plain(part) for part in explanation.parts],
        "digest": explanation.digest,
    }


def _view(view: View) -> JsonObject:
    return {
        "groups": [plain(group) for group in view.groups],
        "stability": finding_json(view.stability),
        "rank_correlation": view.rank_correlation,
        "unstable": view.unstable,
    }
