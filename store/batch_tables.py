"""The tables of batches: work in progress, outside the trail, which says what was done."""

from __future__ import annotations

from sqlalchemy import Index, Table

from store.columns import key_column, maybe_text, reference, text_column, whole_number
from store.tables import METADATA

BATCH = Table(
    "batch", METADATA, key_column("id"), text_column("made_at"), text_column("settings_digest")
)
BATCH_ITEM = Table(
    "batch_item",
    METADATA,
    reference("batch_id", "batch.id", key=True),
    key_column("input_digest"),
    whole_number("position"),
    text_column("state"),
    maybe_text("worker"),
    maybe_text("claimed_at"),
    maybe_text("code"),
    maybe_text("interview_id"),
    Index("batch_item_state", "batch_id", "state", "position"),
)
