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
from workflow.fitted_table import fitted
from workflow.journal import disk_error
from workflow.page_rendering import rendered_feature
from workflow.printable import printable
from workflow.spoken_errors import spoken_errors
from workflow.store_option import opened
from workflow.withheld_words import WithheldWords, reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring.learned.training_report import Trained, TrainingReport
    from scoring.learned.training_spec import TrainingSpec
    from workflow.train import StoredTraining

CLEAN, FINDING = 0, 1
GROUPINGS = {
    "person": "person", "components": "person and opening", "openings": "opening",
}  # fmt: skip
RIVALS = {
    "mean": "the mean for everybody", "rubric": "rubric", "rubric_fitted": "rubric, to scale",
    "human": "one more person",
}  # fmt: skip
LEFT_OUT = {
    "training.feature_constant": "the same for everybody",
    "training.feature_missing": "{share:.0%} lack it",
}


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
    seed: Annotated[
        int, typer.Option(min=0, max=2**32 - 1, help="The same seed gives the same scorer.")
    ] = 2026,
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
        str | None, typer.Option("--store", help="A folder or address (default: CANDOR_HOME).")
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
        _show(made, kept, Console(stderr=json_ == "-"), named=table is None or bool(person))
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


def _show(made: Trained, kept: StoredTraining | None, console: Console, *, named: bool) -> None:
    report, scorer = made.report, made.scorer
    where = "registered as a draft" if kept is not None else "not registered"
    counted = f"{report.n} rows of {report.people} people" if named else f"{report.n} rows"
    openings = f", {report.openings} openings" if report.openings else ""
    by = GROUPINGS[report.grouping] if named or report.openings else "row"
    console.print(
        Text(
            f"{printable(scorer.name)}@{scorer.version} ({report.kind}, {report.target}), {where}; "
            f"{counted}{openings}, {report.folds} folds by {by}"
        )
    )
    why = WithheldWords()
    rows = [("this scorer", *_cells(report.metrics, why))]
    for rival in report.rivals:
        rows.append((printable(RIVALS.get(rival.name, rival.name)), *_cells(rival.metrics, why)))
        if rival.name == "human":
            # people are held against the other raters, so this scorer is, too
            rows.append(("  this scorer, likewise", *_cells(rival.scorer, why)))
        if rival.name in ("rubric_fitted", "human"):
            rows.append(("  the scorer less it", *_cells(rival.gain, why)))
    if report.by_opening:
        rows.append(("openings left out", *_cells(report.by_opening, why)))
    headings = ("on people left out", "r", "error (RMS)", "kappa")
    console.print(fitted(headings, rows, console, names={headings[0]}))
    why.show(console)
    console.print(
        f"intervals at {report.level:.0%}: held the truth of {_text(report.coverage)} of those "
        f"left out; would abstain for {_text(report.abstained)}"
    )
    if not named:
        console.print(
            "Every row was taken for a person of its own: name the column with --person, else "
            "somebody with several rows is learned from and tested on.",
            style="yellow",
        )
    _show_doubts(report, console)
    if kept is not None and kept.leak is not None:
        _show_leak(kept, console)


def _show_doubts(report: TrainingReport, console: Console) -> None:
    for one in report.left_out:
        feature = rendered_feature(one.feature)
        what = LEFT_OUT.get(one.code, "{share:.0%} lack it").format(share=one.share)
        text = f"not learned from: {feature} ({what}) [{one.code}]"
        console.print(Text(printable(text)), style="dim")
    for code, n in report.excluded.items():
        console.print(Text(f"left out: {n} rows, {reason(code)} [{code}]"), style="yellow")
    for note in report.notes:
        console.print(Text(f"note: {reason(note)} [{note}]"), style="yellow")


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


def _cells(metrics: Mapping[str, Finding], why: WithheldWords) -> tuple[str, ...]:
    return tuple(_cell(metrics.get(name), why) for name in ("r", "rmse", "kappa"))


def _cell(found: Finding | None, why: WithheldWords) -> str:
    if isinstance(found, Estimate):
        # a nought has no sign
        value, low, high = (
            f"{round(x, 2) + 0.0:.2f}" for x in (found.value, found.low, found.high)
        )
        return f"{value} [{low}, {high}]"
    # the mean for everybody has no correlation with anything: nothing to explain
    return "-" if found is None or found.code == "score.constant" else why.cell(found)


def _text(found: Finding | None) -> str:
    if isinstance(found, Estimate):
        return rf"{found.value:.3f} \[{found.low:.3f}, {found.high:.3f}]"
    return "-" if found is None else reason(found.code)


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
