"""``candor perturb``: does the score stand still when light, noise, fillers or a name change?"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from interview import Actor, Estimate, Finding
from workflow.cli_score import asked_to_stop, chosen_role
from workflow.journal import disk_error
from workflow.progress import BatchProgress
from workflow.spoken_errors import spoken_errors

if TYPE_CHECKING:
    from fairness import PerturbationFinding
    from workflow.perturb import PerturbationReport

CLEAN, FINDING, STOPPED = 0, 1, 130
WORDS = {"exceeds": "moves the score", "cannot_tell": "not shown", "within": "equivalent"}
STYLES = {"exceeds": "red", "cannot_tell": "yellow", "within": "green"}


def perturb(
    paths: Annotated[
        list[Path], typer.Argument(help="Recordings, folders, manifests (.csv, .jsonl).")
    ],
    role: Annotated[
        str | None, typer.Option(help="Key of a shipped role, or a role model file (.toml).")
    ] = None,
    policy: Annotated[
        str | None, typer.Option(help="Law preset: which signals may count (none by default).")
    ] = None,
    language: Annotated[str | None, typer.Option(help="en or zh, when not to be found.")] = None,
    consent: Annotated[
        list[str] | None, typer.Option(help="A modality the person consented to; repeatable.")
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(help="Try this alteration only; repeatable.")
    ] = None,
    cut: Annotated[
        float | None, typer.Option(help="Score from which on one passes (the role's by default).")
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, help="Worker processes, one thread each.")] = 2,
    json_: Annotated[
        str | None, typer.Option("--json", help="Write the report to FILE, or - for output.")
    ] = None,
) -> None:
    """Score interviews again with something altered that should not matter.

    Recordings darker, brighter, with glasses, compressed, noisy, slower and faster; transcripts
    with more or fewer fillers, with recognition errors, under another name or hometown. A score
    is equivalent when the whole 90 % interval of its movement lies within a tenth of a standard
    deviation; it moves when that interval lies wholly beyond; anything else is not shown.

    Exit code: 0 equivalent or not shown, 1 when an alteration moves the score, 2 on an error, 130
    when you stopped it.
    """
    from workflow.collect import collect
    from workflow.perturb import perturb as verb
    from workflow.perturbation_json import perturbation_json
    from workflow.policies import signal_policy

    with spoken_errors():
        manifest = collect(paths, language=language, consent=consent or ())
        console = Console(stderr=True)
        model = chosen_role(role, manifest, console)
        with _told(console) as tell, asked_to_stop() as asked:
            report = verb(
                Actor.system(),
                manifest,
                role=model,
                policy=None if policy is None else signal_policy(policy),
                alterations=only or (),
                cut=cut,
                jobs=jobs,
                on_progress=tell,
                stop=lambda: bool(asked),
            )
        if json_ is not None:
            _write(json_, json.dumps(perturbation_json(report), ensure_ascii=False, indent=2))
        _show(report, Console(stderr=json_ == "-"))
    if report.stopped:
        console.print("Stopped; the table holds what was finished.", style="yellow")
        raise typer.Exit(STOPPED)
    raise typer.Exit(FINDING if report.verdict == "exceeds" else CLEAN)


def _show(report: PerturbationReport, console: Console) -> None:
    console.print(
        f"{report.interviews} interviews, {len(report.failed)} failed; "
        f"policy {', '.join(report.policies)}; verdict: {WORDS[report.verdict]}",
        style=STYLES[report.verdict],
    )
    heads = ("verdict", "alteration", "mean movement, SD", "95 % move less", "flips", "n")
    shown = Table(box=None)
    for head in (*heads, "needed", "most, points"):
        shown.add_column(head, no_wrap=head in ("verdict", "alteration"))
    for one in report.overall.findings:
        shown.add_row(*_row(one), f"{report.largest.get(one.perturbation, 0.0):.2f}")
    console.print(shown)
    for key, audit in report.competencies.items():
        moved = [f.perturbation for f in audit.findings if f.verdict == "exceeds"]
        if moved:
            console.print(f"{key} is moved by: {', '.join(moved)}", style="red")
    for family, monotone in report.monotone.items():
        if monotone is not None:
            words = "no turning back beyond its error" if monotone else "turns back with strength"
            console.print(f"{family}: {words}", style="dim")
    for words, counts in (("not tried", report.untried), ("withheld after", report.withheld)):
        for alteration, codes in counts.items():
            console.print(f"{words}: {alteration} {_counted(codes)}", style="yellow")
    failed = Counter(item.code for item in report.failed)
    if failed:
        console.print(f"failed: {_counted(failed)}", style="yellow")
    for note in report.notes:
        slots = ", ".join(f"{name} {value}" for name, value in note.slots.items())
        console.print(f"{note.code} ({slots})", style="dim")


def _row(found: PerturbationFinding) -> tuple[str, ...]:
    return (
        f"[{STYLES[found.verdict]}]{WORDS[found.verdict]}[/]",
        found.perturbation,
        _number(found.difference, 3),
        _number(found.p95, 3),
        _number(found.flips, 2),
        str(found.n),
        "" if found.needed is None else str(found.needed),
    )


def _number(found: Finding, digits: int) -> str:
    if isinstance(found, Estimate):
        value, low, high = (
            f"{x:.{digits}f}".replace("-0." + "0" * digits, "0." + "0" * digits)
            for x in (found.value, found.low, found.high)
        )
        return rf"{value} \[{low}, {high}]"
    return "-"


def _counted(codes: Mapping[str, int]) -> str:
    return ", ".join(f"{n} x {code}" for code, n in codes.items())


def _write(target: str, text: str) -> None:
    if target == "-":
        sys.stdout.write(text + "\n")
        return
    path = Path(target)
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise disk_error(error, path) from None


@contextmanager
def _told(console: Console) -> Iterator[Callable[[BatchProgress], None]]:
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        transient=True,
    ) as bar:
        shown = bar.add_task("scoring copies", total=None)
        yield lambda now: bar.update(shown, total=now.total, completed=now.finished)
