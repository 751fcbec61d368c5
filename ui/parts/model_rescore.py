"""Score kept interviews again with the champion: said what goes and what stays, then confirmed."""

from __future__ import annotations

import streamlit as st

from interview import CandorError
from ui.here import Here
from ui.parts.model_head import done
from ui.parts.safe import plain
from ui.parts.trouble import show_error
from ui.say import say
from ui.wording import count_text
from workflow import may
from workflow.register import RegisteredModel
from workflow.rescore import rescore_many, to_rescore


def model_rescore(where: Here, model: RegisteredModel) -> None:
    """For a champion, and whoever may change models."""
    tongue = where.locale
    if model.state != "champion" or model.is_rubric or not may(where.actor, "change_model"):
        return
    with st.expander(say("models.rescore", tongue), key="rescore"):
        st.markdown(say("models.rescore_note", tongue))
        waiting = to_rescore(where.actor, where.store, model.ref)
        typed = st.text_input(
            plain(say("models.rescore_confirm", tongue, name=model.name)), key="rescore_name"
        )
        label = say("models.rescore_run", tongue, count=count_text(len(waiting)))
        ready = bool(waiting) and typed.strip() == model.name
        if not st.button(label, disabled=not ready, key="rescore_run"):
            return
        bar = st.progress(0.0)

        def tell(at: int, total: int) -> None:
            bar.progress(at / total, f"{at} / {total}")

        try:
            report = rescore_many(where.actor, where.store, waiting, on_progress=tell)
        except CandorError as error:
            show_error(error, tongue)
            return
    done(
        say(
            "models.rescored",
            tongue,
            made=count_text(len(report.made)),
            unchanged=count_text(report.unchanged),
            failed=count_text(len(report.failed)),
        )
    )
