from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from interview import Action
from store import Store, append, claim_item, open_store, start_batch, verify

EACH = 25


def _append_many(url: str | None, folder: Path, who: str) -> None:
    with open_store(url, folder=folder, create=False) as store:
        for n in range(EACH):
            with store.transaction(who) as tx:
                append(tx, who, f"{who}-{n}", Action.MEDIA_VIEWED)


def test_no_event_of_several_processes_is_lost(address: tuple[str | None, Path]) -> None:
    url, folder = address
    writers = [f"w{n}" for n in range(4)]
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        list(pool.map(_append_many, [url] * 4, [folder] * 4, writers))
    with open_store(url, folder=folder) as store:
        _all_there(store, writers)


def test_no_event_of_several_threads_is_lost(store: Store) -> None:
    def append_many(who: str) -> None:
        for n in range(EACH):
            with store.transaction(who) as tx:
                append(tx, who, f"{who}-{n}", Action.MEDIA_VIEWED)

    writers = [f"t{n}" for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(append_many, writers))
    _all_there(store, writers)


def test_an_input_is_claimed_once_however_many_ask(store: Store) -> None:
    inputs = [f"{n:064d}" for n in range(40)]
    with store.transaction() as tx:
        assert start_batch(tx, "b1", inputs) == 40

    def claim_all(worker: str) -> list[str]:
        mine = []
        while True:
            with store.transaction() as tx:
                item = claim_item(tx, "b1", worker)
            if item is None:
                return mine
            mine.append(item.input_digest)

    with ThreadPoolExecutor(4) as pool:
        claimed = [one for mine in pool.map(claim_all, "abcd") for one in mine]
    assert sorted(claimed) == inputs


def _all_there(store: Store, writers: list[str]) -> None:
    result = verify(store)
    assert result.ok, result.breaks
    assert result.events == 1 + EACH * len(writers)
