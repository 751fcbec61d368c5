"""Is everything as it was written? The trail, every row it names, every file and every key."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Table, case, func, select, text
from sqlalchemy.engine import RowMapping

from interview import FIRST_PREVIOUS, IntegrityBroken
from store.acts import act_digest, row_digest
from store.blobs import blob_path
from store.column_kinds import foreign_columns
from store.decisions import shown_decision
from store.events import CHANGED, KEPT, event_digest, trail
from store.interviews import blind_draw
from store.keys import unwrap
from store.store import Store
from store.tables import BLOB, CARD, CARD_TEXT, DECISION, INTERVIEW, METADATA, PERSON, PERSON_KEY
from store.transaction import Reading

_NOTHING = act_digest(())
_PIECE = 1 << 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Break:
    """One thing that is not as it was written.

    ``seq`` is the event where it shows, None when no event names it. Codes:
    ``verify.event_altered``, ``.event_missing``, ``.link_broken``, ``.rows_altered``,
    ``.rows_missing``, ``.rows_unknown``, ``.file_altered``, ``.file_missing``, ``.key_altered``,
    ``.key_missing``, ``.derived_altered``, ``.guard_missing``, ``.tail_cut``.
    """

    code: str
    where: str
    seq: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class VerifyResult:
    """What was checked and what was found; ``first_break`` is the earliest in the trail.

    A chain cannot show by itself that its newest events were cut off: compare ``newest_digest``,
    or any digest printed on a report, with what was noted before.
    """

    ok: bool
    events: int
    rows_checked: int
    blobs_checked: int
    cards_checked: int
    people_checked: int
    first_break: Break | None
    breaks: tuple[Break, ...]
    newest_digest: str


def verify(store: Store, *, expected_digest: str | None = None) -> VerifyResult:
    """Check everything that is stored; changes nothing.

    ``expected_digest`` is a digest noted earlier (every report prints one): the trail must still
    hold it, else its end was cut off. Takes some ten seconds for ten thousand interviews, and the
    time to read every stored file once.
    """
    with store.read() as reading:
        check = _Check(reading, expected_digest)
        check.guards()
        if check.kinds():
            check.rows()
            check.trail()
            check.files()
            check.keys()
            check.derived()
    breaks = sorted(check.breaks, key=lambda one: (one.seq is None, one.seq or 0))
    return VerifyResult(
        ok=not breaks,
        events=check.events,
        rows_checked=check.rows_checked,
        blobs_checked=check.blobs,
        cards_checked=check.cards,
        people_checked=check.people,
        first_break=breaks[0] if breaks else None,
        breaks=tuple(breaks),
        newest_digest=check.newest,
    )


class _Check:
    """One pass over everything, in the order of the methods."""

    def __init__(self, reading: Reading, expected_digest: str | None) -> None:
        self.reading = reading
        self.expected = expected_digest
        self.breaks: list[Break] = []
        self.events = self.rows_checked = self.blobs = self.cards = self.people = 0
        self.newest = FIRST_PREVIOUS
        # digests of the rows that each event wrote, as the rows are now
        self._written: dict[int, list[bytes]] = defaultdict(list)

    def found(self, code: str, where: str, seq: int | None = None) -> None:
        """Note a break."""
        self.breaks.append(Break(code=f"verify.{code}", where=where, seq=seq))

    def guards(self) -> None:
        """The triggers that refuse changes to the trail are in force."""
        if self.reading.store.kind == "sqlite":
            query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            wanted = {"event_no_update", "event_no_delete", "event_next"}
        else:
            query = (
                "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A') "
                "AND tgrelid = 'event'::regclass"
            )
            wanted = {"event_no_change", "event_no_truncate", "event_next"}
        there = {str(name) for (name,) in self.reading.connection.execute(text(query))}
        for name in sorted(wanted - there):
            self.found("guard_missing", name)

    def kinds(self) -> bool:
        """Every value is of its column's kind; where one is not, the rest cannot be read at all."""
        if self.reading.store.kind != "sqlite":
            return True
        found = list(foreign_columns(self.reading.connection))
        for column in found:
            self.found("rows_altered", column)
        return not found

    def rows(self) -> None:
        """Digest every row that an event names."""
        for table in METADATA.sorted_tables:
            if "event_seq" not in table.c:
                continue
            for row in self._all(table):
                self._written[row["event_seq"]].append(row_digest(table, row))
                self.rows_checked += 1
                self.cards += table is CARD_TEXT

    def trail(self) -> None:
        """Each event is intact, follows the one before, and its rows are as it says."""
        previous, seq = FIRST_PREVIOUS, 0
        newest_of: dict[tuple[str, str], tuple[int, str]] = {}
        seen = self.expected is None
        for row in trail(self.reading):
            here = int(row["seq"])
            if here != seq + 1:
                self.found("event_missing", f"event:{seq + 1}", seq + 1)
            elif row["previous"] != previous:
                self.found("link_broken", f"event:{here}", here)
            stored = {name: row[name] for name in row if name != "digest"}
            if event_digest(**stored) != row["digest"]:
                self.found("event_altered", f"event:{here}", here)
            seq, previous = here, str(row["digest"])
            self.events += 1
            seen = seen or self.expected in (previous, row["previous"])
            self._acted(here, row["action"], row["subject"], row["object_digest"], newest_of)
        self.newest = previous
        for here, subject in newest_of.values():
            self.found("rows_missing", subject, here)
        for here in self._written:
            self.found("rows_unknown", f"event:{here}", here)
        if not seen:
            self.found("tail_cut", f"digest:{self.expected}", seq + 1)

    def _acted(
        self,
        seq: int,
        action: str,
        subject: str,
        object_digest: str,
        newest_of: dict[tuple[str, str], tuple[int, str]],
    ) -> None:
        """Compare what an event says it wrote with what is there.

        ``newest_of`` gathers rows that may be written again and are still to be met: the newest
        event of each must have its row.
        """
        written = self._written.pop(seq, None)
        if action in CHANGED:
            family = (action.split(".")[0], subject)
            newest_of.pop(family, None)
            if written is None:
                newest_of[family] = (seq, subject)
        elif action in KEPT and written is None and object_digest != _NOTHING:
            self.found("rows_missing", subject, seq)
        if written is not None and act_digest(written) != object_digest:
            self.found("rows_altered", subject, seq)

    def files(self) -> None:
        """Each stored file is there and its bytes have the digest that is its name."""
        query = select(BLOB.c.digest, BLOB.c.event_seq, PERSON.c.erased_at).join(
            PERSON, PERSON.c.candidate_id == BLOB.c.candidate_id
        )
        for row in self.reading.all(query):
            hashed = hashlib.sha256()
            try:
                with blob_path(self.reading.store, row["digest"]).open("rb") as content:
                    while piece := content.read(_PIECE):
                        hashed.update(piece)
            except OSError as error:
                if row["erased_at"] is None or not isinstance(error, FileNotFoundError):
                    self.found("file_missing", row["digest"], row["event_seq"])
                continue
            self.blobs += 1
            if hashed.hexdigest() != row["digest"]:
                self.found("file_altered", row["digest"], row["event_seq"])

    def keys(self) -> None:
        """Everybody's key opens with the installation's, and only the erased have none."""
        query = (
            select(PERSON.c.candidate_id, PERSON.c.event_seq, PERSON.c.erased_at)
            .add_columns(PERSON_KEY.c.wrapped)
            .outerjoin(PERSON_KEY, PERSON_KEY.c.candidate_id == PERSON.c.candidate_id)
        )
        for row in self.reading.all(query):
            person = row["candidate_id"]
            self.people += 1
            if row["wrapped"] is None:
                if row["erased_at"] is None:
                    self.found("key_missing", person, row["event_seq"])
                continue
            try:
                unwrap(self.reading.store.key, person, row["wrapped"])
            except IntegrityBroken:
                self.found("key_altered", person, row["event_seq"])

    def derived(self) -> None:
        """What is only remembered for speed is what it would be if computed now."""
        other = CARD.alias("other")
        newest = (
            select(func.max(other.c.event_seq))
            .where(other.c.interview_id == CARD.c.interview_id)
            .scalar_subquery()
        )
        for table, right in ((CARD, newest), (DECISION, shown_decision())):
            shown = case((table.c.event_seq == right, 1), else_=0)
            wrong = select(table.c.interview_id, table.c.event_seq).where(table.c.current != shown)
            for row in self.reading.all(wrong):
                self.found("derived_altered", row["interview_id"], row["event_seq"])
        for row in self.reading.all(
            select(INTERVIEW.c.id, INTERVIEW.c.draw, INTERVIEW.c.event_seq)
        ):
            if row["draw"] != blind_draw(row["id"]):
                self.found("derived_altered", row["id"], row["event_seq"])

    def _all(self, table: Table) -> Iterator[RowMapping]:
        """A table's rows, a few thousand held at a time."""
        streamed = self.reading.connection.execution_options(yield_per=2000)
        yield from streamed.execute(select(table)).mappings()
