"""The demo company's records around its interviews: posts, people's judgements, outcomes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from data_samples import plan
from data_samples.bank import bank
from data_samples.planted_company import Company
from interview import Actor, AnswerSignals, Consent, Decision, Interview, Rating

if TYPE_CHECKING:
    from collections.abc import Callable

    from store import Store, Transaction

FIGURE_NAMES = {"en": "Test figure", "zh": "测试人像"}
REASONS: Mapping[tuple[str, str, str], str] = {
    ("en", "advance", "yes"): "Concrete examples of what the role needs; the panel agrees.",
    ("en", "advance", "no"): "Others showed more of what this role needs at this time.",
    ("en", "hire", "yes"): "References and terms agreed; offer accepted.",
    ("en", "hire", "no"): "No agreement on terms or start date.",
    ("zh", "advance", "yes"): "能举出岗位所需的具体事例，评审小组意见一致。",
    ("zh", "advance", "no"): "本次其他候选人更符合岗位当前的需要。",
    ("zh", "hire", "yes"): "背景核实与条件已谈妥，候选人接受录用。",
    ("zh", "hire", "no"): "待遇或入职时间未能达成一致。",
}


def write_frame_of_work(tx: Transaction, company: Company) -> None:
    """Departments, requisitions, and roles with their questions.

    No accounts: a store without any is tried as the named demo people, one per role.
    """
    from store import Requisition, save_department, save_requisition, save_role

    for row in _rows(company.departments):
        save_department(tx, row["department"], {"en": row["name_en"], "zh": row["name_zh"]})
    for role in bank().values():
        save_role(tx, role)
    for row in _rows(company.requisitions):
        save_requisition(
            tx,
            Requisition(
                id=row["requisition_id"],
                role=row["role"],
                department=row["department"],
                title={
                    "en": f"{row['title_en']}, {row['location_en']}",
                    "zh": f"{row['title_zh']}（{row['location_zh']}）",
                },
                opened_at=_moment(row["opened_at"]),
                closed_at=None if pd.isna(row["closed_at"]) else _moment(row["closed_at"]),
                blind_first=row["blind_first"],
                policy=row["policy"],
                location=row["location"],
            ),
        )


def write_judgements(
    tx: Transaction,
    company: Company,
    cards: Mapping[str, str],
    tell: Callable[[str, int, int], None],
) -> None:
    """Ratings, decisions, outcomes and attributes; ``cards`` names each interview's card."""
    from store import save_decisions, save_many_attributes, save_outcomes, save_ratings

    save_ratings(tx, _ratings(company))
    tell("records", 1, 4)
    save_decisions(tx, _decisions(company, cards))
    tell("records", 2, 4)
    save_outcomes(tx, _outcomes(company))
    tell("records", 3, 4)
    save_many_attributes(
        tx,
        {
            row.pop("candidate_id"): {
                name.removeprefix("attr_"): group
                for name, group in row.items()
                if isinstance(group, str)
            }
            for row in _rows(company.attributes)
        },
    )
    tell("records", 4, 4)


def _ratings(company: Company) -> Iterator[Rating]:
    for row in _rows(company.ratings):
        yield Rating(
            interview=row["interview_id"],
            rater=row["rater"],
            competency=row["competency"],
            score=row["rating"],
            at=_moment(row["at"]),
            blind=row["blind"],
        )


def _decisions(company: Company, cards: Mapping[str, str]) -> Iterator[Decision]:
    locale = dict(
        zip(company.interviews["interview_id"], company.interviews["locale"], strict=True)
    )
    for row in _rows(company.decisions):
        name = row["interview_id"]
        yield Decision(
            interview=name,
            stage=row["stage"],
            outcome=row["outcome"],
            reasons=REASONS[locale[name], row["stage"], row["outcome"]],
            actor=row["actor"],
            card_digest=cards[name],
            at=_moment(row["at"]),
        )


def _outcomes(company: Company) -> Iterator[Any]:
    from store import JobOutcome

    for row in _rows(company.outcomes):
        yield JobOutcome(
            candidate=row["candidate_id"],
            requisition=row["requisition_id"],
            kind=row["outcome_kind"],
            kpi=row["kpi"],
            value=row["outcome"],
            at=_moment(row["outcome_at"]),
            rater=row["rater"] or None,
        )


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(k): v for k, v in row.items()} for row in frame.to_dict(orient="records")]


def _moment(value: Any) -> datetime:
    moment: datetime = value.to_pydatetime()
    return moment


# --- the rendered samples ------------------------------------------------------------------------
def samples(folder: Path, company: Company) -> dict[str, Interview]:
    """The rendered interviews by key, each given a post that is still open, consent and a day."""
    from data_samples.rendered import sample_interview, sample_keys

    found = {}
    for number, key in enumerate(sample_keys()):
        one = sample_interview(key, media_folder=folder).interview
        posts = company.requisitions[company.requisitions["role"] == one.role]
        open_posts = posts[posts["closed_at"].isna()]
        chosen = (open_posts if len(open_posts) else posts).iloc[-1]
        at = plan.AS_OF - timedelta(days=1 + number, hours=14)
        consent = Consent(
            text_version="demo-1",
            given_at=at,
            scopes=frozenset({"language", "voice", "face"}),
        )
        found[key] = replace(
            one,
            requisition=str(chosen["requisition_id"]),
            conducted_at=at,
            consent=consent,
        )
    return found


def keep_sample(
    store: Store,
    actor: Actor,
    interview: Interview,
    signals: tuple[AnswerSignals, ...],
    card: Mapping[str, Any],
) -> None:
    """Keep one rendered interview with its recordings."""
    from store import add_person, blobs, put_blob, save_card, save_interview, save_signals

    with store.transaction(actor) as tx:
        add_person(tx, interview.candidate_id, FIGURE_NAMES[interview.locale or "en"])
        # recordings of a build that was broken off here are taken up again
        left = {blob.size: blob for blob in blobs(tx, interview.candidate_id)}
    answers = []
    for answer in interview.answers:
        clip = Path(str(answer.media))
        blob = left.pop(clip.stat().st_size, None) or put_blob(
            store, interview.candidate_id, "media", clip, "video/webm", actor=actor
        )
        answers.append(replace(answer, media=blob.digest))
    with store.transaction(actor) as tx:
        save_interview(tx, replace(interview, answers=tuple(answers)))
        save_signals(tx, interview.id, signals)
        save_card(tx, interview.id, card)


def clear(folder: Path) -> None:
    """Remove the clips once they lie encrypted in the store."""
    for clip in folder.glob("*.webm"):
        clip.unlink()
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
