"""``candor erase``: forget a person, after saying exactly what goes and what stays."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from interview import Actor, InputError
from workflow.spoken_errors import spoken_errors
from workflow.store_option import StoreOption, opened


def erase(
    candidate: Annotated[str, typer.Argument(help="The candidate's id.")],
    store: StoreOption = None,
    confirm: Annotated[
        str | None,
        typer.Option(help="The candidate's id again: only then anything is erased."),
    ] = None,
) -> None:
    """Erase a person. Without --confirm it only says what would go and what would stay.

    Exit code: 0 done or told, 2 an error.
    """
    from workflow.erasure import erase_candidate

    console = Console()
    with spoken_errors(), opened(store) as kept:
        if confirm is not None and confirm != candidate:
            raise InputError(
                "erase.not_confirmed",
                f"--confirm says {confirm!r}, the candidate is {candidate!r}",
                f"give --confirm {candidate}",
                candidate=candidate,
            )
        erased = erase_candidate(Actor.system(), kept, candidate, dry_run=confirm is None)
        tense = "Would go" if confirm is None else "Gone"
        console.print(
            f"{tense}: name, transcripts, quotes, notes"
            f"{', attributes' if erased.attributes else ''} and {len(erased.blobs)} recordings "
            f"of {erased.interviews} interviews.",
            markup=False,
            soft_wrap=True,
        )
        console.print(
            "What stays: scores, ratings and decisions under the opaque id, and the trail.",
            soft_wrap=True,
        )
        if confirm is None:
            console.print(
                f"Nothing was changed. To erase: candor erase {candidate} --confirm {candidate}",
                markup=False,
                soft_wrap=True,
            )
