"""Kept answers: asked once for one state of the store, forgotten with it."""

from __future__ import annotations

from pathlib import Path

from interview import Actor
from store import Store, add_person, open_store
from ui import asked as module
from ui.asked import asked
from ui.charts.palette import LIGHT
from ui.here import Here
from workflow import settings


def where(store: Store) -> Here:
    return Here(
        actor=Actor(id="hr", roles=("hr_leader",), units=("*",)),
        store=store,
        settings=settings({}),
        locale="en",
        palette=LIGHT,
    )


def test_an_answer_is_kept_until_something_changes_and_then_no_longer(tmp_path: Path) -> None:
    calls: list[str] = []

    def answer() -> str:
        calls.append("x")
        return "Zhang San"

    with open_store(folder=tmp_path) as store:
        assert [asked(where(store), "names", answer) for _ in range(3)] == ["Zhang San"] * 3
        assert len(calls) == 1
        with store.transaction() as tx:
            add_person(tx, "c1")
        assert asked(where(store), "count", lambda: 1) == 1
        mine = [name for name in module._KEPT if name[0] == str(tmp_path)]
        assert [name[-1] for name in mine] == ["count"], "nothing of the earlier state stays"
        asked(where(store), "names", answer)
        assert len(calls) == 2
