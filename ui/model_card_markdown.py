"""A model card as Markdown: for a repository, a wiki, a review; people's words made inert."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ui.card_section import CardSection, CardTable
from ui.model_card_sections import card_sections, subtitle
from ui.say import say
from workflow.model_card import ModelCard

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|!~$&])")


def model_card_markdown(
    card: ModelCard, locale: str, *, roles: Mapping[str, str] | None = None
) -> str:
    """The card as Markdown with tables, the same sentences and figures as the page."""
    lines = [
        f"# {inert(say('model_card.title', locale, model=card.model.ref))}",
        "",
        inert(subtitle(card, locale)),
    ]
    for section in card_sections(card, locale, roles=roles):
        lines += ["", *_section(section)]
    return "\n".join(lines) + "\n"


def inert(text: str) -> str:
    """Words on one line in which nothing is markup.

    Examples
    --------
    >>> inert("![x](http://e) a|b")
    '\\\\!\\\\[x\\\\](http\\u2060://e) a\\\\|b'
    """
    one_line = " ".join(text.split())
    return _SIGNS.sub(r"\\\1", one_line).replace("://", "\u2060://")


def _section(section: CardSection) -> list[str]:
    lines = [f"## {inert(section.title)}"]
    for text in section.texts:
        lines += ["", inert(text)]
    for table in section.tables:
        lines += ["", *_table(table)]
    return lines


def _table(table: CardTable) -> list[str]:
    width = max((len(row) for row in table.rows), default=len(table.heads))
    heads = table.heads or ("",) * width
    rule = ["---" if i < table.words else "---:" for i in range(width)]
    return [_row(heads), f"| {' | '.join(rule)} |", *(_row(row) for row in table.rows)]


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(inert(cell) for cell in cells)} |"
