"""What `candor score` leaves behind: a table for people, JSON for programs."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from workflow.journal import disk_error
from workflow.progress import BatchProgress, BatchReport

# why an overall score is withheld, and what would help; the card says it for every part
HELP = {
    "language.no_transcript": "no transcript: put one beside the recording (same name, .srt, "
    ".vtt, .json or .txt) or give --transcript",
    "language.too_short": "too few words were said to score them",
    "language.unsupported": "the language is neither English nor Chinese; name it with --language",
    "language.other_length": "the transcript does not fit the recording's length; give its own",
    "language.low_confidence": "the transcript is too uncertain; have it checked by a person",
    "overall.too_little_scored": "too few of the role's competencies were spoken of",
}
STYLES = {"done": "green", "withheld": "yellow", "failed": "red", "waiting": "dim"}


def written_cards(
    target: str, report: BatchReport, cards: Mapping[str, Mapping[str, Any]], *, single: bool
) -> None:
    """Write the cards, and what failed, in the order asked for.

    Standard output (``-``) and a file that ends in ``.jsonl`` hold one object per line. Another
    file holds the one object when one recording was asked for, else a list. A file appears whole
    or not at all.

    Raises
    ------
    StoreError
        ``store.disk_full`` or ``store.cannot_write``.
    """
    if target == "-":
        for line in _lines(report, cards):
            sys.stdout.write(line + "\n")
        sys.stdout.flush()
        return
    path = Path(target)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("w", encoding="utf-8") as out:
            if path.suffix.lower() == ".jsonl":
                out.writelines(line + "\n" for line in _lines(report, cards))
            else:
                everything = list(_objects(report, cards))
                json.dump(
                    everything[0] if single and len(everything) == 1 else everything,
                    out,
                    ensure_ascii=False,
                    indent=2,
                )
                out.write("\n")
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(path)
    except OSError as error:
        raise disk_error(error, path) from None
    finally:
        fresh.unlink(missing_ok=True)


def _lines(report: BatchReport, cards: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for one in _objects(report, cards):
        yield json.dumps(one, ensure_ascii=False)


def _objects(
    report: BatchReport, cards: Mapping[str, Mapping[str, Any]]
) -> Iterator[Mapping[str, Any]]:
    for item in report.items:
        if item.state in ("done", "withheld") and item.interview in cards:
            yield cards[item.interview]
        else:
            yield {
                "interview": item.interview,
                "failed": True,
                "code": item.code,
                "message": item.message,
                "remedy": item.remedy,
            }


def rate_words(progress: BatchProgress) -> str:
    """Rate and time left.

    Examples
    --------
    >>> rate_words(BatchProgress(total=10, done=3, withheld=1, failed=0, resumed=2, seconds=8.0))
    '15.0 a minute, 0:24 left'
    """
    if progress.per_minute is None or progress.left_s is None:
        return ""
    minutes, seconds = divmod(round(progress.left_s), 60)
    hours, minutes = divmod(minutes, 60)
    left = f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
    return f"{progress.per_minute:.1f} a minute, {left} left"


def show_report(
    console: Console,
    report: BatchReport,
    most: int = 20,
    files: Mapping[str, str] | None = None,
) -> None:
    """The table a batch ends with: counts, then each interview that needs a person's eye.

    ``files`` names the file of an interview whose id does not: a store keeps no file names, the
    one who gave the files still needs to know which is meant.
    """
    counts = report.progress
    table = Table(title="Batch", title_justify="left")
    for heading in ("done", "withheld", "failed", "not reached", "from an earlier run", "seconds"):
        table.add_column(heading, justify="right")
    table.add_row(
        str(counts.done),
        str(counts.withheld),
        str(counts.failed),
        str(counts.total - counts.finished),
        str(counts.resumed),
        f"{counts.seconds:.1f}",
    )
    console.print(table)
    rest = [item for item in report.items if item.state in ("withheld", "failed")]
    few = report.items if len(report.items) <= most else rest[:most]
    if not few:
        return
    detail = Table()
    named = files or {}
    for heading in ("interview", *(("file",) if named else ()), "state", "code", "what it means"):
        detail.add_column(heading, overflow="fold")
    for item in few:
        meaning = "; ".join(filter(None, (item.message, item.remedy)))
        if item.state == "withheld":
            meaning = HELP.get(item.code, "the card says what was missing")
        # people's text is never markup
        detail.add_row(
            Text(item.interview),
            *((Text(named.get(item.interview, "")),) if named else ()),
            Text(item.state, style=STYLES[item.state]),
            item.code,
            Text(meaning),
        )
    console.print(detail)
    if len(rest) > most and len(report.items) > most:
        console.print(f"and {len(rest) - most} more")
