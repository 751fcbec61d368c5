"""Speaks sentences through the espeak-ng library and says when each word was spoken.

Used only to make the committed samples; nothing that runs Candor needs espeak-ng.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_samples.pinyin import pinyin_tokens
from interview import InputError

LIBRARY = "libespeak-ng.so.1"
SYNCHRONOUS, UTF8 = 2, 1
RATE, PITCH, RANGE = 1, 3, 4  # espeak_PARAMETER
WORD = 1  # espeak_EVENT_TYPE
PINYIN = "cmn-latn-pinyin"
FRAME_S = 0.01
AUDIBLE = 0.01  # of the loudest frame: 40 dB below it a word is over


@dataclass(frozen=True, kw_only=True, slots=True)
class Voice:
    """An espeak-ng voice: its name, words per minute, pitch and pitch range (0 to 100)."""

    name: str
    rate: int
    pitch: int
    range: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SpokenWord:
    """One word with its start and end in seconds."""

    text: str
    start: float
    end: float


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_int64),
    )


class Speaker:
    """The espeak-ng library, opened once."""

    def __init__(self) -> None:
        try:
            self._library: Any = ctypes.CDLL(LIBRARY)
        except OSError as error:
            raise InputError(
                "samples.no_espeak",
                f"{LIBRARY} is not installed",
                "install Debian's package espeak-ng; it is needed only to make new samples",
            ) from error
        self.rate: int = self._library.espeak_Initialize(SYNCHRONOUS, 500, None, 0)
        self._blocks: list[NDArray[np.int16]] = []
        self._marks: list[tuple[int, int]] = []
        kind = ctypes.CFUNCTYPE(
            ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
        )
        self._callback = kind(self._take)  # kept alive: the library holds only its address
        self._library.espeak_SetSynthCallback(self._callback)

    def _take(self, samples: Any, n: int, events: Any) -> int:
        if n and samples:
            self._blocks.append(np.ctypeslib.as_array(samples, (n,)).copy())
        i = 0
        while events[i].type:
            if events[i].type == WORD:
                self._marks.append((events[i].text_position - 1, events[i].audio_position))
            i += 1
        return 0

    def say(self, text: str, voice: Voice) -> tuple[NDArray[np.float32], list[SpokenWord]]:
        """The sound of one sentence (float, -1 to 1, at ``rate``) and its words with times.

        A word is what stands between spaces; in Chinese, which has none, one character with the
        punctuation after it. Times are those of the sound: espeak-ng says where each word begins,
        and a word before a pause ends where it is no longer heard.
        """
        self._blocks.clear()
        self._marks.clear()
        if self._library.espeak_SetVoiceByName(voice.name.encode()):
            raise InputError(
                "samples.no_voice",
                f"espeak-ng has no voice {voice.name!r}",
                "choose one that espeak-ng --voices lists",
            )
        for parameter, value in ((RATE, voice.rate), (PITCH, voice.pitch), (RANGE, voice.range)):
            self._library.espeak_SetParameter(parameter, value, 0)
        placed, sayable = tokens(text), text
        if voice.name.startswith(PINYIN):
            placed, sayable = _in_pinyin([token for _, token in placed])
        spoken = sayable.encode()
        size = ctypes.c_size_t(len(spoken) + 1)
        self._library.espeak_Synth(spoken, size, 0, 1, 0, UTF8, None, None)
        self._library.espeak_Synchronize()
        sound = np.concatenate(self._blocks).astype(np.float32) / 32768.0
        words = [_heard(word, sound, self.rate) for word in self._words(placed, sayable, sound)]
        return sound, words

    def _words(
        self, placed: list[tuple[int, str]], sayable: str, sound: NDArray[np.float32]
    ) -> list[SpokenWord]:
        """Times of the words; words the library runs together ("of the") share theirs by length."""
        groups: list[tuple[list[str], float]] = []
        borders = [at for at, _ in placed[1:]] + [len(sayable)]
        for (at, token), after in zip(placed, borders, strict=True):
            times = [ms / 1000 for place, ms in self._marks if at <= place < after]
            if times or not groups:
                groups.append(([token], min(times, default=0.0)))
            else:
                groups[-1][0].append(token)
        found: list[SpokenWord] = []
        ends = [start for _, start in groups[1:]] + [len(sound) / self.rate]
        for (words, start), stop in zip(groups, ends, strict=True):
            each = max(stop - start, 0.0) / sum(len(word) for word in words)
            for word in words:
                found.append(SpokenWord(text=word, start=start, end=start + each * len(word)))
                start += each * len(word)
        return found


def _in_pinyin(words: list[str]) -> tuple[list[tuple[int, str]], str]:
    """The words with their places in the pinyin line, and that line."""
    placed: list[tuple[int, str]] = []
    line = ""
    for word, sound in zip(words, pinyin_tokens(words), strict=True):
        placed.append((len(line), word))
        line += sound + " "
    return placed, line.rstrip()


def _heard(word: SpokenWord, sound: NDArray[np.float32], rate: int) -> SpokenWord:
    """A word before a pause, cut to where it is heard; others end where the next one begins."""
    if word.text[-1].isalnum():
        return word
    size = round(FRAME_S * rate)
    frames = np.abs(sound[: len(sound) // size * size]).reshape(-1, size).max(axis=1)
    first, last = round(word.start / FRAME_S), round(word.end / FRAME_S)
    loud = np.flatnonzero(frames[first:last] > AUDIBLE * frames.max())
    end = (first + int(loud[-1]) + 1) * FRAME_S if loud.size else word.end
    return SpokenWord(text=word.text, start=word.start, end=min(end, word.end))


def tokens(text: str) -> list[tuple[int, str]]:
    """Words with their places: split at spaces, and Chinese into characters.

    Examples
    --------
    >>> tokens("I led it.")
    [(0, 'I'), (2, 'led'), (6, 'it.')]
    >>> tokens("我做了。")
    [(0, '我'), (1, '做'), (2, '了。')]
    """
    found: list[tuple[int, str]] = []
    glue = False
    for at, char in enumerate(text):
        chinese = "\u4e00" <= char <= "\u9fff"
        if char.isspace():
            glue = False
        elif found and ((glue and not chinese) or not char.isalnum()):
            found[-1] = (found[-1][0], found[-1][1] + char)
        else:
            found.append((at, char))
        if not char.isspace():
            glue = not chinese
    return found
