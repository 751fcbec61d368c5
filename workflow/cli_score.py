"""``candor score``: recordings, folders and manifests become score cards."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from interview import Actor, InputError, digest
from workflow.manifest import Manifest
from workflow.progress import BatchProgress, BatchReport
from workflow.score_output import rate_words, show_report, written_cards
from workflow.settings import settings
from workflow.spoken_errors import ERROR, spoken_errors

if TYPE_CHECKING:
    from interview import RoleModel

CLEAN, FINDING, STOPPED = 0, 1, 130
FIRST_ROLE = "sales_manager"


def score(
    paths: Annotated[
        list[Path], typer.Argument(help="Recordings, folders, manifests (.csv, .jsonl).")
    ],
    role: Annotated[
        str | None, typer.Option(help="Key of a shipped role, or a role model file (.toml).")
    ] = None,
    transcript: Annotated[
        Path | None, typer.Option(help="Transcript of the one recording (srt, vtt, json, txt).")
    ] = None,
    policy: Annotated[
        str | None, typer.Option(help="Law preset: which signals may count (default: none).")
    ] = None,
    language: Annotated[str | None, typer.Option(help="en or zh, when not to be found.")] = None,
    consent: Annotated[
        list[str] | None, typer.Option(help="A modality the person consented to; repeatable.")
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, help="Worker processes, one thread each.")] = 2,
    store: Annotated[
        str | None, typer.Option(help="Keep everything in this store (folder or address).")
    ] = None,
    json_: Annotated[
        str | None,
        typer.Option("--json", help="Write the cards to FILE, or - for standard output."),
    ] = None,
) -> None:
    """Score recorded interviews; stop and start again as you like.

    One recording gives one card in FILE; a folder, a manifest or several paths give a list of
    cards; a FILE that ends in .jsonl, and standard output, hold one card per line. What failed
    stands there too, as {interview, failed, code, message, remedy}.

    Exit code: 0 when every interview has a card, 1 when some failed, 2 when nothing could be
    scored or kept, 130 when you stopped it.
    """
    from workflow.collect import collect

    with spoken_errors():
        _check_transcript(transcript, paths)
        manifest = collect(
            paths,
            transcript=transcript,
            language=language,
            consent=consent or (),
            opaque=store is not None,
        )
        console = Console(stderr=True)
        model = chosen_role(role, manifest, console)
        single = len(paths) == 1 and paths[0].suffix.lower() not in (".csv", ".jsonl")
        code = _run(
            manifest,
            model,
            policy,
            jobs,
            store,
            json_,
            console,
            single=single and not paths[0].is_dir(),
        )
    raise typer.Exit(code)


def _check_transcript(transcript: Path | None, paths: list[Path]) -> None:
    if transcript is None:
        return
    if len(paths) != 1 or paths[0].is_dir():
        raise InputError(
            "input.one_transcript",
            f"--transcript {transcript.name} needs exactly one recording",
            "put transcripts beside their recordings with the same stem, or use a manifest",
        )
    if not transcript.is_file():
        raise InputError("input.not_found", f"there is no file {transcript}", "check the path")


def chosen_role(role: str | None, manifest: Manifest, console: Console) -> RoleModel | None:
    """The role given on the command line, by key or file; the first one where rows name none."""
    from scoring import find_role, read_role_model
    from workflow.company import company_in_force
    from workflow.settings import settings

    if role is None:
        if all(source.role for source in manifest.sources):
            return None
        role = FIRST_ROLE
        console.print(f"No role given: scored as {role}; choose with --role.", style="dim")
    if not role.endswith(".toml"):
        return find_role(role)
    return read_role_model(Path(role), company=company_in_force(settings()))


def _run(
    manifest: Manifest,
    role: RoleModel | None,
    policy: str | None,
    jobs: int,
    store: str | None,
    target: str | None,
    console: Console,
    *,
    single: bool,
) -> int:
    from workflow.batch import score_batch
    from workflow.policies import signal_policy
    from workflow.store_option import opened
    from workflow.stored_cards import stored_cards

    chosen = None if policy is None else signal_policy(policy)
    kept = None if store is None else opened(store, create=True)
    journal = _journal(target, manifest) if kept is None else None
    try:
        with _told(console) as tell, asked_to_stop() as asked:
            report = score_batch(
                Actor.system(),
                kept,
                manifest,
                role=role,
                policy=chosen,
                journal=journal,
                jobs=jobs,
                on_progress=tell,
                stop=lambda: bool(asked),
            )
        if target is not None and not report.stopped:
            cards = report.cards if kept is None else stored_cards(kept, report)
            written_cards(target, report, cards, single=single)
    finally:
        if kept is not None:
            kept.close()
    show_report(console, report, files=_files(manifest))
    if report.stopped:
        console.print("Stopped. Give the same command again to go on.", style="yellow")
        return STOPPED
    if journal is not None and not report.progress.failed:
        journal.unlink(missing_ok=True)
    return _exit_code(report)


def _files(manifest: Manifest) -> dict[str, str]:
    """The file of each interview that is one file under an id of another name."""
    names: dict[str, str] = {}
    for source in manifest.sources:
        file = source.answers[0].media or source.answers[0].transcript
        if len(source.answers) != 1 or file is None:
            continue
        if not source.interview.endswith((file.stem, file.name)):
            names[source.interview] = file.name
    return names


def _exit_code(report: BatchReport) -> int:
    failed = report.progress.failed
    if not failed:
        return CLEAN
    return FINDING if failed < report.progress.total else ERROR


def _journal(target: str | None, manifest: Manifest) -> Path:
    """Beside the output; without one in the installation's folder, named after what is asked."""
    if target not in (None, "-"):
        path = Path(str(target))
        return path.with_name(f"{path.name}.journal")
    asked = digest([[str(a.media or a.transcript) for a in s.answers] for s in manifest.sources])
    return settings().home / "batches" / f"{asked[:16]}.journal"


@contextmanager
def _told(console: Console) -> Iterator[Callable[[BatchProgress], None]]:
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        console=console,
        transient=True,
    ) as bar:
        shown = bar.add_task("scoring", total=None, rate="")

        def tell(progress: BatchProgress) -> None:
            words = rate_words(progress)
            bar.update(shown, total=progress.total, completed=progress.finished, rate=words)

        yield tell


@contextmanager
def asked_to_stop() -> Iterator[list[int]]:
    """Ctrl-C asks; the batch answers at its next breath and keeps what is finished."""
    asked: list[int] = []
    before = {
        number: signal.signal(number, lambda got, _frame: asked.append(got))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
