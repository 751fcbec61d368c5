"""A modality study that goes on while one looks at other pages: started, watched, stopped."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from interview import Actor, CandorError, InputError
from store import Store
from workflow.modalities import modality_study
from workflow.modality_report import StoredModalities


@dataclass(kw_only=True)
class ModalityJob:
    """One running or finished study of one person."""

    done: int = 0
    total: int = 0
    made: StoredModalities | None = None
    error: CandorError | None = None
    stopping: threading.Event = field(default_factory=threading.Event)
    finished: threading.Event = field(default_factory=threading.Event)

    @property
    def running(self) -> bool:
        """True until the study is kept, stopped or failed."""
        return not self.finished.is_set()


_JOBS: dict[tuple[str, str], ModalityJob] = {}
_LOCK = threading.Lock()


def modality_job(actor: Actor, store: Store) -> ModalityJob | None:
    """The person's latest study of this store, running or finished."""
    return _JOBS.get((actor.id, str(store.folder)))


def forget_modality_job(actor: Actor, store: Store) -> None:
    """Clear a finished study from the page; what it found stays in the store."""
    with _LOCK:
        job = _JOBS.get((actor.id, str(store.folder)))
        if job is not None and not job.running:
            del _JOBS[(actor.id, str(store.folder))]


def start_modality_job(actor: Actor, store: Store, chosen: Mapping[str, object]) -> ModalityJob:
    """Begin a study in the background; ``chosen`` are the named arguments of `modality_study`.

    Raises
    ------
    InputError
        ``frontier.busy`` while an earlier study of the same person still runs.
    """
    key = (actor.id, str(store.folder))
    with _LOCK:
        earlier = _JOBS.get(key)
        if earlier is not None and earlier.running:
            raise InputError(
                "frontier.busy", "an earlier study is still running", "wait for it, or stop it"
            )
        job = ModalityJob()
        _JOBS[key] = job

    def tell(done: int, total: int) -> None:
        job.done, job.total = done, total

    def work() -> None:
        try:
            job.made = modality_study(
                actor,
                store,
                on_progress=tell,
                stop=job.stopping.is_set,
                **chosen,  # type: ignore[arg-type]
            )
        except CandorError as error:
            job.error = error
        except Exception as error:
            job.error = InputError(
                "frontier.unexpected",
                f"an unforeseen {type(error).__name__}",
                "start the study again",
                kind=type(error).__name__,
            )
        finally:
            job.finished.set()

    threading.Thread(target=work, name="candor-modalities", daemon=True).start()
    return job
