"""How the bank was assessed, what was looked at and what was not: closed by default."""

from __future__ import annotations

import streamlit as st

from ui.audit_words import attribute_text
from ui.bank_words import number
from ui.codes import said
from ui.here import Here
from ui.names import competency_name
from ui.parts.safe import plain
from ui.say import say
from ui.wording import count_text, listing, per_cent
from workflow.bank_store import StoredBank


def bank_method(where: Here, kept: StoredBank) -> None:
    """The rule in plain words, counts, what each competency's questions were drawn to, digests."""
    tongue, found = where.locale, kept.found
    with st.expander(say("common.how", tongue), icon=":material/calculate:"):
        for key in ("how_rule", "how_posterior", "how_measure", "how_leak", "how_decide"):
            st.markdown(say(f"bank.{key}", tongue, minimum=f"{found.minimum:.2f}"))
        rows = [
            say(
                "bank.how_counts",
                tongue,
                answers=count_text(found.assessment.answers),
                interviews=count_text(found.interviews),
                rated=count_text(found.rated),
            ),
            say(
                "bank.how_attributes",
                tongue,
                names=listing((attribute_text(a, tongue) for a in found.looked_at), tongue),
            )
            if found.looked_at
            else said("bank.dif_not_looked_at", tongue).what,
            say("bank.how_copies" if found.copies else "bank.how_no_copies", tongue),
        ]
        if found.assessment.overlap is not None:
            rows.append(say("bank.how_overlap", tongue, share=per_cent(found.assessment.overlap)))
        st.markdown("\n".join(f"- {plain(row)}" for row in rows))
        st.markdown(f"**{say('bank.how_priors', tongue)}**")
        priors = [
            say(
                "bank.how_prior",
                tongue,
                competency=competency_name(topic, tongue) if topic else say("common.all", tongue),
                mean=number(one.mean_z),
                spread=number(one.sd_z),
            )
            for topic, one in found.assessment.priors.items()
        ]
        st.markdown("\n".join(f"- {plain(row)}" for row in priors))
        lines = [
            (say("audit_report.digest", tongue), kept.name),
            (say("audit_report.trail_digest", tongue), kept.trail_digest),
            *((say("bank.how_rests_on", tongue), name) for name in kept.rests_on),
        ]
        st.markdown("\n".join(f"- {label}: `{value}`" for label, value in lines))
