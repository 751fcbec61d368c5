"""One sentence encoder in memory: texts in, unit vectors out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from scoring.added_model import not_a_model
from scoring.transformer_engine import BROKEN, OFFLINE, first_line, transformers

Floats = np.ndarray[Any, np.dtype[np.float32]]
MOST_TOKENS = 256  # sentence encoders are trained on little more; later words count for nothing
BATCH = 16


class Encoder:
    """A transformer whose token vectors are averaged into one vector per text (mean pooling).

    Nothing is looked up outside the folder, no code beside the weights is run, and weights must be
    in the safetensors format.

    Raises
    ------
    ModelMissing
        ``model.not_a_model`` when the folder cannot be loaded or gives no token vectors.
    """

    def __init__(self, folder: Path) -> None:
        from safetensors import SafetensorError

        library = transformers()
        if not folder.is_dir():
            raise not_a_model(folder, "there is no such folder")
        try:
            self._tokenizer = library.AutoTokenizer.from_pretrained(folder, **OFFLINE)
            self._model = library.AutoModel.from_pretrained(
                folder, use_safetensors=True, dtype="float32", **OFFLINE
            ).eval()
            places = getattr(self._model.config, "max_position_embeddings", MOST_TOKENS)
            self._longest = min(MOST_TOKENS, int(places) - 2)
            self.encode(["one sentence"])
        except (*BROKEN, SafetensorError) as error:
            raise not_a_model(folder, first_line(error)) from error

    def encode(self, texts: Sequence[str]) -> Floats:
        """Vectors of length 1, shape (texts, dimensions); a text of nothing is still a vector.

        The cosine of two texts is the dot product of their vectors.
        """
        import torch

        found: list[Floats] = []
        with torch.inference_mode():
            for start in range(0, len(texts), BATCH):
                made = self._tokenizer(
                    list(texts[start : start + BATCH]),
                    padding=True,
                    truncation=True,
                    max_length=self._longest,
                    return_tensors="pt",
                )
                tokens = self._model(**made).last_hidden_state
                counted = made["attention_mask"].unsqueeze(-1).to(tokens.dtype)
                mean = (tokens * counted).sum(1) / counted.sum(1).clamp(min=1)
                found.append(torch.nn.functional.normalize(mean, dim=1).numpy())
        return np.concatenate(found) if found else np.zeros((0, 0), dtype=np.float32)


@lru_cache(maxsize=1)
def encoder(folder: str) -> Encoder:
    """The encoder of a folder, loaded once per process."""
    return Encoder(Path(folder))
