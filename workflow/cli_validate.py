"""``candor validate``: does the interview forecast the job? Any table, or the store."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from interview import Actor, InputError
from workflow.page_rendering import rendered_validity
from workflow.spoken_errors import spoken_errors
from workflow.store_option import opened
from workflow.written_text import write_text

if TYPE_CHECKING:
    from analysis import StudyRules, ValidityStudy
    from analysis.rated_people import Repeated

CLEAN, FINDING = 0, 1


def validate(
    table: Annotated[
        Path | None, typer.Argument(help="CSV or Parquet with scores and later outcomes.")
    ] = None,
    score: Annotated[str, typer.Option(help="Column of the interview's score.")] = "",
    outcome: Annotated[str, typer.Option(help="Column of the later performance.")] = "",
    question: Annotated[str, typer.Option(help="Column of the question a score is on.")] = "",
    version: Annotated[str, typer.Option(help="Column of the question's version.")] = "",
    competency: Annotated[str, typer.Option(help="Column of the competency a score is of.")] = "",
    kpi: Annotated[str, typer.Option(help="Column of the KPI an outcome is of.")] = "",
    role: Annotated[str, typer.Option(help="Column of the role or job.")] = "",
    rater: Annotated[str, typer.Option(help="Column of who gave the score.")] = "",
    person: Annotated[str, typer.Option(help="Column that names a person, to count once.")] = "",
    requisition: Annotated[str, typer.Option(help="Column of the opening.")] = "",
    selected: Annotated[str, typer.Option(help="Column of who was taken: 1/0, yes/no.")] = "",
    left: Annotated[str, typer.Option(help="Column of who has left since: 1/0, yes/no.")] = "",
    modality: Annotated[str, typer.Option(help="Column of the modality a score is of.")] = "",
    cohort: Annotated[
        str, typer.Option(help="Column of the cohort (default: quarter of the interview).")
    ] = "",
    interviewed_at: Annotated[str, typer.Option(help="Column of the interview's date.")] = "",
    outcome_at: Annotated[str, typer.Option(help="Column of the outcome's date.")] = "",
    kpi_of: Annotated[
        list[str] | None,
        typer.Option(help="A competency's own KPI, as COMPETENCY=KPI or ROLE/COMPETENCY=KPI."),
    ] = None,
    criterion_reliability: Annotated[
        float | None, typer.Option(help="Reliability of one outcome, for corrected values.")
    ] = None,
    gate: Annotated[
        bool | None,
        typer.Option(
            "--gate/--not-the-gate",
            help="This score was (not) the gate, from the top down (default: the table tells).",
        ),
    ] = None,
    repeated: Annotated[
        str, typer.Option(help="Somebody rated twice: refuse, mean, first or last.")
    ] = "refuse",
    minimum: Annotated[
        float, typer.Option(help="A validity (r) below this is not worth the time.")
    ] = 0.10,
    scale: Annotated[
        str, typer.Option(help="Lowest and highest score there is, as 0:10; 'any' allows all.")
    ] = "0:10",
    store: Annotated[
        str | None, typer.Option("--store", help="Study this store (folder or address) instead.")
    ] = None,
    occasion: Annotated[
        str, typer.Option(help="With --store: 90_days, 6_months or 12_months.")
    ] = "6_months",
    json_: Annotated[
        str | None, typer.Option("--json", help="Write the findings to FILE, or - for output.")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write the study as one HTML file.")] = None,
    language: Annotated[str, typer.Option(help="Language of the HTML: en or zh.")] = "en",
) -> None:
    """Study whether scores forecast later performance: overall, by role, question and KPI.

    Exit code: 0 nothing to worry about, 1 when something shows that it does not work (the score,
    a role, a question, a competency), 2 on an error or where nothing can be told.
    """
    from analysis import ValidityColumns, validity_json
    from workflow.cli_validate_words import show_study
    from workflow.read_table import read_table
    from workflow.validate import validate_table

    with spoken_errors():
        rules = _rules(criterion_reliability, gate, repeated, minimum, scale)
        if table is None:
            found = _of_store(store, occasion, rules)
        else:
            _one_source(store, score, outcome)
            columns = ValidityColumns(
                score=score, outcome=outcome, question=question, version=version,
                competency=competency, kpi=kpi, role=role, rater=rater, person=person,
                requisition=requisition, selected=selected, left=left, modality=modality,
                cohort=cohort, interviewed_at=interviewed_at, outcome_at=outcome_at,
            )  # fmt: skip
            found = validate_table(
                Actor.system(), read_table(table), columns, kpi_of=_map(kpi_of), rules=rules
            )
        if json_ is not None:
            made = json.dumps(validity_json(found), ensure_ascii=False, indent=2)
            write_text(json_, made + "\n")
        if html is not None:
            write_text(str(html), rendered_validity(found, language))
        show_study(found, Console(stderr=json_ == "-"))
    raise typer.Exit(FINDING if found.concerns else CLEAN)


def _one_source(store: str | None, score: str, outcome: str) -> None:
    if store is not None:
        raise InputError(
            "validity.two_sources", "both a table and --store were given", "give one of them"
        )
    for name, given in (("--score", score), ("--outcome", outcome)):
        if not given:
            raise InputError(
                "validity.column_needed",
                f"{name} is missing",
                f"name the column: {name} COLUMN",
                option=name,
            )


def _of_store(store: str | None, occasion: str, rules: StudyRules) -> ValidityStudy:
    from workflow.validate import validate_store
    from workflow.validity_people import ValidityScope

    if store is None:
        raise InputError(
            "validity.no_source",
            "nothing to study was named",
            "give a table (CSV or Parquet) with --score and --outcome, or --store FOLDER",
        )
    with opened(store) as kept:
        scope = ValidityScope(occasion=occasion)
        return validate_store(Actor.system(), kept, scope, rules=rules).study


def _rules(
    reliability: float | None, gate: bool | None, repeated: str, minimum: float, scale: str
) -> StudyRules:
    from analysis import StudyRules

    known: dict[str, Repeated] = {
        "refuse": "refuse", "mean": "mean", "first": "first", "last": "latest", "latest": "latest",
    }  # fmt: skip
    if repeated not in known:
        raise InputError(
            "validity.repeated_how",
            f"there is no way '{repeated}' to count somebody rated twice",
            "use one of: refuse, mean, first, last",
            way=repeated,
            known=", ".join(known),
        )
    if not -1 < minimum < 1:
        raise InputError(
            "correlation.not_a_correlation",
            f"{minimum:g} is no correlation",
            "correlations lie between -1 and 1",
            value=minimum,
        )
    return StudyRules(
        reliability=reliability,
        gate=gate,
        minimum=minimum,
        repeated=known[repeated],
        scale=_scale(scale),
    )


def _scale(text: str) -> tuple[float, float] | None:
    if text.strip().lower() == "any":
        return None
    low, _, high = text.partition(":")
    try:
        ends = float(low), float(high)
    except ValueError:
        ends = (0.0, 0.0)
    if not ends[0] < ends[1]:
        raise InputError(
            "validity.scale",
            f"'{text}' is no scale",
            "write the lowest and the highest score as 0:10, or any",
            scale=text,
        )
    return ends


def _map(pairs: list[str] | None) -> dict[str, str] | None:
    if not pairs:
        return None
    found = {}
    for pair in pairs:
        name, sign, figure = pair.partition("=")
        if not (sign and name.strip() and figure.strip()):
            raise InputError(
                "validity.kpi_pair",
                f"'{pair}' does not name a competency and its KPI",
                "write --kpi-of teamwork=team_contribution",
                pair=pair,
            )
        found[name.strip()] = figure.strip()
    return found
