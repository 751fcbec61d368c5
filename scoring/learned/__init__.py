"""Scorers learned from people's ratings or from later performance.

They answer the same protocol as the rubric, are proven on people left out, say how sure they are
and withhold a score where they would be guessing. None of them sees a protected attribute.
"""

from scoring.learned.artefact import file_digest, load_scorer, save_scorer
from scoring.learned.design import DesignTable, FeatureDesign, design_of, design_rows
from scoring.learned.learned_scorer import LearnedScorer, Outside
from scoring.learned.train import train
from scoring.learned.training_report import LeftOut, Rival, Trained, TrainingReport
from scoring.learned.training_spec import TrainingSpec

__all__ = [
    "DesignTable",
    "FeatureDesign",
    "LearnedScorer",
    "LeftOut",
    "Outside",
    "Rival",
    "Trained",
    "TrainingReport",
    "TrainingSpec",
    "design_of",
    "design_rows",
    "file_digest",
    "load_scorer",
    "save_scorer",
    "train",
]
