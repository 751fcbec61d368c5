"""Fairness: audit the store or a table, read the verdicts, move the cut, see what may be done."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from interview import CandorError
from ui.audit_desk import SHORT, OnDesk, newest_on_desk, on_desk
from ui.audit_words import attribute_text, headline
from ui.here import Here, here
from ui.names import in_locale
from ui.parts.address_choice import address_choice, forget_choices
from ui.parts.audit_cut import audit_cut
from ui.parts.audit_export import audit_export
from ui.parts.audit_history import audit_history, due_text, kept_audits
from ui.parts.audit_method import audit_method
from ui.parts.audit_over_time import audit_over_time
from ui.parts.audit_questions import audit_questions
from ui.parts.audit_remedies import audit_remedies
from ui.parts.audit_store_form import audit_store_form
from ui.parts.audit_table_form import audit_table_form
from ui.parts.audit_verdicts import audit_verdicts, chip
from ui.parts.empty import empty
from ui.parts.jump import jump
from ui.parts.notice import notice
from ui.parts.safe import plain
from ui.say import say
from ui.wording import count_text, day, listing
from workflow import may, require
from workflow.audit_laws import audit_law

RESULT, NEW, KEPT, QUESTIONS = "result", "new", "kept", "questions"
OF_RESULT = ("of", "by", "cut", "basis", "cross", "over", "period")


def page() -> None:
    """One audit, a new one, those that were kept, or what was found about questions."""
    where = here()
    tongue = where.locale
    st.title(say("page.fairness", tongue))
    require(where.actor, "audit_table")
    notice()
    entry = _entry(where)
    views = [RESULT] * (entry is not None) + [NEW]
    views += [KEPT, QUESTIONS] * may(where.actor, "view_audits")
    head = st.container()
    view = NEW
    with head:
        if len(views) > 1:
            view = (
                address_choice(
                    "view",
                    say("fairness.view", tongue),
                    {one: say(f"fairness.view_{one}", tongue) for one in views},
                    first=views[0],
                    buttons=True,
                    quiet=True,
                )
                or views[0]
            )
    if view == RESULT and entry is not None:
        # the address names what is seen, so that it can be sent to a colleague as it is
        st.query_params["audit"] = entry.name[:SHORT]
        _result(where, entry)
    elif view == KEPT:
        _go(audit_history(where))
    elif view == QUESTIONS:
        audit_questions(where)
    else:
        _new(where)
    jump()


def _entry(where: Here) -> OnDesk | None:
    """The audit that the address names, else the last one seen, else the newest kept."""
    name = st.query_params.get("audit")
    if name:
        try:
            return on_desk(where, name)
        except CandorError as error:
            # a table's audit lies in memory only; after a restart its address leads nowhere
            if error.code != "report.unknown":
                raise
            st.warning(say("fairness.gone", where.locale), icon=":material/info:")
            return None
    last = newest_on_desk(where)
    if last is not None:
        return last
    if not may(where.actor, "view_audits"):
        return None
    kept = kept_audits(where)
    return on_desk(where, kept[0].name) if kept else None


def _go(name: str | None) -> None:
    if name is None:
        return
    forget_choices(*OF_RESULT, "view")
    st.query_params["audit"] = name
    st.rerun()


def _new(where: Here) -> None:
    tongue = where.locale
    st.markdown(say("fairness.intro", tongue))
    sources = ["store"] * may(where.actor, "audit") + ["table"]
    source = sources[0]
    if len(sources) > 1:
        source = (
            address_choice(
                "source",
                say("fairness.source", tongue),
                {one: say(f"fairness.source_{one}", tongue) for one in sources},
                buttons=True,
            )
            or source
        )
    _go(audit_store_form(where) if source == "store" else audit_table_form(where))


def _result(where: Here, entry: OnDesk) -> None:
    tongue = where.locale
    report = entry.report
    law = audit_law(report.policy.law)
    chip(report.verdict, tongue)
    st.subheader(plain(headline(report, tongue)), anchor=False)
    st.caption(plain(_scope(entry, tongue)))
    with st.container(horizontal=True, vertical_alignment="center"):
        audit_export(entry, tongue)
        if entry.of_store and may(where.actor, "view_audits"):
            due = due_text(kept_audits(where), law.key, tongue, now=datetime.now(UTC))
            if due:
                st.caption(f":material/event_repeat: {plain(due)}")
    if not report.findings:
        empty(say("fairness.nothing_title", tongue), say("fairness.nothing", tongue))
    audit_verdicts(where, entry)
    audit_cut(where, entry)
    audit_over_time(where, entry)
    audit_remedies(law, tongue)
    audit_method(report, law, entry.trail_digest, tongue)


def _scope(entry: OnDesk, tongue: str) -> str:
    report = entry.report
    law = audit_law(report.policy.law)
    counted = "fairness.interviews" if entry.of_store else "fairness.rows"
    parts = [say(counted, tongue, count=count_text(report.population))]
    since, until = report.window
    if since:
        parts.append(say("audit_report.window", tongue, since=since[:10], until=until[:10]))
    parts.append(listing((attribute_text(a, tongue) for a in report.policy.attributes), tongue))
    parts.append(in_locale(law.title, tongue))
    if entry.of_store:
        made = day(datetime.fromisoformat(entry.made_at), tongue)
        parts.append(say("fairness.made", tongue, day=made, name=entry.name[:8]))
    else:
        parts.append(say("fairness.own_table", tongue))
    return " · ".join(parts)


page()
