"""A study of validity as one page that opens alone and prints: no network, all escaped."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape

from analysis import JudgedValidity, MapCell, ValidityStudy
from interview import Estimate, Finding, InputError
from ui.audit_html import STYLE
from ui.codes import said
from ui.say import LOCALES, say
from ui.validity_names import ValidityNames
from ui.validity_words import (
    SHOWN_FROM,
    advice,
    basis,
    evidence_text,
    headline,
    kpi_text,
    number_text,
    question_ref,
    r_text,
)
from ui.wording import count_text, per_cent


def validity_html(
    study: ValidityStudy,
    names: ValidityNames,
    *,
    trail_digest: str = "",
    name: str = "",
) -> str:
    """The study as a complete HTML document in the language of ``names``.

    Every number on it is a number of the study; names of a foreign table are shown as they are.

    Examples
    --------
    >>> import pandas as pd
    >>> from analysis import ValidityColumns, validity_study
    >>> people = pd.DataFrame({"s": [1, 2, 3, 4, 5.0], "y": [2, 1, 4, 3, 5.0],
    ...                        "job": ["<b>"] * 5})
    >>> found = validity_study(people, ValidityColumns(score="s", outcome="y", role="job"))
    >>> page = validity_html(found, ValidityNames(roles={}, questions={}, locale="en"))
    >>> page.startswith("<!doctype html>"), "<b>" in page.split("<body>")[1]
    (True, False)
    """
    tongue = names.locale
    parts = [
        f"<h1>{escape(say('page.validity', tongue))}</h1>",
        f"<div class=box><p class=big>{escape(headline(study, tongue))}</p>"
        f"<p class=q>{escape(basis(study, tongue))}</p></div>",
        *(f"<p>{escape(said(f.code, tongue, f.slots).what)}</p>" for f in study.notes),
        *_competencies(study, names),
        *_judged(say("validity.role", tongue), study.by_role, names, "role"),
        *_judged(say("validity.view_questions", tongue), study.by_question, names, "question"),
        *_judged(say("validity.divide_modality", tongue), study.by_modality, names, "modality"),
        *_people(study, tongue),
        f"<h2>{escape(say('common.how', tongue))}</h2>",
        f"<p>{escape(say('validity.how_text', tongue, minimum=number_text(study.minimum)))}</p>",
        f"<p>{escape(say('validity.how_people', tongue))}</p>",
    ]
    digests = [("digest", name), ("trail_digest", trail_digest)]
    parts += [
        f"<p class=q>{escape(say(f'validity.{key}', tongue))}: {escape(value)}</p>"
        for key, value in digests
        if value
    ]
    title = escape(say("page.validity", tongue))
    return (
        f'<!doctype html><html lang="{tongue}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">"
        f"<title>{title}</title><style>{STYLE}</style></head>"
        f"<body>{''.join(parts)}</body></html>"
    )


def words_for(locale: str) -> ValidityNames:
    """Names for the study of a foreign table: its keys, as words.

    Raises
    ------
    InputError
        ``language.unknown_locale``.
    """
    if locale not in LOCALES:
        known = ", ".join(LOCALES)
        raise InputError(
            "language.unknown_locale",
            f"there are no words in '{locale}'",
            f"use one of: {known}",
            locale=locale,
            known=known,
        )
    return ValidityNames(roles={}, questions={}, locale=locale)


def _competencies(study: ValidityStudy, names: ValidityNames) -> list[str]:
    tongue = names.locale
    cells = study.by_competency
    if not cells:
        return []
    made = [f"<h2>{escape(say('validity.map_title', tongue))}</h2>"]
    for role in dict.fromkeys(c.role for c in cells):
        mine = [c for c in cells if c.role == role]
        title = names.role(role) if role else say("validity.all_roles", tongue)
        made.append(f"<h3>{escape(title)}</h3>")
        sentence = advice(mine, tongue, partial(names.competency, role=role))
        made.append(f"<p>{escape(sentence)}</p>")
        made.append(_table(_map_heads(study, tongue), [_map_row(c, names) for c in mine]))
    return made


def _map_heads(study: ValidityStudy, tongue: str) -> list[str]:
    keys = ("competency", "kpi", "n", "r", "shrunken")
    heads = [say(f"validity.col_{key}", tongue) for key in keys]
    heads.append(say("validity.col_p", tongue, minimum=number_text(study.minimum)))
    return [*heads, say("validity.col_evidence", tongue)]


def _map_row(cell: MapCell, names: ValidityNames) -> list[str]:
    tongue = names.locale
    return [
        names.competency(cell.competency, cell.role), kpi_text(cell.kpi, tongue),
        count_text(cell.finding.n), r_text(cell.finding, tongue), _shown(cell.shrunken, tongue),
        _share(cell.p_above_minimum), evidence_text(cell, tongue),
    ]  # fmt: skip


def _judged(
    title: str, rows: Sequence[JudgedValidity], names: ValidityNames, part: str
) -> list[str]:
    if not rows:
        return []
    tongue = names.locale
    heads = [title, *(say(f"validity.col_{key}", tongue) for key in ("n", "r", "shrunken"))]
    heads += [say(f"validity.col_{key}", tongue) for key in ("evidence", "usual", "criterion")]
    body = []
    for one in sorted(rows, key=lambda one: (one.label("role"), -(one.p_above_minimum or 0))):
        few = part == "question" and one.finding.n < SHOWN_FROM
        body.append(
            [
                _name(one, names, part), count_text(one.finding.n),
                "—" if few else r_text(one.finding, tongue), _shown(one.shrunken, tongue),
                evidence_text(one, tongue),
                say(f"validity.usual_{one.usual}", tongue) if one.usual else "—",
                _shown(one.criterion, tongue),
            ]
        )  # fmt: skip
    return [f"<h2>{escape(title)}</h2>", _table(heads, body)]


def _name(one: JudgedValidity, names: ValidityNames, part: str) -> str:
    if part == "role":
        return names.role(one.labels[0])
    if part == "question":
        ref = question_ref(one)
        text = names.question(ref, 60)
        role = f"{names.role(one.label('role'))} · " if one.label("role") else ""
        return f"{role}{ref}" if text == ref else f"{role}{ref}: {text}"
    return names.label(part, one.labels[0])


def _people(study: ValidityStudy, tongue: str) -> list[str]:
    path = study.path
    stages = [[say(f"stage.{stage}", tongue), count_text(n)] for stage, n in path.stages.items()]
    lost = [[said(code, tongue).what, count_text(n)] for code, n in path.excluded.items()]
    corrected = [
        [say(f"validity.{key}", tongue), count_text(found.n), r_text(found, tongue)]
        for key, found in (
            ("observed", study.overall),
            ("criterion_corrected", study.criterion),
            ("fully_corrected", study.direct),
        )
    ]
    n, r = say("validity.col_n", tongue), say("validity.col_r", tongue)
    return [
        f"<h2>{escape(say('validity.funnel_title', tongue))}</h2>",
        _table(["", n], stages + lost),
        f"<h2>{escape(say('validity.corrected_title', tongue))}</h2>",
        f"<p>{escape(say('validity.corrected_lead', tongue))}</p>",
        _table(["", n, r], corrected),
    ]


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f"<th>{escape(head)}</th>" for head in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return (
        f"<div class=scroll><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _shown(found: Finding, tongue: str) -> str:
    return r_text(found, tongue) if isinstance(found, Estimate) else "—"


def _share(p: float | None) -> str:
    return "—" if p is None else per_cent(p)
