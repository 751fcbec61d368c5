"""Score interviews: upload, choose role and policy, watch the progress, land on the record."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from interview import CandorError, RoleModel
from ui.choices import Choices, choices
from ui.codes import said, said_error
from ui.here import Here, here
from ui.names import in_locale, policy_name, question_text, role_title
from ui.parts.empty import empty
from ui.parts.safe import plain
from ui.parts.trouble import show_error
from ui.say import say
from ui.scoring_job import Job, forget, job_of, start
from ui.site import address
from ui.upload_folder import UPLOADS
from ui.uploads import ACCEPTED, prepare, stems
from ui.wording import count_text, joined
from workflow import BatchItem, BatchProgress, may
from workflow.policies import policy_summary, shipped_policies, signal_policy

POLICY = "none"


def page() -> None:
    """The form, or the batch that runs, or how it ended."""
    where = here()
    tongue = where.locale
    st.title(say("page.score", tongue))
    if not may(where.actor, "score"):
        empty(say("score.not_allowed_title", tongue), say("score.not_allowed", tongue))
        return
    job = job_of(where.actor, where.store)
    if job is None:
        st.markdown(say("score.headline", tongue))
        _form(where, choices(where))
    elif job.running:
        _watch(where, job)
    else:
        _ended(where, job)


def _form(where: Here, offered: Choices) -> None:
    tongue = where.locale
    limit = where.settings.max_upload_bytes // 2**20
    files = st.file_uploader(
        say("score.files", tongue),
        type=list(ACCEPTED),
        accept_multiple_files=True,
        max_upload_size=max(1, limit),
        help=say("score.files_help", tongue, limit=count_text(limit)),
        key="files",
    )
    left, right = st.columns(2, gap="medium")
    with left:
        role = _role(offered, tongue)
        requisition = _requisition(where, offered, role)
    with right:
        opening = offered.requisitions.get(requisition or "")
        policy = _policy(opening.policy if opening else None, tongue)
        language = st.selectbox(
            say("score.language", tongue),
            ("en", "zh"),
            index=None,
            placeholder=say("score.language_auto", tongue),
            format_func=lambda key: say(f"language.{key}", tongue),
            key="spoken",
        )
        together = False
        if len(files) > 1:
            together = (
                st.radio(
                    say("score.together", tongue),
                    ("each", "one"),
                    format_func=lambda key: say(f"score.together_{key}", tongue),
                    key="together",
                )
                == "one"
            )
    answers = stems(file.name for file in files)
    questions = _questions(role, answers, tongue, one_for_all=not together)
    agreed = st.checkbox(say("score.consent", tongue), key="consent")
    expression = st.checkbox(say("score.consent_expression", tongue), key="consent_expression")
    sent = st.button(
        say("score.submit", tongue),
        type="primary",
        icon=":material/play_arrow:",
        disabled=not files,
    )
    if not files:
        st.caption(say("score.files_needed", tongue))
    with st.expander(say("score.what_happens", tongue)):
        st.markdown(say("score.what_happens_text", tongue))
    if not sent:
        return
    if not agreed:
        st.warning(say("score.consent_needed", tongue), icon=":material/edit:")
        return
    scopes = {"language", "voice", "face"} if expression else {"language"}
    try:
        prepared = prepare(
            files,
            folder=where.store.folder / UPLOADS,
            together=together,
            requisition=requisition,
            language=language,
            questions=questions,
            consent=frozenset(scopes),
        )
        start(
            where.actor,
            where.store,
            prepared,
            role=role,
            policy=signal_policy(policy),
            chosen=where.settings,
        )
    except CandorError as error:
        show_error(error, tongue)
        return
    st.rerun()


def _role(offered: Choices, tongue: str) -> RoleModel:
    keys = list(offered.roles)
    chosen = st.selectbox(
        say("score.role", tongue),
        keys,
        format_func=lambda key: role_title(offered.roles[key], tongue),
        help=say("score.role_help", tongue),
        key="score_role",
    )
    return offered.roles[chosen if chosen in offered.roles else keys[0]]


def _requisition(where: Here, offered: Choices, role: RoleModel) -> str | None:
    tongue = where.locale
    fitting = {k: v for k, v in offered.requisitions.items() if v.role == role.key}
    if not fitting:
        return None
    return st.selectbox(
        say("score.requisition", tongue),
        list(fitting),
        # whoever sees some departments only must say whose candidate this is
        index=None if where.actor.sees(None) else 0,
        placeholder=say("score.requisition_none", tongue),
        format_func=lambda key: in_locale(fitting[key].title, tongue, key),
        key="score_requisition",
    )


def _questions(
    role: RoleModel, answers: list[str], tongue: str, *, one_for_all: bool
) -> dict[str, str | None]:
    """The question of each answer: one choice for separate interviews, else one per file."""
    by_ref = {question.ref: question for question in role.questions}

    def ask(label: str, key: str) -> str | None:
        return st.selectbox(
            label,
            list(by_ref),
            index=None,
            placeholder=say("score.question_none", tongue),
            format_func=lambda ref: question_text(by_ref[ref], tongue),
            key=f"score_question_{role.key}_{key}",
        )

    if one_for_all:
        chosen = ask(say("score.question", tongue), "all")
        return dict.fromkeys(answers, chosen)
    return {
        name: ask(say("score.question_of", tongue, name=plain(name)), str(place))
        for place, name in enumerate(answers)
    }


def _policy(required: str | None, tongue: str) -> str:
    keys = list(shipped_policies())
    start_at = required if required in keys else POLICY
    chosen = st.selectbox(
        say("score.policy", tongue),
        keys,
        index=keys.index(start_at),
        format_func=lambda key: policy_name(key, tongue),
        disabled=required is not None,
        key=f"score_policy_{start_at}",
    )
    key = chosen if chosen in keys else start_at
    st.caption(policy_summary(key, tongue))
    return key


def _watch(where: Here, job: Job) -> None:
    tongue = where.locale

    @st.fragment(run_every="1s")
    def progress() -> None:
        if not job.running:
            st.rerun()
        now = job.progress
        if now is None or not now.finished:
            st.progress(0.0, text=say("score.progress_start", tongue, total=job.total))
        else:
            st.progress(now.finished / max(1, now.total), text=_progress_text(now, tongue))

    progress()
    if st.button(say("score.stop", tongue), icon=":material/stop:", disabled=job.stopping.is_set()):
        job.stopping.set()
        st.rerun()
    st.caption(say("score.leave", tongue))


def _progress_text(now: BatchProgress, tongue: str) -> str:
    seconds = now.left_s or 0.0
    left = (
        say("common.seconds_left", tongue, seconds=round(seconds))
        if seconds < 90
        else say("common.minutes_left", tongue, minutes=round(seconds / 60))
    )
    return say(
        "score.progress",
        tongue,
        finished=count_text(now.finished),
        total=count_text(now.total),
        rate=f"{now.per_minute or 0.0:.1f}",
        left=left,
    )


def _ended(where: Here, job: Job) -> None:
    tongue = where.locale
    if job.error is not None:
        show_error(job.error, tongue)
    report = job.report
    done = [i for i in report.items if i.state in ("done", "withheld")] if report else []
    if report is not None:
        kept = len(report.of("done"))
        if kept:
            st.success(say("score.done", tongue, count=kept), icon=":material/check_circle:")
        for state in ("withheld", "failed"):
            number = len(report.of(state))
            if number:
                st.warning(say(f"score.{state}", tongue, count=number), icon=":material/info:")
        if report.stopped:
            st.info(say("score.stopped", tongue), icon=":material/stop_circle:")
    with st.container(horizontal=True):
        if done and st.button(
            say("score.open_record", tongue), type="primary", icon=":material/arrow_forward:"
        ):
            forget(where.actor, where.store)
            st.switch_page(address("record"), query_params={"interview": done[0].interview})
        if st.button(say("score.again", tongue), icon=":material/upload_file:"):
            forget(where.actor, where.store)
            st.rerun()
    if report is not None and (len(report.items) > 1 or not done):
        _results(report.items, job, tongue)


def _results(items: tuple[BatchItem, ...], job: Job, tongue: str) -> None:
    st.dataframe(
        pd.DataFrame(
            {
                say("score.col_interview", tongue): [
                    job.labels.get(i.interview, i.interview) for i in items
                ],
                say("score.col_result", tongue): [
                    say(f"score.result_{i.state}", tongue) for i in items
                ],
                say("score.col_why", tongue): [_why(i, tongue) for i in items],
            }
        ),
        hide_index=True,
        alt=say("score.done_title", tongue),
    )


def _why(item: BatchItem, tongue: str) -> str:
    if not item.code:
        return ""
    if item.message:
        error = CandorError(item.code, item.message, item.remedy, **dict(item.slots))
        words = said_error(error, tongue)
    else:
        words = said(item.code, tongue, item.slots)
    return f"{joined((words.what, words.remedy), tongue)} [{item.code}]"


page()
