"""Which language a transcript is in, as far as its characters and small words tell."""

from __future__ import annotations

import re
from functools import cache

from interview import Locale
from scoring.competencies import library
from scoring.language.lexicon import lexicon, lexicons

_HAN = re.compile(r"[\u4e00-\u9fff]")
_OTHER_SCRIPT = re.compile(
    r"[\u3040-\u30ff\uac00-\ud7af\u0400-\u04ff\u0600-\u06ff\u0590-\u05ff\u0900-\u0dff\u0e00-\u0e7f]"
)
_LATIN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# a Chinese answer may name products and skills in English; an English one hardly uses characters
_HAN_SHARE = 0.3
_FEW_WORDS = 8


def detect_locale(text: str) -> Locale | None:
    """``zh``, ``en`` (or whatever has a lexicon), or None for a language without one.

    Chinese characters count against letters of words; among languages written with spaces the one
    whose function words fill the largest share wins, if that share reaches the lexicon's own
    ``function_share``. Fewer than eight words are taken for the first language on trust.

    Examples
    --------
    >>> detect_locale("I was responsible for the launch and we did it"), detect_locale("我负责上线")
    ('en', 'zh')
    >>> detect_locale("Ich habe die Leitung der Gruppe sofort selbst in die Hand genommen") is None
    True
    """
    han = len(_HAN.findall(text))
    other = len(_OTHER_SCRIPT.findall(text))
    words = [word.lower() for word in _LATIN.findall(text) if not _HAN.search(word)]
    if other > (han + len(words)) * 0.2:
        return None
    if han and han >= _HAN_SHARE * (han + len(words)):
        return next((key for key in lexicons() if lexicon(key).script == "han"), None)
    spaced = _spaced()
    if not words or not spaced:
        return None
    shares = {
        key: sum(word in small for word in words) / len(words) for key, small in spaced.items()
    }
    best = max(shares, key=lambda key: shares[key])
    if shares[best] >= lexicon(best).function_share or len(words) < _FEW_WORDS:
        return best
    return None


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
