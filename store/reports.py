"""Reports: what was found and printed, kept so that what it caused can be traced to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import RowMapping

from interview import Action, StoreError, digest
from store.acts import record
from store.events import newest_digest
from store.restoring import dumped
from store.tables import REPORT
from store.transaction import Reading, Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """A saved report. ``trail_digest`` is the newest event's digest when it was made: noted on
    paper, it proves later that the trail was not cut."""

    digest: str
    kind: str
    content: Mapping[str, Any]
    trail_digest: str
    made_at: datetime


def save_report(tx: Transaction, kind: str, content: Mapping[str, Any]) -> Report:
    """Remember a report (findings and figures, nothing personal); the same one is kept once."""
    name = digest({"kind": kind, "content": content})
    known = tx.first(select(REPORT).where(REPORT.c.digest == name))
    if known is None:
        row = {
            "digest": name,
            "kind": kind,
            "content": dumped(content),
            "trail_digest": newest_digest(tx),
            "made_at": tx.now(),
        }
        record(tx, name, Action.REPORT_SAVED, [(REPORT, [row])])
    return report(tx, name)


def report(reading: Reading, name: str) -> Report:
    """One report by its digest; StoreError ``report.unknown``."""
    row = reading.first(select(REPORT).where(REPORT.c.digest == name))
    if row is None:
        raise StoreError(
            "report.unknown",
            f"there is no report {name!r}",
            "take the digest from the list of reports",
            digest=name,
        )
    return _report(row)


def reports(reading: Reading, kind: str | None = None) -> tuple[Report, ...]:
    """Reports, newest first."""
    query = select(REPORT).order_by(REPORT.c.event_seq.desc())
    if kind is not None:
        query = query.where(REPORT.c.kind == kind)
    return tuple(_report(row) for row in reading.all(query))


def _report(row: RowMapping) -> Report:
    return Report(
        digest=row["digest"],
        kind=row["kind"],
        content=json.loads(row["content"]),
        trail_digest=row["trail_digest"],
        made_at=datetime.fromisoformat(row["made_at"]),
    )
