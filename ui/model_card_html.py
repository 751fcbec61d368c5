"""A model card as one page that opens alone and prints on A4: no network, all escaped."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path

from ui.card_section import CardSection, CardTable
from ui.model_card_sections import card_sections, subtitle
from ui.say import say
from workflow.model_card import ModelCard

# one table follows another here
STYLE = (Path(__file__).parent / "audit.css").read_text("utf-8") + "table{margin:.6rem 0 1.4rem}"


def model_card_html(card: ModelCard, locale: str, *, roles: Mapping[str, str] | None = None) -> str:
    """The card as a complete HTML document.

    Parameters
    ----------
    locale : str
        ``en`` or ``zh``.
    roles : mapping, optional
        Names of roles by key.
    """
    title = say("model_card.title", locale, model=card.model.ref)
    parts = [
        f"<h1>{escape(title)}</h1>",
        f"<p class=q>{escape(subtitle(card, locale))}</p>",
        *(_section(one) for one in card_sections(card, locale, roles=roles)),
    ]
    return (
        f'<!doctype html><html lang="{locale}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f"<body>{''.join(parts)}</body></html>"
    )


def _section(section: CardSection) -> str:
    texts = "".join(f"<p>{escape(text)}</p>" for text in section.texts)
    return f"<h2>{escape(section.title)}</h2>{texts}{''.join(map(_table, section.tables))}"


def _table(table: CardTable) -> str:
    def kind(place: int) -> str:
        return "" if place < table.words else " class=n"

    top = "".join(f"<th{kind(i)}>{escape(h)}</th>" for i, h in enumerate(table.heads))
    head = f"<thead><tr>{top}</tr></thead>" if table.heads else ""
    body = "".join(
        "<tr>" + "".join(f"<td{kind(i)}>{_cell(c)}</td>" for i, c in enumerate(row)) + "</tr>"
        for row in table.rows
    )
    inside = f"<table>{head}<tbody>{body}</tbody></table>"
    return f"<div class=scroll>{inside}</div>" if len(table.heads) > 3 else inside


def _cell(text: str) -> str:
    # a digest is long and has no place to break by itself
    return f"<code>{escape(text)}</code>" if len(text) == 64 and text.isalnum() else escape(text)
