"""``candor explain``: why one interview's score is what it is."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from interview import Actor, Withheld
from workflow.fitted_table import fitted
from workflow.journal import disk_error
from workflow.page_rendering import rendered_explanation, rendered_feature
from workflow.printable import printable
from workflow.spoken_errors import spoken_errors
from workflow.store_option import StoreOption, opened
from workflow.withheld_words import reason

if TYPE_CHECKING:
    from scoring.explanation import Explanation

CLEAN, UNSTABLE = 0, 1
SHOWN = 10
COMPARED = {
    "role": "the mean of everybody interviewed for the role (n = {n})",
    "training": "the mean of the interviews the scorer learned from (n = {n})",
    "middle": "the middle of the scales (too few others to compare with)",
}


def explain(
    interview: Annotated[str, typer.Argument(help="Which interview of the store.")],
    subject: Annotated[
        str, typer.Option(help="What to explain: overall, or one of the card's competencies.")
    ] = "overall",
    store: StoreOption = None,
    json_: Annotated[
        str | None, typer.Option("--json", help="Write every number to FILE, or - for output.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option(help="Write the explanation as one HTML file.")
    ] = None,
    language: Annotated[str, typer.Option(help="Language of the HTML: en or zh.")] = "en",
) -> None:
    """Explain a score: points that add up to it, against everybody interviewed for the role.

    Exit code: 0, 1 when the explanation is unstable, 2 on an error or a withheld score.
    """
    from scoring.explanation import explanation_json
    from workflow.explain import explain as verb

    with spoken_errors(), opened(store) as kept:
        found = verb(Actor.system(), kept, interview, subject=subject)
        if json_ is not None:
            made = explanation_json(found.explanation)
            _write(json_, json.dumps(made, ensure_ascii=False, indent=2) + "\n")
        if html is not None:
            _write(str(html), rendered_explanation(found, language))
        _show(found.explanation, Console(stderr=json_ == "-"))
    raise typer.Exit(UNSTABLE if found.explanation.unstable else CLEAN)


def _show(found: Explanation, console: Console) -> None:
    gap = found.score - found.base
    console.print(
        f"{found.subject} {found.score:.2f} [{found.low:.2f}, {found.high:.2f}], "
        f"{gap:+.2f} against {found.base:.2f}, "
        f"{COMPARED[found.comparison.key].format(n=found.comparison.n)}",
        highlight=False,
    )
    rows = []
    for group in found.groups[:SHOWN]:
        names = " + ".join(rendered_feature(one) for one in group.names)
        rows.append(
            (
                ("* " if group.named else "  ") + printable(names),
                f"{group.points:+.3f}",
                f"{group.low:+.3f}",
                f"{group.high:+.3f}",
                f"{group.holds:.0%}",
            )
        )
    headings = ("reason", "points", "low", "high", "stays in")
    console.print(fitted(headings, rows, console, names={"reason"}))
    firm = found.stability
    if isinstance(firm, Withheld):
        said = f"stability withheld: {reason(firm.code)} [{firm.code}]"
        console.print(Text(said), style="yellow")
    else:
        word = "UNSTABLE: rest nothing on single reasons" if found.unstable else "stable"
        console.print(
            f"{word}: {firm.value:.0%} of the reasons marked * stay in {firm.n} draws",
            style="yellow" if found.unstable else "green",
        )


def _write(target: str, text: str) -> None:
    if target == "-":
        sys.stdout.write(text)
        return
    path = Path(target)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise disk_error(error, path) from None
