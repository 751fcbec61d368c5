"""One speech recogniser in memory: a window of sound in, words with times and confidence out."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from interview import Locale
from scoring.added_model import not_a_model
from scoring.recognition.word_times import Heard
from scoring.transformer_engine import BROKEN, OFFLINE, first_line, transformers
from scoring.voice.vad import RATE

Floats = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Hearing:
    """What was heard in one window; seconds from the window's start, confidence 0 to 1.

    ``by_word`` is false when the model times only whole phrases.
    """

    pieces: tuple[Heard, ...]
    by_word: bool
    confidence: float | None


class Recogniser:
    """A model of the kinds Whisper (any size) and CTC (wav2vec 2.0 and its kin), from a folder.

    Nothing is looked up outside the folder, no code beside the weights is run, and weights must be
    in the safetensors format.

    Raises
    ------
    ModelMissing
        ``model.not_a_model`` when the folder cannot be loaded or is no speech recogniser.
    """

    def __init__(self, folder: Path) -> None:
        from safetensors import SafetensorError

        library = transformers()
        if not folder.is_dir():
            raise not_a_model(folder, "there is no such folder")
        try:
            kind = library.AutoConfig.from_pretrained(folder, **OFFLINE)
            whisper = kind.model_type == "whisper"
            made_for = library.AutoModelForSpeechSeq2Seq if whisper else library.AutoModelForCTC
            model = made_for.from_pretrained(
                folder, use_safetensors=True, dtype="float32", **OFFLINE
            )
            extractor = library.AutoFeatureExtractor.from_pretrained(folder, **OFFLINE)
            if extractor.sampling_rate != RATE:
                raise not_a_model(folder, f"it hears at {extractor.sampling_rate} Hz, not {RATE}")
            self._pipe = library.pipeline(
                "automatic-speech-recognition",
                model=model,
                feature_extractor=extractor,
                tokenizer=library.AutoTokenizer.from_pretrained(folder, **OFFLINE),
                device="cpu",
            )
        except (*BROKEN, SafetensorError) as error:
            raise not_a_model(folder, first_line(error)) from error
        self._model = model
        self._whisper = whisper
        self._extractor = extractor
        chosen = model.generation_config if whisper else None
        self._codes: dict[int, str] = {
            number: token.strip("<|>")
            for token, number in (getattr(chosen, "lang_to_id", None) or {}).items()
        }
        self._by_word = not whisper or bool(getattr(chosen, "alignment_heads", None))

    @property
    def languages(self) -> tuple[Locale, ...] | None:
        """The languages the model can be told to hear; None when it does not say."""
        return tuple(sorted(self._codes.values())) or None

    def language_of(self, samples: Floats) -> Locale | None:
        """The language spoken in a window; None when the model cannot tell languages apart."""
        if not self._codes:
            return None
        import torch

        with torch.inference_mode():
            made = self._extractor(samples, sampling_rate=RATE, return_tensors="pt")
            found = self._model.detect_language(input_features=made["input_features"])
        return self._codes[int(found[0])]

    def hear(self, samples: Floats, language: Locale | None = None) -> Hearing:
        """Words of one window, at most 30 s of float32 mono at 16 kHz."""
        sure = _Sureness(self._model, self._whisper)
        wanted = {"return_timestamps": "word" if self._by_word else True}
        if self._whisper:
            told: dict[str, Any] = {"num_beams": 1, "do_sample": False}
            told["logits_processor"] = [sure]
            if self._codes:
                told |= {"language": language, "task": "transcribe"}
            wanted["generate_kwargs"] = told  # type: ignore[assignment]
        with sure, warnings.catch_warnings():
            # a window in which nothing is heard has no spread of attention: torch warns of it
            warnings.simplefilter("ignore", UserWarning)
            found = self._pipe(samples, **wanted)
        pieces = tuple((one["text"], *one["timestamp"]) for one in found.get("chunks", ()))
        return Hearing(pieces, self._by_word, sure.mean)


class _Sureness:
    """The geometric mean of the probabilities with which a model chose what it wrote.

    Whisper is asked while it writes (greedily, so the likeliest token is the chosen one); a CTC
    model is asked for its letters, leaving out the blanks between them.
    """

    def __init__(self, model: Any, writes: bool) -> None:
        self._model = model
        self._hook = None if writes else model.register_forward_hook(self._letters)
        self._sum, self._n = 0.0, 0

    def __call__(self, _: Any, scores: Any) -> Any:
        best = scores.log_softmax(-1).max(-1)
        # what stands behind the end mark are time stamps and instructions, not text
        if int(best.indices[0]) < self._model.config.eos_token_id:
            self._add(float(best.values[0]))
        return scores

    def _letters(self, _: Any, __: Any, output: Any) -> None:
        best = output.logits[0].log_softmax(-1).max(-1)
        blank = self._model.config.pad_token_id
        for token, value in zip(best.indices.tolist(), best.values.tolist(), strict=True):
            if token != blank:
                self._add(value)

    def _add(self, value: float) -> None:
        self._sum, self._n = self._sum + value, self._n + 1

    @property
    def mean(self) -> float | None:
        """0 to 1; None when nothing was written."""
        return math.exp(self._sum / self._n) if self._n else None

    def __enter__(self) -> _Sureness:
        return self

    def __exit__(self, *_: object) -> None:
        if self._hook is not None:
            self._hook.remove()


@lru_cache(maxsize=1)
def recogniser(folder: str) -> Recogniser:
    """The recogniser of a folder, loaded once per process."""
    return Recogniser(Path(folder))
