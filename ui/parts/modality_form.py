"""Asking for a modality study, and watching it while it runs."""

from __future__ import annotations

import streamlit as st

from interview import CandorError
from ui.here import Here
from ui.modality_job import (
    ModalityJob,
    forget_modality_job,
    modality_job,
    start_modality_job,
)
from ui.parts.address_choice import address_choice, forget_choices
from ui.parts.trouble import show_error
from ui.say import say
from workflow import may

OCCASIONS = ("90_days", "6_months", "12_months")
KINDS = ("linear", "trees")


def modality_form(where: Here) -> None:
    """Occasion, kind of scorer and, for whoever may audit, the purpose; then the button."""
    tongue = where.locale
    left, right = st.columns(2, gap="medium")
    with left:
        occasion = address_choice(
            "after",
            say("modalities.occasion", tongue),
            {one: say(f"modalities.occasion_{one}", tongue) for one in OCCASIONS},
            buttons=True,
        )
    with right:
        kind = address_choice(
            "kind",
            say("modalities.kind", tongue),
            {one: say(f"modalities.kind_{one}", tongue) for one in KINDS},
            buttons=True,
        )
    purpose = ""
    if may(where.actor, "audit"):
        purpose = st.text_input(
            say("modalities.purpose", tongue),
            placeholder=say("modalities.purpose_hint", tongue),
            key="modalities_purpose",
        )
    if st.button(
        say("modalities.run", tongue), type="primary", icon=":material/graphic_eq:", key="run"
    ):
        chosen = {
            "occasion": occasion or OCCASIONS[0],
            "kind": kind or KINDS[0],
            "purpose": purpose,
            "models_folder": where.settings.models,
        }
        try:
            start_modality_job(where.actor, where.store, chosen)
        except CandorError as error:
            show_error(error, tongue)
            return
        st.rerun()


def watched(where: Here) -> bool:
    """Show a running study; True while it runs. What went wrong is shown once."""
    job = modality_job(where.actor, where.store)
    if job is None:
        return False
    if job.running:
        _progress(where, job)
        return True
    forget_modality_job(where.actor, where.store)
    if job.error is not None:
        show_error(job.error, where.locale)
    else:
        forget_choices("view", "study")
    return False


def _progress(where: Here, job: ModalityJob) -> None:
    tongue = where.locale

    @st.fragment(run_every="1s")
    def progress() -> None:
        if not job.running:
            st.rerun()
        if not job.total:
            st.progress(0.0, text=say("modalities.starting", tongue))
            return
        text = say("modalities.progress", tongue, done=job.done, total=job.total)
        st.progress(min(job.done / job.total, 1.0), text=text)

    progress()
    if st.button(
        say("modalities.stop", tongue),
        icon=":material/stop:",
        disabled=job.stopping.is_set(),
        key="stop",
    ):
        job.stopping.set()
        st.rerun()
    st.caption(say("modalities.leave", tongue))
