"""The verb that fills a store with the demo company."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from interview import Actor
from workflow.policies import signal_policy
from workflow.rights import require

if TYPE_CHECKING:
    from data_samples.build_demo import DemoBuilt
    from store import Store

POLICY = "cn_pipl"
"""The demo company's law preset."""
SEED = 2026


def build_demo(
    actor: Actor,
    store: Store,
    *,
    models_folder: Path,
    seed: int = SEED,
    size: str | float = "full",
    jobs: int = 2,
    samples: bool = True,
    on_progress: Callable[[str, int, int], None] | None = None,
) -> DemoBuilt:
    """Draw a synthetic company and write it into the store, every card made by the shipped scorer.

    A second call with the same seed and size does nothing; a build that was broken off is done
    again from where it leaves nothing behind.

    Parameters
    ----------
    seed : int
        Same seed, same company.
    size : str or float
        ``full``, ``small``, or a fraction of full.
    jobs : int
        Worker processes.
    samples : bool
        Also add the rendered sample interviews with sound and picture.
    on_progress : callable, optional
        Called with (stage, done, total); stages ``scoring``, ``records``, ``samples``.

    Raises
    ------
    PermissionDenied
        Without the right to build a demo.
    InputError
        ``demo.unknown_size``.
    StoreError
        ``demo.other_company`` when the store holds a demo company drawn otherwise.
    """
    require(actor, "build_demo")
    # samples are data, not product: found only when somebody asks for them
    from data_samples import company
    from data_samples.build_demo import build_demo as build

    return build(
        store,
        company=company(seed, size),
        policy=signal_policy(POLICY),
        models_folder=models_folder,
        actor=actor,
        jobs=jobs,
        samples=samples,
        on_progress=on_progress,
    )
