"""Which language a transcript is in, as far as its characters and small words tell."""

from __future__ import annotations

import re
from functools import cache

from interview import Locale
from scoring.competencies import library
from scoring.language.lexicon import lexicon, lexicons
from scoring.language.plain_form import plain_form

_HAN = re.compile(r"[\u4e00-\u9fff]")
_OTHER_SCRIPT = re.compile(
    r"[\u3040-\u30ff\uac00-\ud7af\u0400-\u04ff\u0600-\u06ff\u0590-\u05ff\u0900-\u0dff\u0e00-\u0e7f]"
)
_LATIN = re.compile(r"[^\W\d_\u3400-\u9fff]+(?:['’][^\W\d_\u3400-\u9fff]+)?")
# a Chinese answer may name products and skills in English; an English one hardly uses characters
_HAN_SHARE = 0.3
_FEW_WORDS = 8
# a word of English takes about as long as this many characters of Chinese
_HAN_PER_WORD = 1.6
# of the words in letters, the share of small ones ("the", "was") that makes them sentences
_TOLD_SHARE = 0.25


def detect_locale(text: str) -> Locale | None:
    """``zh``, ``en`` (or whatever has a lexicon), or None for a language without one.

    Chinese characters count against letters of words; among languages written with spaces the one
    whose function words fill the largest share wins, if that share reaches the lexicon's own
    ``function_share``. Where both are told in whole sentences, the one with more words wins. Fewer
    than eight words are taken for the first language on trust.

    Examples
    --------
    >>> detect_locale("I was responsible for the launch and we did it"), detect_locale("我负责上线")
    ('en', 'zh')
    >>> detect_locale("Ich habe die Leitung der Gruppe sofort selbst in die Hand genommen") is None
    True
    """
    text = plain_form(text)
    han = len(_HAN.findall(text))
    other = len(_OTHER_SCRIPT.findall(text))
    words = [word.lower() for word in _LATIN.findall(text)]
    if other > (han + len(words)) * 0.2:
        return None
    if not words and not han:
        return None
    spaced = _spaced()
    shares = {
        key: sum(word in small for word in words) / max(len(words), 1)
        for key, small in spaced.items()
    }
    best = max(shares, key=lambda key: shares[key], default="")
    if han and han >= _HAN_SHARE * (han + len(words)):
        # names of tools are no sentences; with its small words and more of it, English is told
        if not best or len(words) <= han / _HAN_PER_WORD or not _told(words, best):
            return next((key for key in lexicons() if lexicon(key).script == "han"), None)
        return best
    if not words or not best:
        return None
    if shares[best] >= lexicon(best).function_share or len(words) < _FEW_WORDS:
        return best
    return None


def _told(words: list[str], locale: Locale) -> bool:
    small = lexicon(locale).words["function"]
    return sum(word in small for word in words) >= _TOLD_SHARE * len(words)


def other_share(text: str, locale: Locale) -> float:
    """How much of a text is not in its language (0 to 1), in words, 1.6 characters to a word.

    For Chinese these are words in letters, names of tools included; for languages written with
    letters they are Chinese characters.

    Examples
    --------
    >>> other_share("我们 team 用了两个星期做完", "zh") < 0.2
    True
    >>> other_share("I said 我们一起做", "en") > 0.5
    True
    """
    han = len(_HAN.findall(text)) / _HAN_PER_WORD
    if not han and locale not in _han_locales():
        return 0.0
    words = len(_LATIN.findall(text))
    share = han / max(han + words, 1)
    return 1 - share if locale in _han_locales() else share


@cache
def _han_locales() -> frozenset[Locale]:
    return frozenset(key for key in lexicons() if lexicon(key).script == "han")


@cache
def _spaced() -> dict[Locale, frozenset[str]]:
    known: dict[Locale, frozenset[str]] = {}
    for key in lexicons():
        if lexicon(key).script != "spaced":
            continue
        # key words alone have no function words; the library's own vocabulary tells them too
        own = (
            text
            for entry in library().values()
            for b in entry.behaviours
            for text in (b.example.get(key, ""), *b.phrases.get(key, ()))
        )
        vocabulary = {word.lower() for text in own for word in _LATIN.findall(text)}
        known[key] = lexicon(key).words["function"] | frozenset(w for w in vocabulary if len(w) > 4)
    return known
