"""The demo company in a store: every interview scored by the shipped scorer, everything kept."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data_samples import demo_records
from data_samples.bank import bank
from data_samples.planted_company import Company, company
from interview import Action, Actor, AnswerSignals, Interview, SignalPolicy, StoreError, digest

if TYPE_CHECKING:
    from store import ScoredInterview, Store, Transaction

OnProgress = Callable[[str, int, int], None]
Made = tuple[Interview, tuple[AnswerSignals, ...], dict[str, Any]]
CHUNK = 24
WAITING_CHUNKS = 12
"""Chunks handed out and not yet written: keeps both workers busy and memory small."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoBuilt:
    """What a build did; ``built`` is False when the demo company was there already."""

    built: bool
    interviews: int
    answers: int
    samples: int


def build_demo(
    store: Store,
    *,
    company: Company,
    policy: SignalPolicy,
    models_folder: Path,
    actor: Actor | None = None,
    jobs: int = 2,
    samples: bool = True,
    on_progress: OnProgress | None = None,
) -> DemoBuilt:
    """Write a demo company into a store; the shipped scorer makes every card.

    The company comes in one transaction, so that a build that was broken off leaves nothing of it
    behind; the rendered samples follow one by one, and a second call adds those that are missing.

    Parameters
    ----------
    company : Company
        What `data_samples.company` drew.
    policy : SignalPolicy
        The law preset of its requisitions.
    models_folder : Path
        Where the face networks lie, for the rendered samples; without them the face of those is
        withheld and nothing stops.
    jobs : int
        Worker processes that score.
    samples : bool
        Render and add the sample interviews with sound and picture.
    on_progress : callable, optional
        Called with (stage, done, total); stages are ``scoring``, ``records``, ``samples``.

    Raises
    ------
    StoreError
        ``demo.other_company`` when the store holds a demo company drawn otherwise.
    """
    from store import append, events

    who = actor or Actor.system()
    name = f"demo-{company.seed}-{company.fraction:g}"
    tell = on_progress or (lambda _stage, _done, _total: None)
    with store.read() as reading:
        built = events(reading, action=Action.DEMO_BUILT)
    if built and built[0].subject != name:
        raise StoreError(
            "demo.other_company",
            f"the store already holds {built[0].subject}, not {name}",
            "use an empty store, or the seed and size it was built with",
            held=built[0].subject,
            asked=name,
        )
    result = DemoBuilt(
        built=not built,
        interviews=len(company.interviews),
        answers=len(company.answers),
        samples=0,
    )
    if built:
        return result
    workers = ProcessPoolExecutor(
        max_workers=jobs,
        mp_context=get_context("spawn"),
        initializer=_begin,
        initargs=(company.seed, company.fraction, policy),
    )
    try:
        rendering = workers.submit(_render, store.folder / "samples") if samples else None
        if not _has_company(store, company):
            with store.transaction(who) as tx:
                _write_company(tx, company, workers, tell)
        added = 0
        if rendering is not None:
            added = _add_samples(store, who, company, workers, rendering, models_folder, tell)
    finally:
        workers.shutdown(wait=True, cancel_futures=True)
    with store.transaction(who) as tx:
        append(tx, who.id, name, Action.DEMO_BUILT, digest([name, policy.digest]))
    return DemoBuilt(
        built=True, interviews=result.interviews, answers=result.answers, samples=added
    )


def _has_company(store: Store, company: Company) -> bool:
    from store import interview

    first = str(company.interviews["interview_id"].iloc[0])
    with store.read() as reading:
        try:
            interview(reading, first)
        except StoreError:
            return False
    return True


def _write_company(
    tx: Transaction, company: Company, workers: ProcessPoolExecutor, tell: OnProgress
) -> None:
    from store import save_many

    demo_records.write_frame_of_work(tx, company)
    cards: dict[str, str] = {}
    total = len(company.interviews)
    names = dict(zip(company.people["candidate_id"], company.people["name"], strict=True))

    def arriving() -> Iterator[ScoredInterview]:
        from store import ScoredInterview

        for done, (interview, signals, card) in enumerate(_scored(workers, total), start=1):
            cards[interview.id] = str(card["digest"])
            if done % CHUNK == 0 or done == total:
                tell("scoring", done, total)
            yield ScoredInterview(
                interview=interview,
                signals=signals,
                card=card,
                name=names[interview.candidate_id],
            )

    save_many(tx, arriving())
    demo_records.write_judgements(tx, company, cards, tell)


def _scored(workers: ProcessPoolExecutor, total: int) -> Iterator[Made]:
    """Interviews in their order, scored elsewhere, a few chunks ahead of whoever takes them."""
    starts = iter(range(0, total, CHUNK))
    waiting: deque[Future[list[Made]]] = deque()

    def ask() -> None:
        start = next(starts, None)
        if start is not None:
            waiting.append(workers.submit(_score, range(start, min(start + CHUNK, total))))

    for _ in range(WAITING_CHUNKS):
        ask()
    while waiting:
        made = waiting.popleft().result()
        ask()
        yield from made


# --- in the workers ------------------------------------------------------------------------------
_worker: dict[str, Any] = {}


def _begin(seed: int, fraction: float, policy: SignalPolicy) -> None:
    """Each worker draws the company itself: quicker than sending it, and the same by its seed."""
    _worker.update(seed=seed, fraction=fraction, policy=policy)


def _score(numbers: range) -> list[Made]:
    from data_samples.scored import Recordings, scored
    from scoring.card_json import card_json

    if "recordings" not in _worker:
        _worker["recordings"] = Recordings(company(_worker["seed"], _worker["fraction"]))
    return [
        (interview, signals, card_json(card))
        for interview, signals, card in scored(_worker["recordings"], numbers, _worker["policy"])
    ]


def _render(folder: Path) -> list[str]:
    from data_samples.rendered import render_interviews

    return [sample.key for sample in render_interviews(folder)]


def _score_sample(interview: Interview, models_folder: Path) -> Made:
    from scoring import score_interview
    from scoring.card_json import card_json

    policy: SignalPolicy = _worker["policy"]
    role = bank()[interview.role]
    card, signals = score_interview(interview, role, policy, models_folder=models_folder)
    return interview, signals, card_json(card)


def _add_samples(
    store: Store,
    actor: Actor,
    company: Company,
    workers: ProcessPoolExecutor,
    rendering: Future[list[str]],
    models_folder: Path,
    tell: OnProgress,
) -> int:
    """The rendered interviews, measured from sound and picture as any recording is."""
    folder = store.folder / "samples"
    jobs = [
        workers.submit(_score_sample, one, models_folder)
        for one in demo_records.samples(rendering.result(), folder, company)
    ]
    added = 0
    for done, job in enumerate(jobs, start=1):
        added += demo_records.keep_sample(store, actor, *job.result(), number=done)
        tell("samples", done, len(jobs))
    demo_records.clear(folder)
    return added
