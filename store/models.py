"""Models: every scorer or network that may have made a score, with what is known of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from interview import Action, StoreError
from store.acts import record
from store.restoring import dumped
from store.tables import MODEL
from store.transaction import Reading, Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """A registered model: ``digest`` is SHA-256 of its file, ``facts`` its card (training data,
    figures, licence)."""

    name: str
    version: str
    kind: str
    digest: str
    facts: Mapping[str, Any]
    added_at: datetime


def save_model(
    tx: Transaction,
    name: str,
    version: str,
    *,
    kind: str,
    facts: Mapping[str, Any],
    content: bytes | None = None,
    digest: str = "",
) -> None:
    """Register a model, its file too when given; StoreError ``model.version_taken`` when another
    file stands under that name and version."""
    found = hashlib.sha256(content).hexdigest() if content is not None else digest
    where = (MODEL.c.name == name, MODEL.c.version == version)
    known = tx.first(select(MODEL.c.digest).where(*where))
    if known is not None:
        if known["digest"] == found:
            return
        raise StoreError(
            "model.version_taken",
            f"model {name!r} version {version!r} is registered with another file",
            "register the new file under a new version",
            model=name,
            version=version,
        )
    row = {
        "name": name,
        "version": version,
        "kind": kind,
        "digest": found,
        "facts": dumped(facts),
        "added_at": tx.now(),
        "content": content,
    }
    record(tx, f"{name}@{version}", Action.MODEL_ADDED, [(MODEL, [row])])


def models(reading: Reading) -> tuple[Model, ...]:
    """Every registered model, newest first, without its file."""
    columns = [column for column in MODEL.c if column.name != "content"]
    return tuple(
        Model(
            name=row["name"],
            version=row["version"],
            kind=row["kind"],
            digest=row["digest"],
            facts=json.loads(row["facts"]),
            added_at=datetime.fromisoformat(row["added_at"]),
        )
        for row in reading.all(select(*columns).order_by(MODEL.c.event_seq.desc()))
    )


def model_content(reading: Reading, name: str, version: str) -> bytes | None:
    """The file of one model, None when it is kept elsewhere or unknown."""
    where = (MODEL.c.name == name, MODEL.c.version == version)
    row = reading.first(select(MODEL.c.content).where(*where))
    return None if row is None or row["content"] is None else bytes(row["content"])
