"""One suite on both engines: every test that asks for a store runs on SQLite and PostgreSQL."""

from __future__ import annotations

import importlib.util
import itertools
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from store import Store, open_store
from store.migrating import known_versions
from store.tables import EVENT, METADATA

# pgserver has no wheel for every platform; where it has none, SQLite alone is tested
ENGINES = ["sqlite", *(["postgresql"] if importlib.util.find_spec("pgserver") else [])]
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Clock:
    """A clock that moves one second at each look."""

    def __init__(self, start: datetime = START) -> None:
        self.at = start

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@dataclass
class Cluster:
    """A running PostgreSQL with a store ready to be copied."""

    url: str
    template_folder: Path
    counter: Iterator[int]
    ready_url: str = ""
    first_event: dict[str, object] = field(default_factory=dict)

    def database(self, name: str = "") -> str:
        """The URL of a new, empty database."""
        name = name or f"candor_{next(self.counter)}"
        admin = create_engine(_driver(self.url), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        admin.dispose()
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def ready(self) -> str:
        """The URL of a store as it is when just made.

        Emptied rather than made anew: a database is a thousand files.
        """
        if not self.ready_url:
            self.ready_url = self.database("ready")
            with (
                open_store(self.ready_url, folder=self.template_folder, clock=Clock()) as made,
                made.engine.connect() as connection,
            ):
                self.first_event = dict(connection.execute(EVENT.select()).mappings().one())
            return self.ready_url
        engine = create_engine(_driver(self.ready_url))
        with engine.begin() as connection:
            connection.exec_driver_sql("SET session_replication_role = replica")
            for table in METADATA.sorted_tables:
                connection.exec_driver_sql(f"DELETE FROM {table.name}")
            connection.execute(EVENT.insert(), self.first_event)
            version = known_versions()[-1]
            connection.exec_driver_sql(f"UPDATE migration SET version_num = '{version}'")
        engine.dispose()
        return self.ready_url


def _driver(url: str) -> str:
    return make_url(url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    # not in pytest's own folder: the server runs as another user, who may not enter there
    with tempfile.TemporaryDirectory(prefix="candor-pg-") as base:
        Path(base).chmod(0o755)
        before = os.environ.get("XDG_RUNTIME_DIR")
        runtime = Path(base) / "run"
        runtime.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        import pgserver
        import psutil

        data = Path(base) / "data"
        data.mkdir()
        server = pgserver.get_server(data, cleanup_mode="stop")
        made = Cluster(server.get_uri(), Path(base) / "template", itertools.count())
        admin = create_engine(_driver(made.url), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            # what a test writes need not survive a power cut
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = off")
            connection.exec_driver_sql("SELECT pg_reload_conf()")
        admin.dispose()
        yield made
        # at once: nothing in it is worth a checkpoint
        process = psutil.Process(server.get_pid())
        process.send_signal(signal.SIGQUIT)
        process.wait(30)
        server.cleanup()
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def empty_url(engine_name: str, request: pytest.FixtureRequest) -> str | None:
    """The address of an empty database; None means SQLite in the folder."""
    if engine_name == "sqlite":
        return None
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.database()


@pytest.fixture
def address(
    engine_name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> tuple[str | None, Path]:
    """URL and folder of a store that is ready; other processes can open it too."""
    folder = tmp_path / "store"
    if engine_name == "sqlite":
        open_store(folder=folder, clock=Clock()).close()
        return None, folder
    cluster: Cluster = request.getfixturevalue("cluster")
    url = cluster.ready()
    shutil.copytree(cluster.template_folder, folder)
    return url, folder


@pytest.fixture
def store(address: tuple[str | None, Path]) -> Iterator[Store]:
    url, folder = address
    with open_store(url, folder=folder, clock=Clock(START + timedelta(days=1))) as opened:
        yield opened


@pytest.fixture
def reopen(address: tuple[str | None, Path]) -> Callable[[], Store]:
    """Opens the same store again, as another program would."""
    url, folder = address
    return lambda: open_store(url, folder=folder, create=False)
