"""One language's word lists and cues, read from its TOML file and compiled once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from interview import InputError, Locale
from scoring.language.phrases import compile_phrases

_FOLDER = Path(__file__).parent
# cut like speech is: a hyphen parts words; # stands for a number
_LITERAL = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[#,]")
# up to four words, never over a comma or the end of a sentence
_SPACED_GAP = r"(?: [^ .,]+){0,4}?"
# up to eight characters within one clause
_HAN_GAP = r"[^，。！？；：、,.!?;:\n]{0,8}?"


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Lexicon:
    """Word lists, stemming rules and compiled cues of one language.

    ``cues`` finds each kind of sign (filler, hedge, result ...) in a text's normal form;
    ``clauses`` holds the words that open a clause; ``stem`` turns a lower-case word into the form
    phrases are compared in.
    """

    locale: Locale
    script: str
    rate_unit: str
    function_share: float
    words: Mapping[str, frozenset[str]]
    contractions: tuple[tuple[str, str], ...]
    cues: Mapping[str, re.Pattern[str]]
    sequence_before: re.Pattern[str] | None
    sequence_word: str
    deed: re.Pattern[str]
    clauses: Mapping[str, frozenset[str]]
    stem: Callable[[str], str]

    def compile(self, phrases: tuple[str, ...]) -> re.Pattern[str]:
        """A pattern that finds any of the phrases in a text's normal form."""
        return _compile(self.script, self.stem, self.words["skip"], self.contractions, phrases)


@cache
def lexicons() -> tuple[Locale, ...]:
    """The languages that can be measured: one file each beside this module.

    Examples
    --------
    >>> lexicons()
    ('en', 'zh')
    """
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


@cache
def lexicon(locale: Locale) -> Lexicon:
    """The lexicon of a language, read and compiled once per process.

    Raises
    ------
    InputError
        ``language.unsupported`` when there is no file for it.

    Examples
    --------
    >>> english = lexicon("en")
    >>> english.stem("listened"), english.stem("kept")
    ('listen', 'keep')
    >>> bool(english.cues["habitual"].search(" i usually call customer "))
    True
    """
    if locale not in lexicons():
        known = ", ".join(lexicons())
        raise InputError(
            "language.unsupported",
            f"no lexicon for the language {locale!r}",
            f"use one of: {known}",
            locale=locale,
        )
    with (_FOLDER / f"{locale}.toml").open("rb") as file:
        raw = tomllib.load(file)
    words = {key: frozenset(value) for key, value in raw["words"].items()}
    words["past"] |= {
        form
        for forms in raw["stem"]["irregular"].values()
        for form in forms
        if not form.endswith(("ing", "s"))
    }
    stem = _stemmer(raw["stem"])
    contractions = tuple(raw["contractions"].items())
    cue_rows: dict[str, Any] = {k: v for k, v in raw["cues"].items() if isinstance(v, list)}
    before = cue_rows.pop("sequence_before", None)
    cues = {
        kind: _compile(raw["script"], stem, words["skip"], contractions, tuple(phrases))
        for kind, phrases in cue_rows.items()
    }
    return Lexicon(
        locale=locale,
        script=raw["script"],
        rate_unit=raw["rate_unit"],
        function_share=raw["function_share"],
        words=words,
        contractions=contractions,
        cues=cues,
        sequence_before=re.compile("|".join(map(re.escape, before))) if before else None,
        sequence_word=raw["cues"].get("sequence_word", ""),
        deed=re.compile(raw["deed"]),
        clauses={key: frozenset(value) for key, value in raw["clauses"].items()},
        stem=stem,
    )


def expand(word: str, contractions: tuple[tuple[str, str], ...]) -> list[str]:
    """The full words behind a contraction, in lower case.

    Examples
    --------
    >>> expand("didn't", (("n't", " not"),))
    ['did', 'not']
    """
    for short, full in contractions:
        if word.endswith(short):
            return (word[: -len(short)] + full).split()
    if "'" in word:
        return [word.split("'", 1)[0]]
    return [word]


def _stemmer(rules: Mapping[str, Any]) -> Callable[[str], str]:
    irregular: dict[str, str] = {
        form: stem for stem, forms in rules["irregular"].items() for form in forms
    }
    keep = frozenset(rules["keep"])
    suffixes: tuple[str, ...] = tuple(rules["suffixes"])

    @lru_cache(maxsize=50_000)
    def stem(word: str) -> str:
        if word in irregular:
            return irregular[word]
        if word in keep or len(word) < 4:
            return word
        for suffix in suffixes:
            if word.endswith(suffix) and len(word) - len(suffix) >= 3:
                if suffix == "s" and word.endswith("ss"):
                    continue
                root = word[: -len(suffix)]
                if len(root) > 3 and root[-1] == root[-2] and root[-1] not in "lsz":
                    root = root[:-1]
                return root + "y" if suffix in ("ies", "ied") else root
        return word

    return stem


def _compile(
    script: str,
    stem: Callable[[str], str],
    skip: frozenset[str],
    contractions: tuple[tuple[str, str], ...],
    phrases: tuple[str, ...],
) -> re.Pattern[str]:
    if script == "han":
        return compile_phrases(phrases, _han_literal, gap=_HAN_GAP)

    def literal(text: str) -> str:
        words = [w for part in _LITERAL.findall(text.lower()) for w in expand(part, contractions)]
        return "".join(" " + re.escape(stem(w)) for w in words if w not in skip)

    return compile_phrases(phrases, literal, gap=_SPACED_GAP, end="(?= )")


def _han_literal(text: str) -> str:
    # a digit class is the one piece of pattern a Chinese cue may use
    return text if text.startswith("\\d") else re.escape(text.strip())
