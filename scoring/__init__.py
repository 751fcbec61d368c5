"""One recorded interview in, one explained score card out.

Signals are measured in one pass per recording, checked by a quality gate, and weighed by a rubric
under a role model and a law preset. Nothing here learns who the candidate is.
"""

from scoring.added_model import NO_MODELS, AddedModel, ModelsInUse
from scoring.card_json import card_from_json, card_json, timeline_json
from scoring.catalogue import FEATURES
from scoring.extract import extract_answer, unreadable_answer
from scoring.language.duplicates import DuplicatePair, near_duplicates
from scoring.language.transcript import read_transcript
from scoring.quality_gate import barred, shares
from scoring.recognition.transcribe import recognise, transcribe_interview
from scoring.recommendation import recommend
from scoring.recording_signals import OpenMedia
from scoring.role_model import find_role, read_role_model, shipped_roles
from scoring.rubric import score as score_signals
from scoring.rubric_weights import Rubric, read_rubric, shipped_rubric
from scoring.score import score_interview
from scoring.scorer import RESULTS_VERSION, Scorer, rubric_id
from scoring.similarity_used import TFIDF, similarity_used

__all__ = [
    "FEATURES",
    "NO_MODELS",
    "RESULTS_VERSION",
    "TFIDF",
    "AddedModel",
    "DuplicatePair",
    "ModelsInUse",
    "OpenMedia",
    "Rubric",
    "Scorer",
    "barred",
    "card_from_json",
    "card_json",
    "extract_answer",
    "find_role",
    "near_duplicates",
    "read_role_model",
    "read_rubric",
    "read_transcript",
    "recognise",
    "recommend",
    "rubric_id",
    "score_interview",
    "score_signals",
    "shares",
    "shipped_roles",
    "shipped_rubric",
    "similarity_used",
    "timeline_json",
    "transcribe_interview",
    "unreadable_answer",
]
