"""``candor modalities``: what would voice or face buy beside the words, and at what cost?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from interview import Actor, Estimate, Finding, InputError
from workflow.fitted_table import fitted
from workflow.settings import settings
from workflow.spoken_errors import spoken_errors
from workflow.store_option import StoreOption, opened
from workflow.withheld_words import WithheldWords
from workflow.written_text import write_text

if TYPE_CHECKING:
    from workflow.modality_report import StoredModalities

OCCASIONS = ("90_days", "6_months", "12_months")
KINDS = ("linear", "trees")
WORDS = {
    "adds": "adds",
    "adds_little": "adds less than is worth having",
    "adds_nothing": "adds nothing worth having",
    "cannot_tell": "cannot tell",
}
CONCLUSIONS = {
    "adds": "predicts performance better",
    "adds_little": "predicts performance better, by less than is worth having",
    "raters_only": "buys agreement with raters, not performance",
    "adds_nothing": "buys nothing worth having",
    "nothing_shown": "buys nothing worth having for performance",
    "cannot_tell": "cannot be told yet",
    "no_performance": "cannot be told: too few outcomes",
}


def modalities(
    store: StoreOption = None,
    occasion: Annotated[
        str, typer.Option(help="Performance is rated after: 90_days, 6_months or 12_months.")
    ] = OCCASIONS[0],
    kind: Annotated[str, typer.Option(help="Kind of scorer: linear or trees.")] = KINDS[0],
    purpose: Annotated[
        str, typer.Option(help="What protected attributes are read for; without it, no groups.")
    ] = "",
    json_: Annotated[
        str | None, typer.Option("--json", help="Write the study to FILE, or - for output.")
    ] = None,
) -> None:
    """Train scorers of every combination of words, voice and face, and compare them.

    The study is kept in the store. Exit code: 0, or 2 on an error.
    """
    from workflow.modalities import modality_study
    from workflow.modality_json import modality_json

    with spoken_errors():
        for value, known, what in ((occasion, OCCASIONS, "occasion"), (kind, KINDS, "kind")):
            if value not in known:
                raise InputError(
                    "frontier.unknown_choice",
                    f"there is no {what} '{value}'",
                    f"use one of: {', '.join(known)}",
                    value=value,
                    known=", ".join(known),
                )
        console = Console(stderr=json_ == "-")
        with opened(store) as kept:
            made = modality_study(
                Actor.system(),
                kept,
                purpose=purpose,
                occasion=occasion,
                kind="trees" if kind == "trees" else "linear",
                models_folder=settings().models,
            )
        if json_ is not None:
            text = json.dumps(
                {
                    "study": modality_json(made.study),
                    "digest": made.name,
                    "trail": made.trail_digest,
                },
                ensure_ascii=False,
                indent=2,
            )
            write_text(json_, text + "\n")
        _show(made, console)


def _show(made: StoredModalities, console: Console) -> None:
    study = made.study
    for one in study.frontier.conclusions:
        console.print(f"adding {' and '.join(one.added)}: {CONCLUSIONS[one.code]}")
    why = WithheldWords()
    criteria = study.frontier.criteria
    combinations = [
        (
            "+".join(signals.subset),
            *(_text(c.of(signals.subset), why) for c in criteria),
            _text(study.cost.of(signals.subset), why, digits=1),
            _share(signals.failed, why),
            _share(signals.barred, why),
        )
        for signals in study.signals
    ]
    headings = (
        "combination", *(f"r with {c.name}" for c in criteria), "seconds", "failed", "not allowed",
    )  # fmt: skip
    spare = ("seconds", "failed", "not allowed")
    console.print(fitted(headings, combinations, console, names={"combination"}, spare=spare))
    steps = [
        (
            f"{'+'.join(step.base)} > {'+'.join(step.added)}",
            criterion.name,
            _text(step.difference, why, digits=3),
            WORDS[step.bought],
        )
        for criterion in criteria
        for step in criterion.additions
    ]
    headings = ("step", "with", "change in r", "verdict")
    console.print(fitted(headings, steps, console, names={"step", "verdict"}))
    why.show(console)
    if study.groups_left_out:
        console.print("groups were left out: give --purpose", style="dim")
    console.print(f"kept as {made.name[:16]}", style="dim")


def _text(found: Finding, why: WithheldWords, *, digits: int = 2) -> str:
    if not isinstance(found, Estimate):
        return why.cell(found)
    value, low, high = (f"{v:.{digits}f}" for v in (found.value, found.low, found.high))
    return f"{value} ({low} to {high})"


def _share(found: Finding, why: WithheldWords) -> str:
    return f"{found.value:.1%}" if isinstance(found, Estimate) else why.cell(found)
