"""Chinese words: jieba's dictionary, without the cache it would load from a shared folder."""

from __future__ import annotations

import logging
import math
import re
import warnings
from collections.abc import Callable
from functools import cache

# runs of what words are made of, and what stands between them; as jieba cuts a text first
_BLOCK = re.compile(
    r"[\u4e00-\u9fd5a-zA-Z0-9+#&._%\-]+|\r\n|\s|[^\u4e00-\u9fd5a-zA-Z0-9+#&._%\-\s]+"
)
_WORDS = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._%\-]")
# what can be said of a subject: verbs, and set phrases of four characters, which mostly hold one
_VERBS = ("v", "vd", "vi", "vq", "vg", "i")


@cache
def segmenter() -> Callable[[str], list[str]]:
    """A function that cuts Chinese text into words.

    The dictionary is read from the installed package (about half a second, once per process).
    jieba by itself would load a marshalled cache from the folder all users share, where anyone
    could have put one; so its own start-up is not used. Cutting takes the likeliest row of words by
    their frequency, as jieba does without its guesses at unknown words, with the logarithms taken
    once: the same words (tested) in two thirds of the time.

    Examples
    --------
    >>> segmenter()("我们用Excel解决了问题")
    ['我们', '用', 'Excel', '解决', '了', '问题']
    """
    logs, unknown, _, _ = _dictionary()
    find = logs.get

    def cut(text: str) -> list[str]:
        words: list[str] = []
        for block in _BLOCK.findall(text):
            if block[0].isspace():
                words.append(block)
            elif _WORDS.match(block):
                words += _likeliest(block, find, unknown)
            else:
                words += block
        return words

    return cut


def _likeliest(text: str, find: Callable[[str], float | None], unknown: float) -> list[str]:
    """The row of words with the largest product of frequencies, found from the end."""
    size = len(text)
    best = [0.0] * (size + 1)
    ends = [0] * size
    for at in range(size - 1, -1, -1):
        top, to = -math.inf, 0
        stop = at + 1
        weight = find(text[at:stop])
        while weight is not None:
            if weight and (value := weight + best[stop]) >= top:
                top, to = value, stop
            if stop == size:
                break
            stop += 1
            weight = find(text[at:stop])
        best[at], ends[at] = (top, to) if to else (unknown + best[at + 1], at + 1)
    words: list[str] = []
    at = 0
    latin = ""
    while at < size:
        word = text[at : ends[at]]
        at = ends[at]
        if len(word) == 1 and word.isascii() and word.isalnum():
            latin += word
            continue
        if latin:
            words.append(latin)
            latin = ""
        words.append(word)
    return [*words, latin] if latin else words


def verbs() -> frozenset[str]:
    """The words the dictionary marks as verbs, and set phrases that stand as predicates.

    Examples
    --------
    >>> "解决" in verbs(), "问题" in verbs()
    (True, False)
    """
    return _dictionary()[2]


def adjectives() -> frozenset[str]:
    """The words the dictionary marks as adjectives; a Chinese clause may end in one.

    Examples
    --------
    >>> "紧" in adjectives(), "问题" in adjectives()
    (True, False)
    """
    return _dictionary()[3]


@cache
def _dictionary() -> tuple[dict[str, float], float, frozenset[str], frozenset[str]]:
    """(logarithm of each word's share, 0 for what only begins words; of an unknown one; ...)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its old packaging import warns on every recent Python
        import jieba
    jieba.setLogLevel(logging.ERROR)
    counts: dict[str, int] = {}
    total = 0
    kinds: dict[str, set[str]] = {"verb": set(), "adjective": set()}
    with jieba.Tokenizer().get_dict_file() as file:
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
    whole = math.log(total)
    logs = {word: math.log(count) - whole if count else 0.0 for word, count in counts.items()}
    return logs, -whole, frozenset(kinds["verb"]), frozenset(kinds["adjective"])
