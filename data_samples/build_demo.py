"""The demo company in a store: every interview scored by the shipped scorer, everything kept."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data_samples import demo_records
from data_samples.demo_work import WORK, Made, made_from_json, sample_task, score_task
from data_samples.planted_company import Company
from data_samples.rendered import sample_interview, sample_keys
from data_samples.scored import Recordings
from interview import Action, Actor, CandorError, SignalPolicy, StoreError, digest

if TYPE_CHECKING:
    from store import ScoredInterview, Store, Transaction

OnProgress = Callable[[str, int, int], None]
CHUNK = 24


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
    behind; the rendered samples follow one by one, and another call adds those still missing.

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
    name = company.name
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
    folder = store.folder / "samples" if samples else None
    missing = _missing_samples(store) if folder else ()
    added = 0
    with closing(_Work(company, policy, models_folder, folder, missing, jobs)) as work:
        if not built:
            with store.transaction(who) as tx:
                _write_company(tx, company, work.interviews(), tell)
                append(tx, who.id, name, Action.DEMO_BUILT, digest([name, policy.digest]))
        if folder and missing:
            wanted = demo_records.samples(folder, company)
            for made, key in zip(work.samples(), missing, strict=True):
                demo_records.keep_sample(store, who, wanted[key], *made)
                added += 1
                tell("samples", added, len(missing))
            demo_records.clear(folder)
    return DemoBuilt(
        built=not built,
        interviews=len(company.interviews),
        answers=len(company.answers),
        samples=added,
    )


def _missing_samples(store: Store) -> tuple[str, ...]:
    """Keys of the samples that are not in the store yet."""
    from store import interview

    missing = []
    with store.read() as reading:
        for key in sample_keys():
            try:
                interview(reading, sample_interview(key).interview.id)
            except StoreError:
                missing.append(key)
    return tuple(missing)


def _write_company(
    tx: Transaction, company: Company, made: Iterator[Made], tell: OnProgress
) -> None:
    from store import save_many

    demo_records.write_frame_of_work(tx, company)
    cards: dict[str, str] = {}
    recordings = Recordings(company)
    total = len(recordings)
    names = dict(zip(company.people["candidate_id"], company.people["name"], strict=True))

    def arriving() -> Iterator[ScoredInterview]:
        from store import ScoredInterview

        for number, (signals, card) in enumerate(made):
            # the words are written again here: quicker than sending them over
            interview = recordings.interview(number)
            cards[interview.id] = str(card["digest"])
            if (number + 1) % CHUNK == 0 or number + 1 == total:
                tell("scoring", number + 1, total)
            yield ScoredInterview(
                interview=interview,
                signals=signals,
                card=card,
                name=names[interview.candidate_id],
            )

    save_many(tx, arriving())
    demo_records.write_judgements(tx, company, cards, tell)


class _Work:
    """What the worker processes are asked, and their answers in order.

    The samples come last: they are drawn while the company's records are being written.
    """

    def __init__(
        self,
        company: Company,
        policy: SignalPolicy,
        models: Path,
        folder: Path | None,
        samples: Sequence[str],
        jobs: int,
    ) -> None:
        total = len(company.interviews)
        self._chunks = [
            score_task(company, policy, start, min(start + CHUNK, total))
            for start in range(0, total, CHUNK)
        ]
        self._samples = [
            sample_task(company, policy, models, folder, key) for key in samples if folder
        ]
        self._jobs = jobs
        self._running: Generator[tuple[int, list[Any]], None, None] | None = None
        self._early: dict[int, list[Any]] = {}

    def interviews(self) -> Iterator[Made]:
        """Signals and card of each interview, in the company's order."""
        self._running = self._run([*self._chunks, *self._samples])
        for number in range(len(self._chunks)):
            yield from (made_from_json(one) for one in self._answer(number))

    def samples(self) -> Iterator[Made]:
        """Signals and card of each sample; asked for now when the company was there before."""
        first = len(self._chunks)
        if self._running is None:
            first = 0
            self._running = self._run(self._samples)
        for number in range(first, first + len(self._samples)):
            yield from (made_from_json(one) for one in self._answer(number))

    def _answer(self, number: int) -> list[Any]:
        """The answer to one task; those that arrive before it are kept."""
        while self._running is not None and number not in self._early:
            arrived, answer = next(self._running)
            self._early[arrived] = answer
        return self._early.pop(number)

    def close(self) -> None:
        """End the worker processes, whatever they are at."""
        if self._running is not None:
            self._running.close()

    def _run(self, tasks: list[dict[str, Any]]) -> Generator[tuple[int, list[Any]], None, None]:
        from workflow.worker_pool import Died, run_tasks

        for number, answer in run_tasks(WORK, tasks, jobs=self._jobs):
            if isinstance(answer, Died):
                raise CandorError(
                    "demo.worker_died",
                    f"a worker process ended with exit code {answer.exit_code}",
                    "free some memory, or build with --jobs 1 or --no-samples",
                    exit_code=answer.exit_code,
                )
            yield number, answer
