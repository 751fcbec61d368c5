"""The verdicts of an audit, worst first: a chip, one sentence, and the way to its picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from fairness import AuditReport, Conclusion, Verdict
from ui.audit_desk import OnDesk
from ui.audit_words import (
    JOIN,
    attribute_text,
    conclusion_text,
    group_text,
    loses,
    metric_text,
    note_text,
    without_group,
)
from ui.choices import choices
from ui.here import Here
from ui.names import in_locale
from ui.parts.safe import plain
from ui.say import say
from ui.session import session
from ui.wording import listing

ICONS: dict[Verdict, str] = {
    "exceeds": ":material/warning:",
    "cannot_tell": ":material/help:",
    "within": ":material/check_circle:",
}
COLOURS: dict[Verdict, Literal["orange", "gray", "green"]] = {
    "exceeds": "orange",
    "cannot_tell": "gray",
    "within": "green",
}
SHOWN = 6
# what a reader must know at the verdict itself, not only in the table below
AT_ONCE = ("stratum.disagrees", "stratum.heterogeneous")
GROUPS = "groups"
CROSSED = "crossed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """Everything one audit says of one group: the worst sentence first."""

    attribute: str
    group: str
    findings: tuple[Conclusion, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst of its verdicts."""
        return self.findings[0].verdict


def cards(report: AuditReport) -> list[Card]:
    """Findings by attribute and group, in the order of the report: worst first.

    Examples
    --------
    >>> import pandas as pd
    >>> from fairness import AuditPolicy, Columns, audit
    >>> people = pd.DataFrame({"sex": ["m"] * 80 + ["f"] * 40,
    ...                        "hired": [1] * 48 + [0] * 32 + [1] * 12 + [0] * 28})
    >>> made = audit(people, AuditPolicy(attributes=("sex",), columns=Columns(selected="hired")))
    >>> [(card.group, card.verdict, len(card.findings)) for card in cards(made)]
    [('f', 'exceeds', 2)]
    """
    held: dict[tuple[str, str], list[Conclusion]] = {}
    for found in report.findings:
        held.setdefault((found.attribute, found.group), []).append(found)
    made = [Card(attribute=a, group=g, findings=tuple(f)) for (a, g), f in held.items()]
    # one difference is found from both sides: the group that loses by it stands first
    rank = {"exceeds": 0, "cannot_tell": 1, "within": 2}
    made.sort(key=lambda c: (rank[c.verdict], c.attribute.count(JOIN), not loses(c.findings[0])))
    return made


def chip(verdict: Verdict, locale: str) -> None:
    """A verdict as sign, word and colour."""
    st.badge(say(f"audit_verdict.{verdict}", locale), icon=ICONS[verdict], color=COLOURS[verdict])


def opening_names(where: Here) -> dict[str, str]:
    """Openings of the store as notes name them: their title, and the id to tell them apart."""
    return {
        key: f"{in_locale(opening.title, where.locale, key)} ({key})"
        for key, opening in choices(where).requisitions.items()
    }


def audit_verdicts(where: Here, entry: OnDesk) -> None:
    """Cards for whatever is not within, the rest in one line that opens."""
    report = entry.report
    openings = opening_names(where) if entry.of_store else {}
    tongue = where.locale
    every = cards(report)
    telling = [card for card in every if card.verdict != "within"]
    quiet = [card for card in every if card.verdict == "within"]
    shown = telling[:SHOWN]
    if shown:
        st.subheader(say("fairness.verdicts", tongue), anchor="verdicts")
        with st.grid(min(3, len(shown)), min_column_width=300):
            for place, card in enumerate(shown):
                _card(where, report, card, place, openings)
    more = telling[SHOWN:]
    if more:
        with st.expander(say("fairness.more", tongue, count=len(more))):
            _lines(more, report, tongue)
    if quiet:
        with st.expander(
            say("fairness.quiet", tongue, count=len(quiet)), icon=":material/check_circle:"
        ):
            _lines(quiet, report, tongue)


def _card(
    where: Here, report: AuditReport, card: Card, place: int, openings: Mapping[str, str]
) -> None:
    tongue = where.locale
    first = card.findings[0]
    with st.container(border=True, height="stretch"):
        chip(card.verdict, tongue)
        title = attribute_text(card.attribute, tongue)
        if card.group:
            title = say(
                "fairness.card_title", tongue, attribute=title, group=group_text(card.group, tongue)
            )
        st.markdown(f"**{plain(title)}**")
        words = conclusion_text(first, report.policy, tongue)
        st.markdown(plain(without_group(words, group_text(card.group, tongue))))
        for text in _notes(report, card, openings, tongue):
            st.markdown(f":material/info: {plain(text)}")
        also = _also(card.findings[1:], tongue)
        if also:
            st.caption(plain(also))
        st.space("stretch")
        if st.button(
            say("fairness.show_me", tongue), key=f"show_{place}", icon=":material/arrow_downward:"
        ):
            show(report, first)
            st.rerun()


def show(report: AuditReport, found: Conclusion) -> None:
    """Put a finding's table into the address and jump to it."""
    alone = list(report.policy.attributes)
    if found.attribute in alone:
        st.query_params["of"] = str(alone.index(found.attribute))
        st.query_params["by"] = found.metric if found.metric.isidentifier() else "impact_ratio"
        st.query_params.pop("basis", None)
        session().jump_to(GROUPS)
        return
    crossed = crossings(report)
    st.query_params["cross"] = str(crossed.index(found.attribute))
    session().jump_to(CROSSED)


def crossings(report: AuditReport) -> list[str]:
    """The intersections that have a table, in the order of the report."""
    alone = set(report.policy.attributes)
    return list(dict.fromkeys(t.attribute for t in report.tables if t.attribute not in alone))


def _also(rest: Sequence[Conclusion], tongue: str) -> str:
    parts = []
    for verdict in ("exceeds", "cannot_tell", "within"):
        names = dict.fromkeys(metric_text(f.metric, tongue) for f in rest if f.verdict == verdict)
        if names:
            parts.append(say(f"fairness.also_{verdict}", tongue, metrics=listing(names, tongue)))
    return "  ".join(parts)


def _notes(report: AuditReport, card: Card, openings: Mapping[str, str], tongue: str) -> list[str]:
    found = [
        note_text(note, tongue, openings)
        for table in report.tables
        if table.attribute == card.attribute
        for note in table.notes
        if note.code in AT_ONCE and note.slots.get("group", card.group) == card.group
    ]
    return list(dict.fromkeys(found))


def _lines(some: Sequence[Card], report: AuditReport, tongue: str) -> None:
    rows = []
    for card in some:
        words = conclusion_text(card.findings[0], report.policy, tongue)
        rows.append(f"- **{plain(attribute_text(card.attribute, tongue))}** · {plain(words)}")
    st.markdown("\n".join(rows))
