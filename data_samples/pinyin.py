"""Chinese sentences in pinyin with tone digits: what espeak-ng speaks without guessing.

From characters espeak-ng's Mandarin voice takes many syllables for English words and reads their
tone digits aloud. In pinyin, with its voice ``cmn-latn-pinyin``, every syllable is Mandarin.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from interview import InputError

_MARKS = {"，": ",", "、": ",", "；": ";", "：": ",", "。": ".", "！": "!", "？": "?"}
# readings a dictionary of single words gets wrong, or that espeak-ng cannot speak
_CHANGED = {("嗯", "n2"): "en5", ("教", "jiao4"): "jiao1"}
_NUMBERS = frozenset("一二三四五六七八九十百千万零两第")


def pinyin_tokens(tokens: Sequence[str]) -> list[str]:
    """The sound of each token, one Chinese character with the punctuation after it.

    Needs the package pypinyin, and only when samples are made anew.

    Raises
    ------
    InputError
        ``samples.no_pypinyin`` when it is not installed; ``samples.not_characters`` for digits
        and Latin letters, which the voice would read as tones and as pinyin.
    """
    for token in tokens:
        if not "\u4e00" <= token[0] <= "\u9fff" or any(char.isalnum() for char in token[1:]):
            raise InputError(
                "samples.not_characters",
                f"{token!r} is not one Chinese character",
                "write numbers and names as they are spoken, in Chinese characters",
            )
    try:
        pypinyin = import_module("pypinyin")
    except ImportError as error:
        raise InputError(
            "samples.no_pypinyin",
            "pypinyin is not installed",
            "pip install pypinyin==0.55.0; it is needed only to make new Chinese samples",
        ) from error
    # whole, with its punctuation: neighbours decide how a character is read
    found: list[list[str]] = pypinyin.pinyin(
        "".join(tokens),
        style=pypinyin.Style.TONE3,
        neutral_tone_with_five=True,
        errors=lambda marks: list(marks),
    )
    read = [row[0] for row in found if row[0][0].isalpha()]
    characters = [token[0] for token in tokens]
    read = [_CHANGED.get(pair, pair[1]) for pair in zip(characters, read, strict=True)]
    sounds = tone_changes(tokens, read)
    return [
        sound + "".join(_MARKS.get(mark, "") for mark in token[1:])
        for sound, token in zip(sounds, tokens, strict=True)
    ]


def tone_changes(tokens: Sequence[str], read: Sequence[str]) -> list[str]:
    """The tones of 一 and 不 as they are spoken before the next syllable.

    不 rises before a falling tone; 一 rises before a falling tone and falls before the others,
    but keeps its own in numbers and where the clause ends.

    Examples
    --------
    >>> tone_changes(["一", "位"], ["yi1", "wei4"]), tone_changes(["一", "天"], ["yi1", "tian1"])
    (['yi2', 'wei4'], ['yi4', 'tian1'])
    >>> tone_changes(["第", "一", "位"], ["di4", "yi1", "wei4"])
    ['di4', 'yi1', 'wei4']
    >>> tone_changes(["不", "太"], ["bu4", "tai4"])
    ['bu2', 'tai4']
    """
    spoken = list(read)
    for at in range(len(tokens) - 1):
        token, following = tokens[at], read[at + 1]
        if token == "不" and following.endswith("4"):
            spoken[at] = "bu2"
        elif token == "一" and not _counts(tokens, at):
            spoken[at] = "yi2" if following.endswith("4") else "yi4"
    return spoken


def _counts(tokens: Sequence[str], at: int) -> bool:
    """Does this 一 belong to a number or an order, where it keeps its tone?"""
    before = tokens[at - 1] if at else ""
    return before in _NUMBERS or tokens[at + 1][0] in _NUMBERS | {"月"}
