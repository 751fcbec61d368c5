"""Does an encoder know a language: does it find the paraphrase of each sentence among others?"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from interview import Locale
from scoring.encoder.embed import Encoder

LEAST_RECOGNISED = 0.8
"""Share of paraphrases that must be found; guessing finds one in ten, shared words hardly more."""


@cache
def paraphrases() -> dict[Locale, list[list[str]]]:
    """By language: pairs of sentences that say the same with hardly a word in common.

    Examples
    --------
    >>> {locale: len(pairs) for locale, pairs in paraphrases().items()}
    {'en': 10, 'zh': 10}
    """
    text = Path(__file__).with_name("paraphrases.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def recognised_paraphrases(model: Encoder, locale: Locale) -> float:
    """The share of a language's sentences that are nearest to their own paraphrase.

    Each sentence is compared with all paraphrases of the list.
    """
    pairs = paraphrases()[locale]
    first, second = (model.encode([pair[side] for pair in pairs]) for side in (0, 1))
    nearest = (first @ second.T).argmax(1)
    return sum(int(k) == row for row, k in enumerate(nearest)) / len(pairs)
