"""Reliability and raters: do people agree, does the machine, and who stands out?"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

import store
from analysis import RaterReport
from interview import CandorError, Estimate, RoleModel
from ui.codes import said
from ui.here import Here, here
from ui.parts.address_choice import address_choice
from ui.parts.jump import jump
from ui.parts.notice import notice
from ui.parts.quality_empty import quality_empty
from ui.parts.reliability_agreement import reliability_agreement
from ui.parts.reliability_curves import reliability_curves
from ui.parts.reliability_groups import reliability_groups
from ui.parts.reliability_raters import reliability_raters
from ui.parts.reliability_sample import reliability_sample
from ui.parts.reliability_scale import reliability_scale
from ui.parts.safe import plain
from ui.quality_desk import kept_quality
from ui.quality_words import number, rater_sentences, role_name
from ui.say import say
from ui.site import address
from ui.wording import count_text, listing
from workflow import may, require
from workflow.quality_scope import QualityScope
from workflow.rater_quality import RaterQuality, rater_quality

ALL = "all"
RATERS, MACHINE, SCALE = "raters", "machine", "scale"


def page() -> None:
    """The conclusion, then one of three views: raters, people beside machine, single scores."""
    where = here()
    tongue = where.locale
    st.title(say("page.reliability", tongue))
    require(where.actor, "view_quality")
    notice()
    roles = _roles(where)
    chosen = address_choice(
        "role",
        say("quality.role", tongue),
        {ALL: say("quality.all_roles", tongue)}
        | {key: role_name(key, roles, tongue) for key in sorted(roles)},
        width=320,
    )
    role = None if chosen in (None, ALL) else chosen
    scope = QualityScope(roles=(role,) if role else ())
    try:
        with st.spinner(say("quality.working", tongue)):
            found = kept_quality(
                where, ("raters", scope), lambda: rater_quality(where.actor, where.store, scope)
            )
    except CandorError as error:
        if error.code != "quality.nobody":
            raise
        quality_empty(where)
        return
    _head(where, found)
    view = address_choice(
        "view",
        say("reliability.view", tongue),
        {one: say(f"reliability.view_{one}", tongue) for one in (RATERS, MACHINE, SCALE)},
        buttons=True,
        quiet=True,
    )
    if view == MACHINE:
        reliability_agreement(where, found, roles)
        reliability_sample(where, found, roles)
        reliability_groups(where, scope)
    elif view == SCALE:
        reliability_scale(where, found, roles)
        reliability_curves(where, role, roles)
    else:
        reliability_raters(where, found)
    _method(where, found)
    jump()


def _roles(where: Here) -> Mapping[str, RoleModel]:
    with where.store.read() as reading:
        return {one.key: one for one in store.roles(reading)}


def _head(where: Here, found: RaterQuality) -> None:
    """Who stands out comes first: that is what somebody can act on today."""
    tongue = where.locale
    report = found.severity
    raters: tuple[object, ...] = ()
    if isinstance(report, RaterReport):
        raters = report.raters
        named = report.flagged
        if len(named) == 1:
            head = " ".join(rater_sentences(named[0], tongue))
        elif named:
            names = listing((one.rater for one in named), tongue)
            head = say(
                "reliability.head_raters", tongue, count=len(named), all=len(raters), names=names
            )
        else:
            head = say("reliability.raters_quiet", tongue, count=len(raters))
        st.subheader(plain(head), anchor=False)
    st.markdown(plain(_agreement_sentence(found, tongue)))
    st.caption(
        plain(
            say(
                "reliability.scope",
                tongue,
                interviews=count_text(found.interviews),
                rated=count_text(found.rated),
                raters=count_text(len(raters)),
                ratings=count_text(found.ratings),
            )
        )
    )
    if may(where.actor, "rate") and any(one.missing for one in found.double.roles):
        st.page_link(
            address("candidates"),
            label=say("reliability.sample_rate", tongue),
            icon=":material/rate_review:",
        )


def _agreement_sentence(found: RaterQuality, locale: str) -> str:
    overall = found.overall
    if overall.found is None:
        return say("reliability.head_unknown", locale, why=said(overall.refused, locale).what)
    machine, human = overall.found.human_machine.qwk, overall.found.human_human.qwk
    if not isinstance(machine, Estimate):
        return say("reliability.head_unknown", locale, why=said(machine.code, locale).what)
    shown = number(machine.value)
    if not isinstance(human, Estimate):
        why = said(human.code, locale).what
        return say("reliability.head_alone", locale, machine=shown, why=why)
    gap = overall.found.gap
    key = "agree"
    if isinstance(gap, Estimate) and gap.high < -0.10:
        key = "behind"
    elif isinstance(gap, Estimate) and gap.low > 0.10:
        key = "ahead"
    return say(f"reliability.head_{key}", locale, machine=shown, human=number(human.value))


def _method(where: Here, found: RaterQuality) -> None:
    tongue = where.locale
    with st.expander(say("common.how", tongue), icon=":material/calculate:"):
        left = count_text(found.not_blind)
        st.markdown(plain(say("reliability.how_agreement", tongue, left=left)))
        st.markdown(plain(say("reliability.how_raters", tongue)))
        st.markdown(plain(say("reliability.how_scale", tongue)))


page()
