"""Why a score is what it is: points that add up to it, whom it is compared with, how firm it is.

Every scorer is explained by exact Shapley values against a named comparison. Features that move
together stand as one reason, and each explanation says how many of its reasons stay when the
comparison and the model are drawn anew.
"""

from scoring.explanation.actionable import Actionable, actionable
from scoring.explanation.comparison_group import FEWEST_PEOPLE, ComparisonGroup, PointsTable
from scoring.explanation.explain_card import explain_card
from scoring.explanation.explain_learned import explain_learned, feature_groups
from scoring.explanation.explanation import (
    BY,
    OVERALL,
    UNSTABLE_BELOW,
    By,
    Comparison,
    Explanation,
    Part,
    PartGroup,
    View,
    by,
    key_of,
)
from scoring.explanation.explanation_json import explanation_json
from scoring.explanation.model_attributions import Interaction, interactions, model_attributions
from scoring.explanation.role_explanation import (
    Attributions,
    DependencePoint,
    GroupGap,
    Importance,
    dependence,
    group_gaps,
    importance,
    role_attributions,
)
from scoring.explanation.tree_shapley import TreeExplainer
from scoring.explanation.what_if import Lever, Outcome, SmallestChange, Step, WhatIf

__all__ = [
    "BY",
    "FEWEST_PEOPLE",
    "OVERALL",
    "UNSTABLE_BELOW",
    "Actionable",
    "Attributions",
    "By",
    "Comparison",
    "ComparisonGroup",
    "DependencePoint",
    "Explanation",
    "GroupGap",
    "Importance",
    "Interaction",
    "Lever",
    "Outcome",
    "Part",
    "PartGroup",
    "PointsTable",
    "SmallestChange",
    "Step",
    "TreeExplainer",
    "View",
    "WhatIf",
    "actionable",
    "by",
    "dependence",
    "explain_card",
    "explain_learned",
    "explanation_json",
    "feature_groups",
    "group_gaps",
    "importance",
    "interactions",
    "key_of",
    "model_attributions",
    "role_attributions",
]
