"""Chinese words: jieba's dictionary, without the cache it would load from a shared folder."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable
from functools import cache
from typing import Any

# what can be said of a subject: verbs, and set phrases of four characters, which mostly hold one
_VERBS = ("v", "vd", "vi", "vq", "vg", "i")


@cache
def segmenter() -> Callable[[str], list[str]]:
    """A function that cuts Chinese text into words.

    The dictionary is read from the installed package (about half a second, once per process).
    jieba by itself would load a marshalled cache from the folder all users share, where anyone
    could have put one; so its own start-up is not used.

    Examples
    --------
    >>> segmenter()("我们解决了问题")
    ['我们', '解决', '了', '问题']
    """
    tokenizer, _, _ = _dictionary()

    def cut(text: str) -> list[str]:
        # without its guesses at unknown words: a third faster, and names are cut alike everywhere
        found: list[str] = tokenizer.lcut(text, HMM=False)
        return found

    return cut


def verbs() -> frozenset[str]:
    """The words the dictionary marks as verbs, and set phrases that stand as predicates.

    Examples
    --------
    >>> "解决" in verbs(), "问题" in verbs()
    (True, False)
    """
    return _dictionary()[1]


def adjectives() -> frozenset[str]:
    """The words the dictionary marks as adjectives; a Chinese clause may end in one.

    Examples
    --------
    >>> "紧" in adjectives(), "问题" in adjectives()
    (True, False)
    """
    return _dictionary()[2]


@cache
def _dictionary() -> tuple[Any, frozenset[str], frozenset[str]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its old packaging import warns on every recent Python
        import jieba
    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    counts: dict[str, int] = {}
    total = 0
    kinds: dict[str, set[str]] = {"verb": set(), "adjective": set()}
    with tokenizer.get_dict_file() as file:
        for line in file.read().decode("utf-8").splitlines():
            word, count, tag = line.split(" ")
            counts[word] = int(count)
            total += int(count)
            for end in range(1, len(word)):
                # as jieba has it: the start of a word leads on, even if it is none itself
                counts.setdefault(word[:end], 0)
            if tag in _VERBS:
                kinds["verb"].add(word)
            elif tag == "a":
                kinds["adjective"].add(word)
    tokenizer.FREQ, tokenizer.total = counts, total
    tokenizer.initialized = True
    return tokenizer, frozenset(kinds["verb"]), frozenset(kinds["adjective"])
