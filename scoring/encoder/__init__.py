"""Sentence encoders: nearness by meaning instead of by shared words, where one was added.

``EncoderSimilarity`` judges how near an answer is to its question and to each level's anchor, in
the languages its model declares; ``recognised_paraphrases`` checks that a model
knows a language at all. Without an added encoder TF-IDF judges, as shipped.
"""

from scoring.encoder.check import LEAST_RECOGNISED, paraphrases, recognised_paraphrases
from scoring.encoder.embed import Encoder, encoder
from scoring.encoder.published import ENCODER_FILES, ENCODER_FOLDER, ENCODER_WHEEL
from scoring.encoder.similarity import EncoderSimilarity

__all__ = [
    "ENCODER_FILES",
    "ENCODER_FOLDER",
    "ENCODER_WHEEL",
    "LEAST_RECOGNISED",
    "Encoder",
    "EncoderSimilarity",
    "encoder",
    "paraphrases",
    "recognised_paraphrases",
]
