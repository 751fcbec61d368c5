"""``candor demo``: an empty store becomes a company to try everything on."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from interview import Actor
from workflow.demo import SEED
from workflow.settings import settings
from workflow.spoken_errors import spoken_errors
from workflow.store_option import StoreOption, opened

STAGES = {
    "scoring": "Interviews written and scored",
    "records": "Ratings, decisions, outcomes, attributes",
    "samples": "Samples with sound and picture",
}


def demo(
    seed: Annotated[int, typer.Option(help="Same seed, same company.")] = SEED,
    size: Annotated[str, typer.Option(help="full, small, or a fraction of full.")] = "full",
    jobs: Annotated[int, typer.Option(min=1, help="Worker processes, one thread each.")] = 2,
    samples: Annotated[
        bool, typer.Option(help="Also render the sample interviews with sound and picture.")
    ] = True,
    store: StoreOption = None,
) -> None:
    """Fill a store with a synthetic company of two years; a second time does nothing.

    Exit code: 0 when the company is there, 2 when it could not be built.
    """
    from workflow.demo import build_demo

    console = Console(stderr=True)
    with (
        spoken_errors(),
        opened(store, create=True) as kept,
        Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=console,
        ) as bars,
    ):
        tasks: dict[str, TaskID] = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(STAGES[stage], total=total)
            bars.update(tasks[stage], completed=done)

        built = build_demo(
            Actor.system(),
            kept,
            models_folder=settings().models,
            seed=seed,
            size=_size(size),
            jobs=jobs,
            samples=samples,
            on_progress=tell,
        )
    if built.built:
        console.print(
            f"The demo company is ready: {built.interviews} interviews, {built.answers} answers, "
            f"{built.samples} with sound and picture."
        )
    else:
        console.print("The demo company was there already; nothing was changed.")


def _size(text: str) -> str | float:
    try:
        return float(text)
    except ValueError:
        return text
