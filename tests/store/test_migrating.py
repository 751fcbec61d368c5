import hashlib
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from store_samples import by_hand, furnish

from interview import Action
from store import Store, events, interview, listing, open_store, verify
from store.engine import WRITING, make_engine
from store.migrating import VERSION_TABLE, bring_up, known_versions, version_of
from store.tables import METADATA


def test_versions_are_in_order_and_without_gaps() -> None:
    versions = known_versions()
    assert versions == tuple(f"{n:04d}" for n in range(1, len(versions) + 1))
    assert len(versions) >= 2


def test_the_migrations_lead_to_the_tables_the_program_uses(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, METADATA) == []
        assert version_of(connection) == known_versions()[-1]


@pytest.mark.parametrize("version", known_versions()[:-1])
def test_a_store_of_an_earlier_version_comes_up_with_its_data(
    version: str, empty_url: str | None, tmp_path: Path
) -> None:
    old_folder = tmp_path / "old"
    _as_it_was(version, empty_url, old_folder)
    with open_store(empty_url, folder=old_folder) as store:
        result = verify(store)
        assert result.ok, result.breaks
        with store.read() as reading:
            assert events(reading, action=Action.STORE_MIGRATED)
            rows = {row.interview: row for row in listing(reading, units=None).rows}
            assert interview(reading, "i1").candidate_id == "c1"
            draw = reading.connection.execute(
                text("SELECT draw FROM interview WHERE id = 'i1'")
            ).scalar_one()
        assert set(rows) == {"i1", "i2"}
        assert rows["i1"].overall is not None
        assert rows["i1"].card_digest == "i1-2", "the newest card is the current one"
        assert rows["i1"].stage == "hire", "the furthest stage is shown"
        # the definition, written out: the first twelve hex digits as a share
        assert draw == int(hashlib.sha256(b"i1").hexdigest()[:12], 16) / 16**12


def _as_it_was(version: str, url: str | None, folder: Path) -> None:
    """A store of that version: filled by today's program, then carried over column by column."""
    from datetime import timedelta

    from store_samples import NOON, a_card

    from interview import Decision
    from store import save_card, save_decision

    source = folder.parent / "today"
    with open_store(folder=source) as store:
        furnish(store, ("i1", "i2"))
        with store.transaction("hr") as tx:
            save_card(tx, "i1", a_card("i1", overall=7.0, version=2))
            for days, stage in enumerate(("screened", "hire", "advance")):
                save_decision(
                    tx,
                    Decision(
                        interview="i1",
                        stage=stage,
                        outcome="yes",
                        reasons="r",
                        actor="m",
                        card_digest="i1-2",
                        at=NOON + timedelta(days=days),
                    ),
                )
        contents = {
            table.name: [dict(row) for row in _rows(store, f"SELECT * FROM {table.name}")]
            for table in METADATA.sorted_tables
        }
    folder.mkdir()
    (folder / "keys").mkdir()
    key = (source / "keys" / "installation.key").read_bytes()
    (folder / "keys" / "installation.key").write_bytes(key)
    engine = make_engine(url, folder)
    with engine.connect() as plain:
        connection = plain.execution_options(**{WRITING: True})
        with connection.begin():
            bring_up(connection, version)
            there = inspect(connection)
            for table in METADATA.sorted_tables:
                if not there.has_table(table.name):
                    continue
                columns = {column["name"] for column in there.get_columns(table.name)}
                for row in contents[table.name]:
                    kept = {name: value for name, value in row.items() if name in columns}
                    names = ", ".join(f'"{name}"' for name in kept)
                    marks = ", ".join(f":{name}" for name in kept)
                    statement = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"
                    connection.execute(text(statement), kept)
    engine.dispose()


def _rows(store: Store, query: str) -> list[dict[str, object]]:
    with store.engine.connect() as connection:
        return [dict(row) for row in connection.execute(text(query)).mappings()]


def test_a_guard_taken_off_the_trail_is_noticed(empty_url: str | None, tmp_path: Path) -> None:
    with open_store(empty_url, folder=tmp_path) as store:
        assert verify(store).ok
        name = "event_no_delete" if store.kind == "sqlite" else "event_no_change"
        with store.engine.begin() as connection:
            on = "" if store.kind == "sqlite" else " ON event"
            connection.execute(text(f"DROP TRIGGER {name}{on}"))
        assert [one.where for one in verify(store).breaks] == [name]


def test_changes_by_hand_leave_the_guards_in_force(store: Store) -> None:
    by_hand(store, "UPDATE department SET name = name")
    assert verify(store).ok
