"""Batches: which inputs are still to do, so that a stopped run goes on where it was.

An input is known by its digest alone; its path may carry a name and stays in the manifest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.engine import RowMapping

from interview import StoreError
from store.batch_tables import BATCH, BATCH_ITEM
from store.transaction import Reading, Transaction

ItemState = Literal["pending", "running", "done", "withheld", "failed"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One input of a batch: ``code`` says why it was withheld or failed, ``interview`` what it
    became, ``worker`` who has it in hand."""

    input_digest: str
    position: int
    state: ItemState
    worker: str | None = None
    code: str | None = None
    interview: str | None = None


def start_batch(
    tx: Transaction, batch: str, inputs: Sequence[str], *, settings_digest: str = ""
) -> int:
    """Begin a batch or take it up again; returns how many of its inputs are still to do.

    Inputs known from an earlier run keep what became of them; what a killed run had in hand is
    to do again.
    """
    if tx.first(select(BATCH.c.id).where(BATCH.c.id == batch)) is None:
        row = {"id": batch, "made_at": tx.now(), "settings_digest": settings_digest}
        tx.add(BATCH, [row])
    mine = BATCH_ITEM.c.batch_id == batch
    again = update(BATCH_ITEM).where(mine, BATCH_ITEM.c.state == "running")
    tx.connection.execute(again.values(state="pending", worker=None, claimed_at=None))
    known = {row["input_digest"] for row in tx.all(select(BATCH_ITEM).where(mine))}
    fresh = [one for one in dict.fromkeys(inputs) if one not in known]
    rows = [
        {
            "batch_id": batch,
            "input_digest": one,
            "position": len(known) + offset,
            "state": "pending",
        }
        for offset, one in enumerate(fresh)
    ]
    tx.add(BATCH_ITEM, rows)
    return len(tx.all(select(BATCH_ITEM).where(mine, BATCH_ITEM.c.state == "pending")))


def claim_item(tx: Transaction, batch: str, worker: str) -> Item | None:
    """Take the next input in hand; None when nothing is left. No input is given out twice."""
    query = (
        select(BATCH_ITEM)
        .where(BATCH_ITEM.c.batch_id == batch, BATCH_ITEM.c.state == "pending")
        .order_by(BATCH_ITEM.c.position)
        .limit(1)
    )
    row = tx.first(query)
    if row is None:
        return None
    _set(tx, batch, row["input_digest"], state="running", worker=worker, claimed_at=tx.now())
    return _item({**row, "state": "running", "worker": worker})


def finish_item(
    tx: Transaction, batch: str, input_digest: str, interview: str, *, withheld: str | None = None
) -> None:
    """An input became an interview; ``withheld`` names what could not be scored of it."""
    state = "withheld" if withheld else "done"
    _set(tx, batch, input_digest, state=state, code=withheld, interview_id=interview)


def fail_item(tx: Transaction, batch: str, input_digest: str, code: str) -> None:
    """An input could not be used; the rest of the batch goes on."""
    _set(tx, batch, input_digest, state="failed", code=code)


def items(reading: Reading, batch: str, state: ItemState | None = None) -> tuple[Item, ...]:
    """The inputs of a batch in their order, of one state or all."""
    query = select(BATCH_ITEM).where(BATCH_ITEM.c.batch_id == batch).order_by(BATCH_ITEM.c.position)
    if state is not None:
        query = query.where(BATCH_ITEM.c.state == state)
    return tuple(_item(row) for row in reading.all(query))


def _set(tx: Transaction, batch: str, input_digest: str, **values: str | None) -> None:
    where = (BATCH_ITEM.c.batch_id == batch, BATCH_ITEM.c.input_digest == input_digest)
    if not tx.connection.execute(update(BATCH_ITEM).where(*where).values(**values)).rowcount:
        raise StoreError(
            "batch.unknown_item",
            f"batch {batch!r} has no input {input_digest!r}",
            "start the batch with all its inputs first",
            batch=batch,
            item=input_digest,
        )


def _item(row: RowMapping | dict[str, object]) -> Item:
    values = dict(row)
    return Item(
        input_digest=values["input_digest"],
        position=values["position"],
        state=values["state"],
        worker=values["worker"],
        code=values["code"],
        interview=values["interview_id"],
    )
