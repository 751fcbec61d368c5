"""``candor review``: one page on how a month or quarter went, kept in the store."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from interview import Actor, Estimate, Finding, InputError, RoleModel, Withheld, plain
from workflow.fitted_table import fitted
from workflow.journal import disk_error
from workflow.page_rendering import rendered_review, review_lines
from workflow.printable import printable
from workflow.spoken_errors import spoken_errors
from workflow.store_option import StoreOption, opened
from workflow.withheld_words import WithheldWords

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workflow.effectiveness_review import EffectivenessReview, StoredReview

FINDING = 1
PARTS = (
    "period", "previous", "since", "until", "counts", "counts_before", "alerts", "changes", "acts",
    "tasks",
)  # fmt: skip


def review(
    month: Annotated[str, typer.Option(help="A month, as 2026-03.")] = "",
    quarter: Annotated[str, typer.Option(help="A quarter, as 2026-Q1.")] = "",
    store: StoreOption = None,
    json_: Annotated[
        str | None, typer.Option("--json", help="Write the review to FILE, or - for output.")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write the review as one HTML file.")] = None,
    language: Annotated[str, typer.Option(help="Language of the HTML: en or zh.")] = "en",
) -> None:
    """Review a month or quarter: accuracy, agreement, validity, hours, what changed, what to do.

    Exit code: 0 when nothing stands out, 1 when something does, 2 on an error.
    """
    from store import roles
    from workflow.effectiveness_review import effectiveness_review

    with spoken_errors():
        if bool(month) == bool(quarter):
            raise InputError(
                "review.one_period",
                "a month or a quarter is needed, one of them",
                "give --month 2026-03 or --quarter 2026-Q1",
            )
        with opened(store) as kept:
            found = effectiveness_review(Actor.system(), kept, month or quarter)
            with kept.read() as reading:
                known = {role.key: role for role in roles(reading)}
        page = rendered_review(found, known, language) if html is not None else ""
        if json_ is not None:
            text = json.dumps(_content(found), ensure_ascii=False, indent=2) + "\n"
            _write(json_, text)
        if html is not None:
            _write(str(html), page)
        _show(found.review, known, Console(stderr=json_ == "-"))
    raise typer.Exit(FINDING if found.review.finding else 0)


def _content(found: StoredReview) -> dict[str, object]:
    """The review with findings in their pinned form."""
    review = {name: plain(getattr(found.review, name)) for name in PARTS}
    review["figures"] = [
        {
            "key": one.key,
            "unit": one.unit,
            "now": _finding(one.now),
            "before": _finding(one.before),
        }
        for one in found.review.figures
    ]
    return {
        "name": found.name,
        "made_at": found.made_at,
        "trail_digest": found.trail_digest,
        "scope": plain(found.scope),
        "review": review,
    }


def _finding(found: Finding) -> object:
    if isinstance(found, Withheld):
        return {"withheld": True, "code": found.code, "n": found.n}
    return plain(found)


def _show(found: EffectivenessReview, roles: Mapping[str, RoleModel], console: Console) -> None:
    counts = found.counts
    console.print(
        f"{found.period}: {counts['interviewed']} interviewed, {counts['scored']} scored, "
        f"{counts['rated']} rated by people, {counts['hired']} hired",
        soft_wrap=True,
    )
    names, alerts, tasks = review_lines(found, roles)
    why = WithheldWords()
    rows = [
        (names[one.key], _text(one.now, why), _text(one.before, why), str(one.now.n))
        for one in found.figures
    ]
    headings = ("figure", found.period, found.previous, "n")
    console.print(fitted(headings, rows, console, names={"figure"}))
    why.show(console)
    warnings = sum(alert.warning for alert in found.alerts)
    for i, said in enumerate(alerts):
        console.print(Text(printable(said), style="red" if i < warnings else "dim"))
    for task in tasks:
        console.print(Text(printable(f"To do: {task}")))


def _text(found: Finding, why: WithheldWords) -> str:
    if isinstance(found, Estimate):
        return f"{found.value:.3f} [{found.low:.3f}, {found.high:.3f}]"
    return why.cell(found)


def _write(target: str, text: str) -> None:
    if target == "-":
        sys.stdout.write(text)
        return
    path = Path(target)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise disk_error(error, path) from None
