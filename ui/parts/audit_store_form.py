"""What to audit of the store, and what for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import cast

import streamlit as st

from interview import CandorError, Stage
from ui.audit_desk import SHORT, put_store_audit
from ui.choices import choices
from ui.here import Here
from ui.names import in_locale, role_title
from ui.parts.address_choice import address_choice
from ui.parts.address_choices import address_choices
from ui.parts.trouble import show_error
from ui.say import say, sentences
from ui.session import widget_values
from workflow.audit import audit_store_with_people
from workflow.audit_laws import audit_law, audit_laws
from workflow.audit_people import AuditScope

STAGES = ("advance", "hire")
ATTRIBUTE = "attribute_name."


def attribute_names(locale: str) -> dict[str, str]:
    """The attributes a store usually holds; which ones it has is protected, too."""
    table = sentences(locale)
    return {k.removeprefix(ATTRIBUTE): v for k, v in table.items() if k.startswith(ATTRIBUTE)}


def law_choice(locale: str, first: str) -> str:
    """The law preset, with what it asks for in one sentence below."""
    laws = audit_laws()
    order = ["none", *(key for key in sorted(laws) if key != "none")]
    chosen = address_choice(
        "law",
        say("fairness.law", locale),
        {key: in_locale(laws[key].title, locale, key) for key in order},
        first=first if first in laws else "none",
        help_text=say("fairness.law_help", locale),
    )
    return chosen or "none"


def law_summary(law: str, locale: str) -> None:
    """What a preset computes, and that it is no lawyer's advice."""
    st.caption(in_locale(audit_law(law).summary, locale))


def scope_form(
    where: Here, key: str, *, audit: bool = True
) -> tuple[AuditScope, tuple[str, ...], str]:
    """Scope, attributes and law as they stand on the page; ``audit`` False asks for scope alone."""
    tongue = where.locale
    offered = choices(where)
    left, right = st.columns(2, gap="medium")
    with left:
        law = "none"
        if audit:
            law = law_choice(tongue, law)
            law_summary(law, tongue)
        first, last = st.columns(2, gap="small")
        with first:
            since = _day("since", say("fairness.since", tongue))
        with last:
            until = _day("until", say("fairness.until", tongue))
        stage = address_choice(
            "stage",
            say("fairness.stage", tongue),
            {name: say(f"stage.{name}", tongue) for name in STAGES},
            buttons=True,
        )
    with right:
        everything = say("common.all", tongue)
        roles = address_choices(
            "roles",
            say("fairness.roles", tongue),
            {name: role_title(model, tongue) for name, model in offered.roles.items()},
            empty=everything,
        )
        openings = address_choices(
            "openings",
            say("fairness.openings", tongue),
            {
                name: in_locale(opening.title, tongue, name)
                for name, opening in offered.requisitions.items()
                if not roles or opening.role in roles
            },
            empty=everything,
        )
        attributes: tuple[str, ...] = ()
        if audit:
            attributes = address_choices(
                "attributes",
                say("fairness.attributes", tongue),
                attribute_names(tongue),
                empty=say("fairness.attributes_all", tongue),
                help_text=say("fairness.attributes_help", tongue),
            )
    purpose = st.text_input(
        say("fairness.purpose", tongue),
        key=f"purpose_{key}",
        placeholder=say("fairness.purpose_hint", tongue),
        help=say("fairness.purpose_help", tongue),
        max_chars=200,
    )
    st.caption(say("fairness.purpose_note", tongue))
    scope = AuditScope(
        purpose=purpose or "",
        stage=cast(Stage, stage or "advance"),
        requisitions=openings,
        roles=roles,
        since=datetime(since.year, since.month, since.day, tzinfo=UTC) if since else None,
        # the last day counts whole
        until=datetime(until.year, until.month, until.day, tzinfo=UTC) + timedelta(days=1)
        if until
        else None,
    )
    return scope, attributes, law


def audit_store_form(where: Here) -> str | None:
    """The form; the name of the audit when one was made."""
    tongue = where.locale
    scope, attributes, law = scope_form(where, "audit")
    sent = st.button(
        say("fairness.run", tongue), type="primary", icon=":material/balance:", key="run_store"
    )
    if not sent:
        return None
    if not scope.purpose.strip():
        st.warning(say("fairness.purpose_needed", tongue), icon=":material/edit:")
        return None
    try:
        with st.spinner(say("fairness.running", tongue)):
            kept, people = audit_store_with_people(
                where.actor, where.store, scope, law=law, attributes=attributes
            )
    except CandorError as error:
        show_error(error, tongue)
        return None
    return put_store_audit(where, kept, people).name[:SHORT]


def _day(key: str, label: str) -> date | None:
    widget = f"day_{key}"
    asked = st.query_params.get(key, "")
    try:
        st.session_state[widget] = date.fromisoformat(asked) if asked else None
    except ValueError:
        st.session_state[widget] = None
    return st.date_input(
        label, value=None, key=widget, format="YYYY-MM-DD", on_change=_keep, args=(key, widget)
    )


def _keep(key: str, widget: str) -> None:
    chosen = widget_values().get(widget)
    if isinstance(chosen, date):
        st.query_params[key] = chosen.isoformat()
    else:
        st.query_params.pop(key, None)
