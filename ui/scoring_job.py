"""Scoring that goes on while one looks at other pages: started, watched, stopped, kept."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from interview import Actor, CandorError, InputError, RoleModel, SignalPolicy
from store import Store
from ui.uploads import Prepared
from workflow import BatchProgress, BatchReport, Settings
from workflow.batch import score_batch


@dataclass(kw_only=True)
class Job:
    """One running or finished batch of one person."""

    total: int
    labels: Mapping[str, str]
    progress: BatchProgress | None = None
    report: BatchReport | None = None
    error: CandorError | None = None
    stopping: threading.Event = field(default_factory=threading.Event)
    finished: threading.Event = field(default_factory=threading.Event)

    @property
    def running(self) -> bool:
        """True until everything is scored, stopped or failed."""
        return not self.finished.is_set()


_JOBS: dict[tuple[str, str], Job] = {}
_LOCK = threading.Lock()


def job_of(actor: Actor, store: Store) -> Job | None:
    """The person's latest batch on this store, running or finished."""
    return _JOBS.get((actor.id, str(store.folder)))


def forget(actor: Actor, store: Store) -> None:
    """Clear a finished batch from the page; everything scored stays in the store."""
    with _LOCK:
        job = _JOBS.get((actor.id, str(store.folder)))
        if job is not None and not job.running:
            del _JOBS[(actor.id, str(store.folder))]


def start(
    actor: Actor,
    store: Store,
    prepared: Prepared,
    *,
    role: RoleModel,
    policy: SignalPolicy,
    chosen: Settings,
) -> Job:
    """Begin scoring in the background.

    Raises
    ------
    InputError
        ``upload.busy`` while an earlier batch of the same person still runs.
    """
    key = (actor.id, str(store.folder))
    with _LOCK:
        earlier = _JOBS.get(key)
        if earlier is not None and earlier.running:
            prepared.discard()
            raise InputError(
                "upload.busy", "an earlier batch is still running", "wait for it, or stop it"
            )
        job = Job(total=len(prepared.manifest.sources), labels=prepared.labels)
        _JOBS[key] = job

    def tell(progress: BatchProgress) -> None:
        job.progress = progress

    def work() -> None:
        try:
            job.report = score_batch(
                actor,
                store,
                prepared.manifest,
                role=role,
                policy=policy,
                jobs=min(2, job.total),
                on_progress=tell,
                stop=job.stopping.is_set,
                chosen=chosen,
            )
        except CandorError as error:
            job.error = error
        except Exception as error:
            job.error = InputError(
                "batch.unexpected",
                f"an unforeseen {type(error).__name__}",
                "try again; what was finished is kept",
                kind=type(error).__name__,
            )
        finally:
            prepared.discard()
            job.finished.set()

    threading.Thread(target=work, name="candor-scoring", daemon=True).start()
    return job
