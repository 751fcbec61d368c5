"""Where a gap between groups in a score comes from, asked with a purpose, held for a while."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Sequence

import streamlit as st

from interview import CandorError, Estimate
from scoring.explanation import GroupGap
from ui.audit_words import attribute_text, group_text
from ui.charts.interval_rows import IntervalRow, Line, around_zero, interval_rows
from ui.explanation_words import together_name
from ui.here import Here
from ui.parts.audit_store_form import attribute_names
from ui.parts.drawn import drawn
from ui.parts.safe import plain
from ui.parts.trouble import show_error
from ui.say import say
from workflow.explain_role import RoleExplanation, explain_groups

HOLD_S = 3600
MOST = 24
CLEAR = 0.05
_FOUND: OrderedDict[tuple[str, ...], tuple[float, tuple[GroupGap, ...]]] = OrderedDict()


def explained_groups(where: Here, found: RoleExplanation) -> None:
    """The form, and below it what was found last for this role, scorer and attribute."""
    tongue = where.locale
    st.subheader(say("explanations.groups", tongue), anchor="groups")
    st.markdown(say("explanations.groups_lead", tongue))
    names = attribute_names(tongue)
    with st.form("explained_groups", border=False):
        left, right = st.columns([1, 2], vertical_alignment="bottom")
        attribute = left.selectbox(
            say("explanations.groups_attribute", tongue),
            list(names),
            format_func=lambda key: names[key],
            key="explained_attribute",
        )
        purpose = right.text_input(
            say("explanations.groups_purpose", tongue), max_chars=200, key="explained_purpose"
        )
        asked = st.form_submit_button(
            say("explanations.groups_do", tongue), type="primary", icon=":material/groups:"
        )
    key = (
        str(where.store.folder),
        where.actor.id,
        found.found.digest,
        found.model.ref,
        found.subject,
        attribute or "",
    )
    if asked:
        try:
            gaps = explain_groups(
                where.actor,
                where.store,
                found.role.key,
                attribute=attribute or "",
                purpose=purpose or "",
                model=found.model.ref,
                subject=found.subject,
            )
        except CandorError as error:
            show_error(error, tongue)
            return
        _FOUND[key] = (time.monotonic(), gaps)
        while len(_FOUND) > MOST:
            _FOUND.popitem(last=False)
    held = _FOUND.get(key)
    if held is None or time.monotonic() - held[0] > HOLD_S:
        return
    for group in dict.fromkeys(gap.group for gap in held[1]):
        _group(where, attribute or "", group, [g for g in held[1] if g.group == group])


def _group(where: Here, attribute: str, group: str, gaps: Sequence[GroupGap]) -> None:
    tongue = where.locale
    name = f"{attribute_text(attribute, tongue)}: {group_text(group, tongue)}"
    sentence = group_sentence(name, gaps, tongue)
    st.markdown(f"**{plain(sentence)}**")
    known = [g for g in gaps if isinstance(g.points, Estimate)]
    if not known:
        return
    known.sort(key=lambda g: -abs(getattr(g.points, "value", 0.0)))
    rows = [
        IntervalRow(
            name=together_name(gap.names, tongue),
            detail="",
            words=f"{getattr(gap.points, 'value', 0.0):+.2f}",
            finding=gap.points,
        )
        for gap in known[:6]
    ]
    drawing = interval_rows(
        rows,
        (Line(at=0.0, words=say("explanations.zero", tongue)),),
        around_zero([gap.points for gap in known], at_least=0.05),
        say("explanations.groups_axis", tongue),
        sentence,
        where.palette,
    )
    drawn(drawing, f"groups_{attribute}_{group}")


def group_sentence(name: str, gaps: Sequence[GroupGap], locale: str) -> str:
    """The clearest difference of one group, or that there is none or that it is too small."""
    n = gaps[0].n
    known = [g for g in gaps if isinstance(g.points, Estimate)]
    if not known:
        return say("explanations.groups_few", locale, group=name, n=n)
    clear = [g for g in known if g.p is not None and g.p < CLEAR]
    if not clear:
        return say("explanations.groups_same", locale, group=name, n=n)
    first = max(clear, key=lambda g: abs(getattr(g.points, "value", 0.0)))
    return say(
        "explanations.groups_conclusion",
        locale,
        group=name,
        n=n,
        name=together_name(first.names, locale),
        points=f"{getattr(first.points, 'value', 0.0):+.2f}",
    )
