"""Speech to hear, and tiny recognisers to hear it with."""

from __future__ import annotations

import io
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scoring.media import stream
from tests.scoring.tiny_models import ctc_folder, whisper_folder

CLIP = Path(__file__).parents[3] / "data_samples" / "interviews" / "en_lively" / "answer_3.ogg"
RATE = 16_000
Floats = np.ndarray[Any, np.dtype[np.float32]]


def as_wav(samples: Floats) -> io.BytesIO:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((1, 2, RATE, 0, "NONE", ""))
        out.writeframes((samples * 32767).astype("<i2").tobytes())
    file.seek(0)
    return file


@pytest.fixture(scope="session")
def speech() -> Floats:
    """About twenty seconds of somebody speaking."""
    blocks: list[Floats] = []
    stream(CLIP, on_audio=lambda block, _: blocks.append(block))
    return np.concatenate(blocks)


@pytest.fixture(scope="session")
def whisper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return whisper_folder(tmp_path_factory.mktemp("models") / "tiny-whisper")


@pytest.fixture(scope="session")
def phrases_only(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "tiny-english"
    return whisper_folder(folder, word_times=False, multilingual=False)


@pytest.fixture(scope="session")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ctc_folder(tmp_path_factory.mktemp("models") / "tiny-ctc")
