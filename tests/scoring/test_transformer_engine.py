"""The transformers library is made ready once, whatever else is installed beside it."""

from __future__ import annotations

import importlib.util
import sys

import pytest

from scoring import transformer_engine
from scoring.transformer_engine import first_line, transformers


def test_one_thread_and_no_torchaudio() -> None:
    import torch

    library = transformers()
    assert torch.get_num_threads() == 1
    assert library.pipeline is not None
    assert "torchaudio" not in sys.modules  # neither imported nor left hidden


@pytest.mark.parametrize("installed", [True, False])
def test_a_torchaudio_that_may_be_broken_is_hidden_while_importing(
    installed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "torchaudio", raising=False)
    found = object() if installed else None
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: found)
    assert transformer_engine._hide_broken_torchaudio() is installed
    assert ("torchaudio" in sys.modules) is installed
    sys.modules.pop("torchaudio", None)


def test_an_error_without_words_is_named_by_its_kind() -> None:
    assert first_line(ValueError()) == "ValueError"
