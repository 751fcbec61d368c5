"""Which language models were added to this installation, and which of them scoring uses.

The list is ``added.toml`` in the folder of models, written by ``candor models add`` and readable
by anybody. A model that is not in it is never used: each was proved before it was written there.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from interview import ModelMissing
from scoring.added_model import AddedModel, ModelKind, ModelsInUse, model_digest
from workflow.fetch_models import write_whole
from workflow.settings import OFF, Settings

KINDS: tuple[ModelKind, ...] = ("recogniser", "encoder")
LIST = "added.toml"


@dataclass(frozen=True, kw_only=True, slots=True)
class AddedModels:
    """Every model that was added, and the name of the one in use for each kind."""

    models: tuple[AddedModel, ...] = ()
    use: Mapping[str, str] = field(default_factory=dict)

    def find(self, kind: ModelKind, wanted: str) -> AddedModel | None:
        """The model of that name or in that folder."""
        for model in self.models:
            if model.kind == kind and wanted in (model.name, model.folder):
                return model
        where = str(Path(wanted).resolve())
        return next((m for m in self.models if (m.kind, m.folder) == (kind, where)), None)


def added_models(folder: Path) -> AddedModels:
    """The list in a folder of models; empty when nothing was added.

    Raises
    ------
    ModelMissing
        ``model.broken_list`` when the file was changed by hand and cannot be read.

    Examples
    --------
    >>> added_models(Path("no-such-folder"))
    AddedModels(models=(), use={})
    """
    path = folder / LIST
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return AddedModels(
            models=tuple(
                AddedModel(
                    kind=row["kind"],
                    name=row["name"],
                    folder=row["folder"],
                    languages=tuple(row["languages"]),
                    digest=row["digest"],
                    found={locale: float(value) for locale, value in row["found"].items()},
                )
                for row in data.get("model", ())
            ),
            use=dict(data.get("use", {})),
        )
    except FileNotFoundError:
        return AddedModels()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelMissing(
            "model.broken_list",
            f"{path} cannot be read ({type(error).__name__}: {error})",
            "delete it and add the models again: candor models add",
            file=path.name,
        ) from error


def remember(folder: Path, model: AddedModel) -> None:
    """Writes a proved model into the list and puts it in use; all of it or nothing.

    Another model of the same kind and name makes room for it.
    """
    known = added_models(folder)
    kept = [m for m in known.models if (m.kind, m.name) != (model.kind, model.name)]
    folder.mkdir(parents=True, exist_ok=True)
    text = _toml([*kept, model], {**known.use, model.kind: model.name})
    write_whole(folder / LIST, text.encode("utf-8"))


def models_in_use(chosen: Settings) -> ModelsInUse:
    """The recogniser and the encoder scoring uses here, each proved to be the one that was added.

    ``CANDOR_RECOGNISER`` and ``CANDOR_ENCODER`` name an added one, or are ``off``; without them
    it is the one added last. Nothing added means none, and nothing needs one.

    Raises
    ------
    ModelMissing
        ``model.not_added`` when the one that is named was never added or its folder is gone,
        ``model.changed`` when its files are not those that were proved. Scoring without it would
        give other results without a word, so nothing starts.
    """
    known = added_models(chosen.models)
    return ModelsInUse(
        recogniser=_chosen(known, "recogniser", chosen.recogniser),
        encoder=_chosen(known, "encoder", chosen.encoder),
    )


def _chosen(known: AddedModels, kind: ModelKind, named: str | None) -> AddedModel | None:
    wanted = named or known.use.get(kind)
    if not wanted or wanted == OFF:
        return None
    model = known.find(kind, wanted)
    variable = f"CANDOR_{kind.upper()}"
    if model is None or not Path(model.folder).is_dir():
        reason = "was never added" if model is None else f"is no longer in {model.folder}"
        raise ModelMissing(
            "model.not_added",
            f"the {kind} {wanted} {reason}",
            f"run: candor models add FOLDER --kind {kind}, or set {variable}={OFF}",
            model=wanted,
            kind=kind,
        )
    if _digest(model.folder, _fingerprint(Path(model.folder))) != model.digest:
        raise ModelMissing(
            "model.changed",
            f"the files of the {kind} {model.name} are not those that were proved",
            f"run: candor models add {model.folder} --kind {kind}, or set {variable}={OFF}",
            model=model.name,
            kind=kind,
        )
    return model


def _fingerprint(folder: Path) -> tuple[tuple[str, int, int], ...]:
    facts = ((path.name, path.stat()) for path in sorted(folder.iterdir()))
    return tuple((name, one.st_size, one.st_mtime_ns) for name, one in facts)


@lru_cache(maxsize=8)
def _digest(folder: str, _fingerprint: tuple[tuple[str, int, int], ...]) -> str:
    # gigabytes of weights are read once per process, and again when a file has changed
    return model_digest(Path(folder))


def _toml(models: Iterable[AddedModel], use: Mapping[str, str]) -> str:
    lines = ["# Written by candor models add: each model below was proved before it was listed."]
    lines += ["", "[use]", *(f"{kind} = {_value(name)}" for kind, name in sorted(use.items()))]
    for model in models:
        lines += ["", "[[model]]"]
        for key in ("kind", "name", "folder", "languages", "digest"):
            lines.append(f"{key} = {_value(getattr(model, key))}")
        found = ", ".join(f"{locale} = {value!r}" for locale, value in sorted(model.found.items()))
        lines.append(f"found = {{ {found} }}")
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    # strings and lists of strings are written alike in JSON and in TOML
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
