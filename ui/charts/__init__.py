"""Charts: findings in, a Plotly figure out, with the sentence a screen reader speaks.

Intervals and n are always drawn; what is withheld is named in words and never drawn as zero.
"""

from ui.charts.changed_scores import ChangedScore, changed_scores
from ui.charts.comparison_dots import comparison_dots
from ui.charts.competency_bars import competency_bars
from ui.charts.contributions_by_modality import contributions_by_modality
from ui.charts.contributions_by_question import contributions_by_question
from ui.charts.cut_sweep import cut_sweep
from ui.charts.drawing import Drawing
from ui.charts.explanation_steps import Step, explanation_steps
from ui.charts.expression_gap import expression_gap
from ui.charts.funnel import funnel
from ui.charts.impact_ratio_dots import impact_ratio_dots
from ui.charts.palette import DARK, LIGHT, Palette
from ui.charts.quality_by_group import quality_by_group
from ui.charts.question_effects import question_effects
from ui.charts.question_life import LifeLine, question_life
from ui.charts.question_validity import question_validity
from ui.charts.ratio_over_time import ratio_over_time
from ui.charts.score_spread import score_spread
from ui.charts.weight_choices import weight_choices

__all__ = [
    "DARK",
    "LIGHT",
    "ChangedScore",
    "Drawing",
    "LifeLine",
    "Palette",
    "Step",
    "changed_scores",
    "comparison_dots",
    "competency_bars",
    "contributions_by_modality",
    "contributions_by_question",
    "cut_sweep",
    "explanation_steps",
    "expression_gap",
    "funnel",
    "impact_ratio_dots",
    "quality_by_group",
    "question_effects",
    "question_life",
    "question_validity",
    "ratio_over_time",
    "score_spread",
    "weight_choices",
]
