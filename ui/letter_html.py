"""The letter to a candidate as one page that opens alone and prints, and as plain text."""

from __future__ import annotations

from html import escape
from pathlib import Path

from ui.letter_words import LetterSection, LetterTable, letter_opening, letter_sections
from ui.say import say
from workflow.letter import Letter

STYLE = (Path(__file__).parent / "card.css").read_text(encoding="utf-8")


def letter_html(letter: Letter, locale: str) -> str:
    """The letter as a complete HTML document: no network, no script, every word escaped."""
    title = say("letter.title", locale)
    opening = "".join(f"<p>{escape(line)}</p>" for line in letter_opening(letter, locale))
    sections = "".join(_section(one) for one in letter_sections(letter, locale))
    return (
        f'<!doctype html><html lang="{locale}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">"
        # the candidate's name stands in the letter alone, not in what a browser lists
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f"<body><h1>{escape(title)}</h1>{opening}{sections}</body></html>"
    )


def letter_text(letter: Letter, locale: str) -> str:
    """The letter as plain text, for an e-mail."""
    lines = [say("letter.title", locale), "", *letter_opening(letter, locale)]
    for one in letter_sections(letter, locale):
        lines += ["", one.title, *one.before]
        if one.table is not None:
            lines += [" · ".join(row) for row in (one.table.heads, *one.table.rows)]
        lines += [f"- {point}" for point in one.points]
        lines += one.after
    return "\n".join(lines) + "\n"


def _section(section: LetterSection) -> str:
    before = "".join(f"<p>{escape(line)}</p>" for line in section.before)
    points = "".join(f"<li>{escape(point)}</li>" for point in section.points)
    after = "".join(f"<p class=q>{escape(line)}</p>" for line in section.after)
    table = _table(section.table) if section.table is not None else ""
    listed = f"<ul>{points}</ul>" if points else ""
    return f"<h2>{escape(section.title)}</h2>{before}{table}{listed}{after}"


def _table(table: LetterTable) -> str:
    kinds = ("", " class=n", " class=n", "")
    heads = "".join(
        f"<th{kind}>{escape(head)}</th>" for kind, head in zip(kinds, table.heads, strict=True)
    )
    rows = "".join(
        "<tr>"
        + "".join(f"<td{kind}>{escape(cell)}</td>" for kind, cell in zip(kinds, row, strict=True))
        + "</tr>"
        for row in table.rows
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
