"""``candor verify``: is everything stored as it was written?"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from interview import Actor, plain
from workflow.journal import disk_error
from workflow.spoken_errors import spoken_errors
from workflow.store_option import StoreOption, opened

FINDING = 1


def verify(
    store: StoreOption = None,
    json_: Annotated[
        str | None, typer.Option("--json", help="Write the result to FILE, or - for output.")
    ] = None,
) -> None:
    """Check the trail, every encrypted file and every card against their digests.

    Exit code: 0 clean, 1 when something was changed, 2 when it could not be checked.
    """
    from workflow.verification import verify_store

    with spoken_errors(), opened(store) as kept:
        result = verify_store(Actor.system(), kept)
        text = json.dumps(plain(result), ensure_ascii=False, indent=2)
        if json_ == "-":
            sys.stdout.write(text + "\n")
        elif json_ is not None:
            _written(Path(json_), text + "\n")
        console = Console(stderr=json_ == "-")
        console.print(
            f"{result.events} events, {result.blobs_checked} files and {result.cards_checked} "
            f"cards checked; newest digest {result.newest_digest}",
            soft_wrap=True,
        )
        if result.ok:
            console.print("Clean: nothing was changed.", style="green")
        elif result.first_break is not None:
            first, more = result.first_break, len(result.breaks) - 1
            place = "" if first.seq is None else f", event {first.seq}"
            others = f", and {more} more: see --json" if more else ""
            text = f"Changed: {first.where}{place} [{first.code}]{others}"
            console.print(text, style="red", markup=False, soft_wrap=True)
    raise typer.Exit(0 if result.ok else FINDING)


def _written(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise disk_error(error, path) from None
