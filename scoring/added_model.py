"""A language model that was added here: what it is, and what it was proved to do."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from interview import Locale, ModelMissing

ModelKind = Literal["recogniser", "encoder"]
# what decides a model's answers; notes and pictures beside it do not
_DECIDING = (".safetensors", ".json", ".txt", ".model", ".tiktoken")


@dataclass(frozen=True, kw_only=True, slots=True)
class AddedModel:
    """One recogniser or encoder in a folder of its own.

    ``languages`` are those it was found good for, and no others are handed to it. ``digest`` is
    of its files. ``found`` holds what the check measured, by language: the error rate of a
    recogniser, the share of paraphrases recognised of an encoder.
    """

    kind: ModelKind
    name: str
    folder: str
    languages: tuple[Locale, ...]
    digest: str
    found: Mapping[str, float] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """How cards and transcripts name it: its name and the start of its digest.

        Examples
        --------
        >>> AddedModel(kind="encoder", name="small", folder=".", languages=("en",),
        ...            digest="0123456789abcdef").id
        'small@01234567'
        """
        return f"{self.name}@{self.digest[:8]}"


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelsInUse:
    """The language models scoring may use; by default none, and then nothing needs one."""

    recogniser: AddedModel | None = None
    encoder: AddedModel | None = None


NO_MODELS = ModelsInUse()


def model_digest(folder: Path) -> str:
    """SHA-256 over a model's files, each with its name: a changed file is another model.

    Raises
    ------
    ModelMissing
        ``model.not_a_model`` when the folder holds no ``config.json``.
    """
    if not (folder / "config.json").is_file():
        raise not_a_model(folder, "it has no config.json")
    whole = hashlib.sha256()
    try:
        for path in sorted(p for p in folder.iterdir() if p.suffix in _DECIDING and p.is_file()):
            with path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
            whole.update(f"{path.name} {content}\n".encode())
    except OSError as error:
        raise not_a_model(folder, error.strerror or "it cannot be read") from error
    return whole.hexdigest()


def not_a_model(folder: Path, reason: str) -> ModelMissing:
    """The error for a folder that does not load, with the reason."""
    return ModelMissing(
        "model.not_a_model",
        f"{folder} cannot be used as a model ({reason})",
        "give the folder of one transformers model: config.json, model.safetensors and the "
        "files of its tokenizer",
        folder=str(folder),
        reason=reason,
    )
