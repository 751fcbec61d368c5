"""How near an answer is to its question and to each level's anchor, by a sentence encoder."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from interview import Locale, Question
from scoring.added_model import AddedModel
from scoring.competencies import competency
from scoring.encoder.embed import Floats, encoder
from scoring.language.prepared import Prepared
from scoring.language.similarity import Nearness

# On 40 English answers written for other purposes (all-MiniLM-L6-v2): the median cosine to the own
# question's topic is .54, to another competency's .36; half way counts as half on topic.
TOPIC_MIDDLE = 0.45
TOPIC_SCALE = 0.06
# Cosines to the five anchors lie within about .2 of each other; at this temperature the nearest
# one leads without deciding alone (decision 0030 has the figures beside TF-IDF's).
LEVEL_SCALE = 0.1


class EncoderSimilarity:
    """Nearness by the meaning of sentences; see `scoring.language.similarity.Similarity`.

    Each sentence is encoded once. On topic is a logistic function of the cosine between the mean
    sentence and the topic (question, and what people say who show what it asks for). The expected
    level is the mean of levels 1 to 5, weighted by the softmax of the mean cosine to each anchor.

    Parameters
    ----------
    model : AddedModel
        An encoder; only the languages it declares are ever handed to it.
    """

    def __init__(self, model: AddedModel) -> None:
        self._model = model

    @property
    def id(self) -> str:
        """How cards name it."""
        return self._model.id

    @property
    def languages(self) -> tuple[Locale, ...]:
        """The languages it was found good for."""
        return self._model.languages

    def __call__(
        self,
        prepared: Prepared,
        question: Question | None,
        competencies: tuple[str, ...],
        *,
        skip: frozenset[int],
        vague: frozenset[int],
    ) -> Nearness:
        """Nearness to the question of all but ``skip``, to the anchors of what is not vague."""
        locale = prepared.lexicon.locale
        places = [i for i in range(len(prepared.sentences)) if i not in skip]
        texts = [
            prepared.text[prepared.sentences[i].start : prepared.sentences[i].end] for i in places
        ]
        vectors = encoder(self._model.folder).encode(texts)
        told = vectors[[row for row, i in enumerate(places) if i not in vague]] if texts else None
        levels = {
            # nothing told shows nothing
            key: 1.0 if told is None or not len(told) else self._level(key, question, locale, told)
            for key in competencies
        }
        if not texts or question is None or locale not in question.text:
            return Nearness(0.0, levels)
        near = float(_unit(vectors.mean(0)) @ self._topic(question, competencies, locale))
        return Nearness(1 / (1 + math.exp((TOPIC_MIDDLE - near) / TOPIC_SCALE)), levels)

    def _topic(self, question: Question, competencies: tuple[str, ...], locale: Locale) -> Floats:
        about: tuple[str, ...] = ()
        if question.competency in competencies:
            entry = competency(question.competency)
            about = (
                *(b.example[locale] for b in entry.behaviours),
                *list(entry.anchors[locale].values())[2:],
            )
        asked: Floats = _kept(self._model.folder, self._model.digest, (question.text[locale],))[0]
        if not about:
            return asked
        shown = _kept(self._model.folder, self._model.digest, about).mean(0)
        return _unit(asked + _unit(shown))

    def _level(self, key: str, question: Question | None, locale: Locale, told: Floats) -> float:
        anchors = dict(competency(key).anchors[locale])
        if question is not None and key == question.competency:
            own = question.anchors.get(locale, {})
            anchors = {level: f"{text} {own.get(level, '')}" for level, text in anchors.items()}
        texts = tuple(anchors[level].strip() for level in sorted(anchors))
        near = (told @ _kept(self._model.folder, self._model.digest, texts).T).mean(0)
        weights = np.exp((near - near.max()) / LEVEL_SCALE)
        return float(weights @ np.arange(1, len(texts) + 1) / weights.sum())


@lru_cache(maxsize=1024)
def _kept(folder: str, _digest: str, texts: tuple[str, ...]) -> Floats:
    """Vectors of questions and anchors, made once per process."""
    vectors: Floats = encoder(folder).encode(texts)
    return vectors


def _unit(vector: Floats) -> Floats:
    length = float(np.linalg.norm(vector))
    unit: Floats = vector / length if length else vector
    return unit
