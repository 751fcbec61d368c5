"""What was said: reading transcripts and measuring the language of an answer.

``read_transcript`` takes SRT, VTT, JSON and plain text; ``measure_language`` counts, finds the
parts of a told episode, and finds evidence of each competency with its sentence and time. A
language is added by a lexicon file here and a phrase file in scoring/competencies.
"""

from scoring.language.locale import detect_locale
from scoring.language.measure import ANSWER_FEATURES, LanguageResult, measure_language
from scoring.language.transcript import read_transcript
from scoring.language.transcript_json import transcript_from_json, transcript_json

__all__ = [
    "ANSWER_FEATURES",
    "LanguageResult",
    "detect_locale",
    "measure_language",
    "read_transcript",
    "transcript_from_json",
    "transcript_json",
]
