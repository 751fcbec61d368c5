"""Candidates: search, filter, sort; open one, compare up to four."""

from __future__ import annotations

import math
from typing import Literal, cast

import pandas as pd
import streamlit as st

import workflow
from interview import RecommendationCode, Withheld, digest
from ui.asked import asked
from ui.choices import Choices, choices
from ui.here import Here, here
from ui.names import department_name, in_locale, role_title
from ui.parts.address_choice import address_choice, forget_choices
from ui.parts.empty import empty
from ui.parts.notice import notice
from ui.say import say
from ui.session import session, widget_values
from ui.site import address
from ui.wording import count_text, short_id, stage_text
from workflow import CandidateFilter, CandidatePage, CandidateRow, may

PER_PAGE = 50
WIDTH = 170
MOST = 4
STAGES = ("interviewed", "screened", "advance", "hire")
SUGGESTIONS = ("advance", "review", "collect")
ORDERS = ("newest", "oldest", "overall", "candidate")
FILTERS = ("role", "requisition", "stage", "suggested")
Stage = Literal["interviewed", "screened", "advance", "hire"]
Order = Literal["newest", "oldest", "overall", "candidate"]


def page() -> None:
    """Conclusion, filters on one line, the list, and what to do with those ticked."""
    where = here()
    offered = choices(where)
    st.title(say("page.candidates", where.locale))
    head = st.container()
    wanted = _filters(where, offered)
    found = asked(
        where,
        ("candidates", wanted),
        lambda: workflow.list_candidates(where.actor, where.store, wanted),
    )
    with head:
        notice()
        if found.total or _filtered():
            st.markdown(_headline(found, where.locale))
    if not found.total:
        _nobody(where)
        return
    _table(where, found, offered)
    _pager(where, found)


def _headline(found: CandidatePage, tongue: str) -> str:
    count = say("candidates.found", tongue, count=count_text(found.total))
    if not found.covered:
        return say("candidates.headline_open", tongue, found=count)
    return say("candidates.headline", tongue, found=count, covered=count_text(found.covered))


def _filters(where: Here, offered: Choices) -> CandidateFilter:
    tongue = where.locale
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        # what people type is kept out of the address; choices are in it, so a page can be sent on
        text = st.text_input(
            say("candidates.search", tongue),
            type="search",
            key="search",
            help=say("candidates.search_help", tongue),
            persist_state="session",
            placeholder=say("candidates.search_hint", tongue),
            width=WIDTH,
        )
        role = _pick(
            "role",
            say("candidates.role", tongue),
            {key: role_title(model, tongue) for key, model in offered.roles.items()},
            tongue,
        )
        openings = {
            key: in_locale(opening.title, tongue, key)
            for key, opening in offered.requisitions.items()
            if role in (None, opening.role)
        }
        requisition = _pick("requisition", say("candidates.requisition", tongue), openings, tongue)
        stage = _pick(
            "stage",
            say("candidates.stage", tongue),
            {key: say(f"stage.{key}", tongue) for key in STAGES},
            tongue,
        )
        suggested = _pick(
            "suggested",
            say("candidates.recommendation", tongue),
            {key: say(f"recommendation.{key}", tongue) for key in SUGGESTIONS},
            tongue,
            help_text=say("candidates.recommendation_help", tongue),
        )
        order = address_choice(
            "order",
            say("candidates.order", tongue),
            {key: say(f"candidates.order_{key}", tongue) for key in ORDERS},
            width=WIDTH,
        )
    if order == "overall":
        st.caption(say("candidates.order_overall_note", tongue))
    return CandidateFilter(
        role=role,
        requisition=requisition,
        stage=cast("Stage | None", stage),
        recommendation=cast("RecommendationCode | None", suggested),
        text=(text or "").strip() or None,
        order=cast(Order, order or "newest"),
        limit=PER_PAGE,
        offset=_offset(),
    )


def _pick(
    key: str, label: str, names: dict[str, str], tongue: str, help_text: str | None = None
) -> str | None:
    return address_choice(
        key, label, names, empty=say("common.all", tongue), width=WIDTH, help_text=help_text
    )


def _filtered() -> bool:
    return bool(widget_values().get("search")) or any(st.query_params.get(k) for k in FILTERS)


def _offset() -> int:
    number = st.query_params.get("page", "1")
    return (max(1, int(number)) - 1) * PER_PAGE if number.isdigit() else 0


def _clear() -> None:
    forget_choices(*FILTERS, "page")
    st.session_state["search"] = ""


def _nobody(where: Here) -> None:
    tongue = where.locale
    if _filtered() or _offset():
        empty(say("candidates.none_title", tongue), say("candidates.none", tongue))
        st.button(say("candidates.clear", tongue), type="primary", on_click=_clear)
        return
    empty(say("candidates.empty_title", tongue), say("candidates.empty", tongue))
    if may(where.actor, "score") and st.button(
        say("today.score_new", tongue), type="primary", icon=":material/upload_file:"
    ):
        st.switch_page(address("score"))


def _table(where: Here, found: CandidatePage, offered: Choices) -> None:
    tongue = where.locale
    named = any(row.name is not None for row in found.rows)
    frame = pd.DataFrame([_row(row, offered, tongue) for row in found.rows])
    if not named:
        frame = frame.drop(columns="name")
    actions = st.container(horizontal=True, vertical_alignment="center")
    config = st.column_config
    here_are = [row.interview for row in found.rows]
    ticked = [place for place, one in enumerate(here_are) if one in session().ticked]
    event = st.dataframe(
        frame,
        # another page or filter is another list; ticks come along by interview, not by row
        key=f"list_{digest(here_are)[:16]}_{session().tick_round}",
        selection_default={"selection": {"rows": ticked}},
        hide_index=True,
        placeholder="",
        on_select="rerun",
        selection_mode="multi-row",
        height=min(38 + 35 * len(frame), 640),
        alt=say("candidates.table_alt", tongue),
        column_config={
            "candidate": config.TextColumn(say("candidates.col_candidate", tongue), pinned=True),
            "name": config.TextColumn(say("candidates.col_name", tongue)),
            "score": config.NumberColumn(say("candidates.col_score", tongue), format="%.1f"),
            "interval": config.TextColumn(
                say("candidates.col_interval", tongue), alignment="right"
            ),
            "state": config.TextColumn(say("candidates.col_state", tongue)),
            "suggested": config.TextColumn(say("candidates.col_suggested", tongue)),
            "flags": config.NumberColumn(say("candidates.col_flags", tongue)),
            "role": config.TextColumn(say("candidates.col_role", tongue)),
            "requisition": config.TextColumn(say("candidates.col_requisition", tongue)),
            "department": config.TextColumn(say("candidates.col_department", tongue)),
            "day": config.DateColumn(say("candidates.col_day", tongue), format="YYYY-MM-DD"),
            "stage": config.TextColumn(say("candidates.col_stage", tongue)),
        },
    )
    chosen = {here_are[i] for i in event.selection.rows if i < len(here_are)}
    kept = [one for one in session().ticked if one in chosen or one not in here_are]
    session().ticked = (*kept, *(one for one in here_are if one in chosen and one not in kept))
    with actions:
        _actions(where, list(session().ticked))


def _row(row: CandidateRow, offered: Choices, tongue: str) -> dict[str, object]:
    score = row.overall
    known = None if score is None or isinstance(score, Withheld) else score
    state = say(f"candidates.state_{row.state}", tongue)
    if isinstance(score, Withheld):
        state = say("finding.withheld", tongue)
    return {
        "candidate": short_id(row.candidate),
        "name": row.name,
        "score": known.value if known else None,
        "interval": f"{known.low:.1f} – {known.high:.1f}" if known else "",
        "state": state,
        "suggested": say(f"recommendation.{row.recommendation}", tongue)
        if row.recommendation
        else "",
        "flags": row.flags,
        "role": in_locale(row.role_title, tongue, row.role),
        "day": row.interviewed_at.date() if row.interviewed_at else None,
        "stage": stage_text(row.stage, row.outcome, tongue),
        "requisition": in_locale(row.requisition_title, tongue, row.requisition or "—"),
        "department": department_name(row.department, offered.departments, tongue),
    }


def _actions(where: Here, picked: list[str]) -> None:
    tongue = where.locale
    if may(where.actor, "view_record") and st.button(
        say("candidates.open", tongue),
        type="primary" if len(picked) == 1 else "secondary",
        disabled=len(picked) != 1,
        icon=":material/person:",
    ):
        st.switch_page(address("record"), query_params={"interview": picked[0]})
    if may(where.actor, "compare") and st.button(
        say("candidates.compare", tongue),
        type="primary" if 2 <= len(picked) <= MOST else "secondary",
        disabled=not 2 <= len(picked) <= MOST,
        icon=":material/compare_arrows:",
    ):
        st.switch_page(address("compare"), query_params={"interviews": ",".join(picked)})
    if len(picked) > MOST:
        st.caption(say("candidates.too_many", tongue, count=len(picked) - MOST))
    elif picked:
        st.caption(say("candidates.picked", tongue, count=len(picked)))
    else:
        st.caption(say("candidates.pick", tongue))
    if picked:
        st.button(
            say("candidates.untick", tongue),
            type="tertiary",
            icon=":material/deselect:",
            on_click=session().untick,
        )


def _pager(where: Here, found: CandidatePage) -> None:
    pages = math.ceil(found.total / PER_PAGE)
    if pages < 2:
        return
    number = found.filter.offset // PER_PAGE + 1
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(say("candidates.previous", where.locale), disabled=number <= 1):
            st.query_params["page"] = str(number - 1)
            st.rerun()
        if st.button(say("candidates.next", where.locale), disabled=number >= pages):
            st.query_params["page"] = str(number + 1)
            st.rerun()
        st.caption(say("candidates.page", where.locale, page=number, pages=pages))


page()
