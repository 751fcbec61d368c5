"""``candor compare`` and ``candor card``: two models side by side, and everything known of one."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from interview import Actor, Estimate, Finding, plain
from workflow.fitted_table import fitted
from workflow.journal import disk_error
from workflow.page_rendering import rendered_model_card
from workflow.printable import printable
from workflow.spoken_errors import spoken_errors
from workflow.store_option import StoreOption, opened
from workflow.withheld_words import WithheldWords, reason

if TYPE_CHECKING:
    from workflow.model_card import ModelCard
    from workflow.model_comparison import ModelComparison

CLEAN, FINDING = 0, 1
SHOWN = 10
JsonOption = Annotated[
    str | None, typer.Option("--json", help="Write every number to FILE, or - for output.")
]


def compare(
    first: Annotated[str, typer.Argument(help="The model that stands, as name@version.")],
    second: Annotated[str, typer.Argument(help="The model that challenges it.")],
    store: StoreOption = None,
    purpose: Annotated[
        str, typer.Option(help="Compare groups too: what their attributes are read for.")
    ] = "",
    outcome: Annotated[str, typer.Option(help="Which later performance.")] = "6_months",
    json_: JsonOption = None,
) -> None:
    """Score every kept interview with two models in memory, and set them side by side.

    No card is made. A name alone means the champion of that name, else its newest version; the
    rubric is called rubric. The comparison is kept in the store.

    Exit code: 0, 1 when the second is worse with people's ratings or performance or a group fares
    worse under it, 2 on an error.
    """
    from workflow.model_comparison import compare_models

    with spoken_errors(), opened(store) as kept:
        found = compare_models(
            Actor.system(), kept, second, first, purpose=purpose, outcome_kind=outcome
        )
        if json_ is not None:
            _write(json_, json.dumps(plain(found), ensure_ascii=False, indent=2) + "\n")
        worse = _show(found, Console(stderr=json_ == "-"))
    raise typer.Exit(FINDING if worse else CLEAN)


def card(
    model: Annotated[str, typer.Argument(help="The model, as name@version, or a name alone.")],
    store: StoreOption = None,
    html: Annotated[Path | None, typer.Option(help="Write the card as one HTML file.")] = None,
    markdown: Annotated[Path | None, typer.Option(help="Write the card as Markdown.")] = None,
    language: Annotated[str, typer.Option(help="Language of both: en or zh.")] = "en",
    json_: JsonOption = None,
) -> None:
    """Write a model's card: data, figures with intervals, groups, explanation, drift, law, owner.

    Without --html, --markdown or --json the Markdown is printed.

    Exit code: 0, 1 when monitoring has an alert, 2 on an error.
    """
    from workflow.model_card import model_card

    with spoken_errors(), opened(store) as kept:
        found = model_card(Actor.system(), kept, model)
        if html is not None:
            _write(str(html), rendered_model_card(found, language))
        if markdown is not None:
            _write(str(markdown), rendered_model_card(found, language, markdown=True))
        if json_ is not None:
            _write(json_, json.dumps(plain(found), ensure_ascii=False, indent=2) + "\n")
        if html is None and markdown is None and json_ is None:
            _write("-", rendered_model_card(found, language, markdown=True))
    raise typer.Exit(FINDING if _alerted(found) else CLEAN)


def _alerted(found: ModelCard) -> bool:
    return found.monitoring is not None and bool(found.monitoring.alerts)


def _show(found: ModelComparison, console: Console) -> bool:
    """Print the comparison; True when something speaks against the second."""
    from workflow.model_comparison import gain

    console.print(
        f"{printable(found.first)} stands, {printable(found.second)} challenges; "
        f"{found.both} of {found.interviews} interviews scored by both; "
        f"comparison {found.name[:16]}",
        highlight=False,
        markup=False,
    )
    why = WithheldWords()
    rows: list[tuple[str, ...]] = []
    worse = False
    for name, one in (("ratings r", found.ratings), ("performance r", found.performance)):
        if one is not None:
            better = gain(one)
            worse = worse or (isinstance(better, Estimate) and better.high < 0)
            cells = (_text(one.first, why), _text(one.second, why), _text(better, why, "+"))
            rows.append((name, *cells, str(better.n)))
    agreed = [found.with_people.get(ref) for ref in found.models]
    if agreed[0] is not None and agreed[1] is not None:
        kappas = [one.human_machine.qwk for one in agreed if one is not None]
        rows.append(("kappa", *(_text(one, why) for one in kappas), "", str(kappas[1].n)))
    rows.append(("mean points", "", "", _text(found.apart, why, "+"), str(found.apart.n)))
    headings = ("", "first", "second", "second less first", "n")
    console.print(fitted(headings, rows, console, names={""}))
    why.show(console)
    if found.fairness is None:
        console.print("groups were not compared: give --purpose", style="dim")
        return worse
    for group in [g for g in found.fairness.groups if g.verdict == "exceeds"][:SHOWN]:
        line = (
            f"{group.attribute} {group.group}: impact ratio {_line(group.ratio_first)} -> "
            f"{_line(group.ratio_second)}"
        )
        console.print(Text(printable(line), style="red"))
    return worse or found.fairness.verdict == "exceeds"


def _text(finding: Finding, why: WithheldWords, sign: str = "") -> str:
    if not isinstance(finding, Estimate):
        return why.cell(finding)
    return f"{finding.value:{sign}.2f} [{finding.low:{sign}.2f}, {finding.high:{sign}.2f}]"


def _line(finding: Finding) -> str:
    if not isinstance(finding, Estimate):
        return f"withheld ({reason(finding.code)} [{finding.code}])"
    return f"{finding.value:.2f} [{finding.low:.2f}, {finding.high:.2f}]"


def _write(target: str, text: str) -> None:
    if target == "-":
        sys.stdout.write(text)
        return
    path = Path(target)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise disk_error(error, path) from None
