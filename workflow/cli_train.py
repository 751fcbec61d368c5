"""``candor train``: learn a scorer from ratings or later performance, and say how good it is."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from interview import Actor, Estimate, Finding, InputError, plain
from workflow.journal import disk_error
from workflow.printable import printable
from workflow.spoken_errors import spoken_errors
from workflow.store_option import opened

if TYPE_CHECKING:
    from scoring.learned.training_report import Trained, TrainingReport
    from scoring.learned.training_spec import TrainingSpec
    from workflow.train import StoredTraining

CLEAN, FINDING = 0, 1


def train(
    table: Annotated[
        Path | None, typer.Argument(help="CSV or Parquet to learn from, instead of the store.")
    ] = None,
    target: Annotated[str, typer.Option(help="Learn the rating or later performance.")] = "rating",
    competency: Annotated[
        list[str] | None, typer.Option(help="Only this competency; repeatable, all by default.")
    ] = None,
    modality: Annotated[
        list[str] | None,
        typer.Option(help="language, voice or face; repeatable, language by default."),
    ] = None,
    kind: Annotated[str, typer.Option(help="linear or trees.")] = "linear",
    feature: Annotated[
        list[str] | None, typer.Option(help="Learn from this feature or column; repeatable.")
    ] = None,
    name: Annotated[str, typer.Option(help="What the scorer is called.")] = "learned",
    policy: Annotated[
        str, typer.Option(help="Law preset it is to score under; voice and face need one.")
    ] = "none",
    occasion: Annotated[
        str, typer.Option(help="For performance: 90_days, 6_months or 12_months.")
    ] = "6_months",
    purpose: Annotated[
        str, typer.Option(help="Read protected attributes for this purpose, to report leaks.")
    ] = "",
    seed: Annotated[int, typer.Option(help="The same seed gives the same scorer.")] = 2026,
    column: Annotated[
        list[str] | None,
        typer.Option(help="With a table: column to learn; repeat it for several raters."),
    ] = None,
    scale: Annotated[
        tuple[float, float], typer.Option(help="With a table: lowest and highest of the column.")
    ] = (0.0, 10.0),
    person: Annotated[str, typer.Option(help="With a table: column that names a person.")] = "",
    opening: Annotated[str, typer.Option(help="With a table: column of the opening.")] = "",
    language: Annotated[str, typer.Option(help="With a table: column of the language.")] = "",
    beside: Annotated[
        list[str] | None, typer.Option(help="With a table: a score to be held against.")
    ] = None,
    store: Annotated[
        str | None, typer.Option("--store", help="A folder or address [default: CANDOR_HOME].")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write the scorer (skops) to this file.")] = None,
    json_: Annotated[
        str | None, typer.Option("--json", help="Write the report to FILE, or - for output.")
    ] = None,
) -> None:
    """Train a scorer by nested cross-validation and print how good it is on people left out.

    From the store it is entered in the register as a draft; from a table nothing is kept but --out.

    Exit code: 0 trained, 1 trained but not shown to be better than the mean, 2 on an error.
    """
    from scoring.learned.training_spec import TrainingSpec

    with spoken_errors():
        spec = TrainingSpec(
            name=name,
            kind=kind,  # type: ignore[arg-type]  # the spec refuses any other by name
            target=target,  # type: ignore[arg-type]
            competencies=tuple(competency or ()),
            modalities=tuple(modality or ("language",)),  # type: ignore[arg-type]
            features=tuple(feature or ()),
            scale=scale,
            seed=seed,
        )
        if table is None:
            spec.design()
        kept: StoredTraining | None = None
        if table is None:
            kept, made = _of_store(store, spec, policy, occasion, purpose)
        else:
            made = _of_table(
                table, spec, tuple(column or ()), person, opening, language, tuple(beside or ()),
                store,
            )  # fmt: skip
        if out is not None:
            _write_scorer(made, out)
        if json_ is not None:
            _write(json_, json.dumps(_report(made, kept), ensure_ascii=False, indent=2) + "\n")
        _show(made, kept, Console(stderr=json_ == "-"))
    raise typer.Exit(FINDING if "training.no_better_than_mean" in made.report.notes else CLEAN)


def _of_store(
    store: str | None, spec: TrainingSpec, policy: str, occasion: str, purpose: str
) -> tuple[StoredTraining, Trained]:
    from workflow.train import train_on_store

    with opened(store) as held:
        return train_on_store(
            Actor.system(), held, spec, policy=policy, occasion=occasion, purpose=purpose
        )


def _of_table(
    table: Path,
    spec: TrainingSpec,
    targets: tuple[str, ...],
    person: str,
    opening: str,
    language: str,
    beside: tuple[str, ...],
    store: str | None,
) -> Trained:
    from workflow.read_table import read_table
    from workflow.train import train_table
    from workflow.training_table import TableColumns

    if store is not None:
        raise InputError(
            "training.two_sources", "both a table and --store were given", "give one of them"
        )
    columns = TableColumns(
        targets=targets,
        features=spec.features,
        person=person,
        opening=opening,
        language=language,
        beside=beside,
    )
    return train_table(Actor.system(), read_table(table), spec, columns)


def _report(made: Trained, kept: StoredTraining | None) -> dict[str, object]:
    scorer = made.scorer
    return {
        "scorer": f"{scorer.name}@{scorer.version}",
        "registered": kept is not None,
        "report": plain(made.report),
        "leak": plain(kept.leak) if kept is not None and kept.leak is not None else None,
    }


def _show(made: Trained, kept: StoredTraining | None, console: Console) -> None:
    report, scorer = made.report, made.scorer
    where = "registered as a draft" if kept is not None else "not registered"
    console.print(
        Text(
            f"{scorer.name}@{scorer.version} ({report.kind}, {report.target}), {where}; "
            f"{report.n} rows of {report.people} people, {report.openings} openings, "
            f"{report.folds} folds by {report.grouping}"
        )
    )
    shown = Table("on people left out", "r", "root mean squared error", "kappa", box=None)
    shown.add_row("this scorer", *_cells(report.metrics))
    for rival in report.rivals:
        shown.add_row(printable(rival.name), *_cells(rival.metrics))
        if rival.name in ("rubric_fitted", "human"):
            shown.add_row("  the scorer less it", *_cells(rival.gain))
    if report.by_opening:
        shown.add_row("openings left out", *_cells(report.by_opening))
    console.print(shown)
    console.print(
        f"intervals at {report.level:.0%}: held the truth of {_text(report.coverage)} of those "
        f"left out; would abstain for {_text(report.abstained)}"
    )
    _show_doubts(report, console)
    if kept is not None and kept.leak is not None:
        _show_leak(kept, console)


def _show_doubts(report: TrainingReport, console: Console) -> None:
    for one in report.left_out:
        text = f"not learned from: {one.feature} ({one.code}, {one.share:.0%} lack it)"
        console.print(Text(printable(text)), style="dim")
    for code, n in report.excluded.items():
        console.print(f"left out: {n} x {code}", style="yellow")
    for note in report.notes:
        console.print(f"note: {note}", style="yellow")


def _show_leak(kept: StoredTraining, console: Console) -> None:
    shown = Table("attribute", "value", "told from features", "told from score", "", box=None)
    for attribute, table in (kept.leak.tables if kept.leak else {}).items():
        for group in table.groups:
            if group.excluded:
                continue
            score = group.details.get("score_auc")
            shown.add_row(
                Text(printable(attribute)),
                Text(printable(group.group)),
                _text(group.finding),
                f"{score:.2f}" if isinstance(score, float) else "-",
                group.verdict,
            )
    console.print(shown)


def _cells(metrics: object) -> tuple[str, ...]:
    found = metrics if isinstance(metrics, dict) else {}
    return tuple(_text(found.get(name)) for name in ("r", "rmse", "kappa"))


def _text(found: Finding | None) -> str:
    if isinstance(found, Estimate):
        return rf"{found.value:.3f} \[{found.low:.3f}, {found.high:.3f}]"
    return "-" if found is None else found.code


def _write_scorer(made: Trained, out: Path) -> None:
    from scoring.learned.artefact import save_scorer

    try:
        out.write_bytes(save_scorer(made.scorer))
    except OSError as error:
        raise disk_error(error, out) from None


def _write(target: str, text: str) -> None:
    if target == "-":
        sys.stdout.write(text)
        return
    path = Path(target)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise disk_error(error, path) from None
