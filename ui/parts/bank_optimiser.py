"""What to improve in a role's questions: retire, reword, wait, write anew, and the best set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from analysis import QuestionAssessment
from interview import Question, RoleModel
from ui.bank_desk import standing
from ui.bank_evidence import ahead_sentence, reason_texts, sure
from ui.bank_words import action_text, bank_question, weak_texts
from ui.choices import choices
from ui.codes import said
from ui.here import Here
from ui.names import competency_names, question_text, role_title
from ui.parts.address_choice import address_choice
from ui.parts.bank_set import bank_set
from ui.parts.empty import empty
from ui.parts.safe import plain
from ui.say import say
from ui.wording import count_text, joined, listing, per_cent
from workflow.bank_found import BankFound, name_of
from workflow.bank_role import CompetencyMeasured, RoleBank, role_bank
from workflow.bank_standing import split
from workflow.bank_store import StoredBank

Known = Mapping[str, Question]


def bank_optimiser(where: Here, kept: StoredBank, known: Known) -> None:
    """One role at a time, the one with the most to do first."""
    tongue, found = where.locale, kept.found
    models = choices(where).roles
    asked = {role for facts in found.facts.values() for role in facts.roles if role in models}
    if not asked:
        empty(say("bank.none_title", tongue), say("optimise.no_role", tongue))
        return
    now = standing(where)
    banks = {key: role_bank(found, models[key], now) for key in sorted(asked)}
    first = max(banks, key=lambda key: len(banks[key].to("quarantine", "retire", "rewrite")))
    titles = {key: role_title(models[key], tongue) for key in banks}
    role = address_choice("role", say("bank.role", tongue), titles, first=first, width=420)
    chosen = banks[role or first]
    _headline(chosen, titles[chosen.role], tongue)
    _round(found, chosen, models[chosen.role], known, now, tongue)
    bank_set(where, kept, chosen, known)
    _competencies(chosen, models[chosen.role], known, tongue)
    _not_to_ask(models[chosen.role], now, tongue)


def _headline(bank: RoleBank, title: str, tongue: str) -> None:
    out, again = bank.to("quarantine", "retire"), bank.to("rewrite")
    gaps = [one for one in bank.competencies if not one.well]
    key = "optimise.lead" if out or again or gaps else "optimise.lead_calm"
    slots: dict[str, object] = {"role": title}
    if key == "optimise.lead":
        slots |= {"out": len(out), "again": len(again), "gaps": len(gaps)}
    st.subheader(plain(say(key, tongue, **slots)), anchor=False)
    use = bank.use
    if use is not None and use.questions:
        st.caption(
            plain(
                say(
                    "optimise.use",
                    tongue,
                    asked=f"{use.asked:.1f}",
                    questions=use.questions,
                    least=per_cent(use.least_exposure),
                    cap=per_cent(use.cap),
                    needed=count_text(use.questions_for_cap),
                )
            )
        )


def _round(
    found: BankFound,
    bank: RoleBank,
    model: RoleModel,
    known: Known,
    now: Mapping[str, str],
    tongue: str,
) -> None:
    parts: list[tuple[str, Sequence[QuestionAssessment]]] = [
        ("out", bank.to("quarantine", "retire")),
        ("again", bank.to("rewrite")),
        ("wait", bank.to("collect")),
    ]
    for key, some in parts:
        told = [_line(key, one, found, known, tongue) for one in some]
        if key == "wait":
            told += _unasked(found, model, now, tongue)
        st.markdown(f"**{say(f'optimise.{key}', tongue)}**")
        rows = told or [say("optimise.nothing", tongue)]
        st.markdown("\n".join(f"- {plain(text)}" for text in rows))


def _unasked(found: BankFound, model: RoleModel, now: Mapping[str, str], tongue: str) -> list[str]:
    """Questions of the role that no answer of the assessment belongs to."""
    fresh = [one for one in split(model, now).ask if one.ref not in found.facts]
    return [
        say(
            "optimise.line",
            tongue,
            question=f"{question_text(one, tongue)} ({one.ref})",
            words=say("optimise.unasked", tongue),
        )
        for one in fresh
    ]


def _line(key: str, one: QuestionAssessment, found: BankFound, known: Known, tongue: str) -> str:
    name = bank_question(one, known, tongue, 70)
    if key == "out":
        lead = say("optimise.verdict", tongue, verdict=action_text(one.recommendation, tongue))
        words = joined([lead, *reason_texts(one, tongue)], tongue)
    elif key == "again":
        words = joined(weak_texts(one, tongue) or [said(one.sentence.code, tongue).what], tongue)
    else:
        words = ahead_sentence(one, found.facts[name_of(one)], found, tongue)
    return say("optimise.line", tongue, question=name, words=words)


def _competencies(bank: RoleBank, model: RoleModel, known: Known, tongue: str) -> None:
    st.subheader(say("optimise.competencies", tongue), anchor="competencies")
    names = competency_names(model, tongue)
    gaps = [names.get(one.competency, one.competency) for one in bank.competencies if not one.well]
    key = "optimise.gaps" if gaps else "optimise.no_gaps"
    slots = {"names": listing(gaps, tongue)} if gaps else {}
    st.markdown(plain(say(key, tongue, **slots)))
    rows = [_measured(one, names, known, tongue) for one in bank.competencies]
    config = st.column_config
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        placeholder="—",
        alt=say("optimise.competencies", tongue),
        column_config={
            "competency": config.TextColumn(say("bank.competency", tongue), pinned=True),
            "well": config.TextColumn(say("optimise.col_well", tongue)),
            "questions": config.NumberColumn(say("optimise.col_questions", tongue)),
            "kept": config.NumberColumn(say("optimise.col_kept", tongue)),
            "best": config.TextColumn(say("optimise.col_best", tongue), width="large"),
            "p": config.TextColumn(say("optimise.col_p", tongue), alignment="right"),
        },
    )


def _measured(
    one: CompetencyMeasured, names: Mapping[str, str], known: Known, tongue: str
) -> dict[str, object]:
    return {
        "competency": names.get(one.competency, one.competency),
        "well": say("optimise.well" if one.well else "optimise.not_well", tongue),
        "questions": one.questions,
        "kept": one.kept,
        "best": bank_question(one.best, known, tongue, 60) if one.best else None,
        "p": sure(one.best.p_above) if one.best else None,
    }


def _not_to_ask(model: RoleModel, now: Mapping[str, str], tongue: str) -> None:
    told = split(model, now).not_to_ask
    if not told:
        return
    with st.expander(say("optimise.not_to_ask", tongue), icon=":material/block:"):
        st.caption(say("optimise.not_to_ask_note", tongue))
        rows = []
        for question, status in told:
            words = (
                say("record_bank.replaced", tongue)
                if status == "replaced"
                else say(f"bank.status_{status}", tongue)
            )
            text = f"{question_text(question, tongue)} ({question.ref})"
            rows.append(f"- {plain(say('optimise.line', tongue, question=text, words=words))}")
        st.markdown("\n".join(rows))
