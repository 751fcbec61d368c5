"""The verb that scores many interviews: in several processes, resumable, one failure at a time."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from interview import Actor, CandorError, RoleModel, SignalPolicy, StoreError, Withheld
from store.store import Store
from workflow.added_models import models_in_use
from workflow.batch_sink import JournalSink, Sink
from workflow.champion_scorer import made_by
from workflow.manifest import InterviewSource, Manifest, refused_item
from workflow.near_copies import near_copies
from workflow.progress import BatchItem, BatchProgress, BatchReport
from workflow.rights import require
from workflow.scoring_task import Scored, ScoringTask, task_key
from workflow.settings import Settings, settings
from workflow.store_sink import StoreSink
from workflow.task_json import WORK, result_from_json, task_json
from workflow.worker_pool import Died, run_tasks

# nothing can be kept any more: going on would only lose work
FATAL = ("store.disk_full", "store.cannot_write")


def score_batch(
    actor: Actor,
    store: Store | None,
    manifest: Manifest,
    *,
    role: RoleModel | None = None,
    policy: SignalPolicy | None = None,
    journal: Path | None = None,
    jobs: int = 2,
    on_progress: Callable[[BatchProgress], None] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
    chosen: Settings | None = None,
) -> BatchReport:
    """Score every interview of a manifest and keep each as soon as it is finished.

    Started again after Ctrl-C or a kill, it goes on where it was: inputs that are finished are
    recognised by their content. What cannot be scored ends as a named failure; the rest goes on.
    Answers nearly equal to another candidate's of the same batch get a flag with a count.
    With a store everything is kept there; without one the cards come with the report, and
    ``journal`` is the file that lets a later run go on.

    Parameters
    ----------
    role, policy : RoleModel | None, SignalPolicy | None
        For interviews that name none themselves, by their row or by their requisition.
    jobs : int
        Worker processes, one thread each.
    on_progress : callable
        Called at the start and after every interview.
    stop : callable
        Asked several times a second; true ends the batch early, keeping what is finished.

    Raises
    ------
    PermissionDenied
        Without the right to score.
    StoreError
        ``store.disk_full`` or ``store.cannot_write`` when nothing more can be kept; what was
        kept stays. ``batch.running`` when another process works on the same journal.
    """
    require(actor, "score")
    sink: Sink = (
        JournalSink(journal, role, policy)
        if store is None
        else StoreSink(actor, store, role, policy)
    )
    run = _Run(sink, manifest, on_progress)
    try:
        tasks = run.prepare(chosen or settings())
        sink.begin([task.key for task in tasks])
        payloads = [task_json(task) for task in tasks]
        for number, answer in run_tasks(WORK, payloads, jobs=jobs, stop=stop):
            run.take(tasks[number], answer)
    finally:
        sink.close()
    return run.report()


class _Run:
    def __init__(
        self, sink: Sink, manifest: Manifest, on_progress: Callable[[BatchProgress], None]
    ) -> None:
        self._sink = sink
        self._manifest = manifest
        self._tell = on_progress
        self._begun = time.monotonic()
        self._items: dict[str, BatchItem] = {}
        self._counts = Counter(item.state for item in manifest.refused)
        self._resumed = 0

    def prepare(self, chosen: Settings) -> list[ScoringTask]:
        from scoring.extract import EXTRACTOR

        added = models_in_use(chosen)
        # with another recogniser or encoder the same files are another task
        measured_by = "".join(f"/{m.id}" for m in (added.recogniser, added.encoder) if m)
        copies = near_copies(self._manifest.sources)
        tasks: list[ScoringTask] = []
        for row in self._manifest.sources:
            source = row
            try:
                role, policy = self._sink.plan(row)
                source = self._sink.as_asked(row, role)
                champion = self._sink.champion(role, policy)
                scorer = f"{made_by(champion)}/{EXTRACTOR}{measured_by}"
                key = task_key(source, role, policy, scorer)
                done = self._sink.finished(key)
                if done is None:
                    self._sink.admit(source)
            except CandorError as error:
                self._add(refused_item(source.interview, error))
                continue
            if done is not None:
                self._resumed += 1
                self._add(replace(done, interview=source.interview, resumed=True))
                continue
            tasks.append(
                ScoringTask(
                    source=source,
                    role=role,
                    policy=policy,
                    models=chosen.models.resolve(),
                    max_bytes=chosen.max_upload_bytes,
                    key=key,
                    added=added,
                    copies=copies.get(source.interview, {}),
                    champion=champion,
                )
            )
        self._tell(self.progress)
        return tasks

    def take(self, task: ScoringTask, answer: Any) -> None:
        result = answer if isinstance(answer, Died) else result_from_json(answer)
        scored = result if isinstance(result, Scored) else None
        item = _item_of(task.source, result)
        try:
            self._sink.keep(task, item, scored)
        except CandorError as error:
            if error.code in FATAL:
                raise
            item = refused_item(task.source.interview, error)
        self._add(item)
        self._tell(self.progress)

    def _add(self, item: BatchItem) -> None:
        self._items[item.interview] = item
        self._counts[item.state] += 1

    @property
    def progress(self) -> BatchProgress:
        return BatchProgress(
            total=len(self._manifest.sources) + len(self._manifest.refused),
            done=self._counts["done"],
            withheld=self._counts["withheld"],
            failed=self._counts["failed"],
            resumed=self._resumed,
            seconds=time.monotonic() - self._begun,
        )

    def report(self) -> BatchReport:
        asked = tuple(
            self._items.get(s.interview, BatchItem(interview=s.interview, state="waiting"))
            for s in self._manifest.sources
        )
        return BatchReport(
            items=asked + self._manifest.refused,
            progress=self.progress,
            stopped=any(item.state == "waiting" for item in asked),
            cards=self._sink.cards(),
        )


def _item_of(source: InterviewSource, answer: Scored | BatchItem | Died) -> BatchItem:
    if isinstance(answer, BatchItem):
        return answer
    if isinstance(answer, Scored):
        overall = answer.card.overall
        return BatchItem(
            interview=source.interview,
            state="withheld" if isinstance(overall, Withheld) else "done",
            code=overall.code if isinstance(overall, Withheld) else "",
            seconds=answer.seconds,
        )
    return refused_item(
        source.interview,
        StoreError(
            "batch.worker_died",
            f"the process that scored it ended with {answer.exit_code}",
            "the recording may be damaged, or too large for the memory: convert it, use --jobs 1",
            exit_code=answer.exit_code,
        ),
    )
