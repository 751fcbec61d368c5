"""A table brought along: read, its columns mapped by hand, audited, and not kept."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Protocol

import streamlit as st

from fairness import Columns
from interview import CandorError
from ui.audit_desk import HOLD_S, SHORT, put_table_audit
from ui.column_guess import columns_of, guessed_attributes, guessed_columns
from ui.here import Here
from ui.parts.audit_store_form import law_choice, law_summary
from ui.parts.trouble import show_error
from ui.say import say
from ui.wording import count_text
from workflow.audit import audit_rules, audit_table
from workflow.read_table import MOST_BYTES, read_table

if TYPE_CHECKING:
    import pandas as pd

ENDINGS = ("csv", "tsv", "txt", "parquet")
PREVIEW = 5
PEOPLE, COUNTS = "people", "counts"
OPTIONAL = ("stratum", "human", "outcome", "person", "at")
# tables that were sent, with the time: they lie in memory while somebody maps their columns
_READ: OrderedDict[tuple[str, str, int], tuple[float, pd.DataFrame]] = OrderedDict()
_LOCK = threading.Lock()
MOST = 3


class Sent(Protocol):
    """A file a browser sent."""

    file_id: str
    name: str
    size: int

    def getvalue(self) -> bytes:
        """Its bytes."""


def audit_table_form(where: Here) -> str | None:
    """File, mapping and law; the name of the audit when one was made."""
    tongue = where.locale
    st.caption(say("fairness.table_note", tongue))
    limit = min(where.settings.max_upload_bytes, MOST_BYTES) // 2**20
    sent = st.file_uploader(
        say("fairness.file", tongue),
        type=list(ENDINGS),
        max_upload_size=max(1, limit),
        key="audit_file",
        help=say("fairness.file_help", tongue),
    )
    if sent is None:
        return None
    try:
        table = _read(where, sent)
    except CandorError as error:
        show_error(error, tongue)
        return None
    st.caption(
        say(
            "fairness.table_read",
            tongue,
            rows=count_text(len(table)),
            columns=count_text(len(table.columns)),
        )
    )
    st.dataframe(
        table.head(PREVIEW), hide_index=True, alt=say("fairness.preview", tongue), key="preview"
    )
    rules = _mapping(table, tongue, sent.file_id)
    if not st.button(
        say("fairness.run_table", tongue), type="primary", icon=":material/balance:", key="run"
    ):
        return None
    try:
        law, attributes, columns, cut = rules
        with st.spinner(say("fairness.running", tongue)):
            made = audit_table(where.actor, table, audit_rules(law, attributes, columns, cut=cut))
            return put_table_audit(where, made, table).name[:SHORT]
    except CandorError as error:
        show_error(error, tongue)
        return None


def _read(where: Here, sent: Sent) -> pd.DataFrame:
    """The table, read once for each file sent and not at every touch of the page."""
    name = (where.actor.id, sent.file_id, sent.size)
    with _LOCK:
        for old in [n for n, (at, _) in _READ.items() if time.monotonic() - at > HOLD_S]:
            del _READ[old]
        if name in _READ:
            return _READ[name][1]
    table = read_table(sent.getvalue(), name=sent.name)
    with _LOCK:
        _READ[name] = time.monotonic(), table
        while len(_READ) > MOST:
            _READ.popitem(last=False)
    return table


def _mapping(
    table: pd.DataFrame, tongue: str, file: str
) -> tuple[str, list[str], Columns, float | None]:
    names = [str(c) for c in table.columns]
    st.markdown(f"**{say('fairness.mapping', tongue)}**")
    st.caption(say("fairness.mapping_note", tongue))
    kind = st.segmented_control(
        say("fairness.kind", tongue),
        (PEOPLE, COUNTS),
        default=PEOPLE,
        required=True,
        format_func=lambda one: say(f"fairness.kind_{one}", tongue),
        key=f"kind_{file}",
    )
    counts = kind == COUNTS
    guess = guessed_columns(table, counts=counts)

    def pick(field: str) -> str:
        first = str(getattr(guess, field))
        return (
            st.selectbox(
                say(f"fairness.col_{field}", tongue),
                names,
                index=names.index(first) if first in names else None,
                placeholder=say("fairness.no_column", tongue),
                key=f"map_{field}_{kind}_{file}",
                help=say(f"fairness.col_{field}_help", tongue),
            )
            or ""
        )

    left, middle, right = st.columns(3, gap="medium")
    held: dict[str, str] = {}
    cut = None
    with left:
        attributes = st.multiselect(
            say("fairness.col_attributes", tongue),
            names,
            default=guessed_attributes(table, guess),
            placeholder=say("fairness.no_column", tongue),
            key=f"map_attributes_{kind}_{file}",
            help=say("fairness.col_attributes_help", tongue),
        )
        for field in ("n", "selected_n") if counts else ("selected", "score"):
            held[field] = pick(field)
    with middle:
        for field in ("stratum",) if counts else OPTIONAL[:3]:
            held[field] = pick(field)
    with right:
        if not counts:
            for field in OPTIONAL[3:]:
                held[field] = pick(field)
            if held.get("score") and not held.get("selected"):
                cut = st.number_input(
                    say("fairness.own_cut", tongue),
                    value=None,
                    key=f"map_cut_{file}",
                    help=say("fairness.own_cut_help", tongue),
                )
    law = law_choice(tongue, "none")
    law_summary(law, tongue)
    return law, list(attributes), columns_of(held), cut
