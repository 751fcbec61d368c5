"""What is remembered: tables, migrations, the event chain, encrypted files.

The only importer of SQLAlchemy; SQLite in a folder by default, PostgreSQL by address. Everything
that changes goes through ``with store.transaction(actor) as tx``: each ``save_...`` function
writes its rows and appends the event of its own act, so a caller appends only acts that store
nothing (a card exported, media viewed).
"""

from store.accounts import Account, account, accounts, save_account
from store.appeals import appeal, appeals, save_appeal
from store.attributes import (
    attribute_reads,
    attributes,
    save_attributes,
    save_many_attributes,
)
from store.batches import Item, claim_item, fail_item, finish_item, items, start_batch
from store.blobs import Blob, blob, blobs, open_blob, put_blob, read_range
from store.bulk import ScoredInterview, save_many
from store.cards import card, card_digests, save_card
from store.circumstances import (
    circumstance_frame,
    decision_moments,
    handling_frame,
    judgement_frame,
    newest_act,
)
from store.consents import consent_scopes
from store.decisions import STAGES, decisions, save_decision, save_decisions
from store.departments import Department, departments, save_department
from store.events import append, events, newest_digest
from store.frames import feature_frame, frames
from store.funnel import FunnelStep, funnel
from store.interview_locales import interview_locales
from store.interviews import blind_draw, candidate_of, interview, save_interview
from store.listing import BlindFor, Listed, Listing, listing
from store.measured import interview_signals, scores_of_words
from store.measuring import MeasuredRecording, measured_recordings, withheld_modalities
from store.model_states import (
    MODEL_STATES,
    ModelState,
    ModelStateName,
    model_states,
    save_model_state,
)
from store.models import Model, model_content, models, save_model
from store.opening import open_store
from store.outcomes import JobOutcome, outcomes, save_outcomes
from store.people import (
    Erased,
    add_person,
    erase_person,
    erasure_plan,
    is_erased,
    person_name,
    person_names,
    remove_traces,
)
from store.question_statuses import (
    QUESTION_STATUSES,
    QuestionStatus,
    QuestionStatusName,
    question_statuses,
    save_question_status,
)
from store.question_times import questions_kept_since
from store.ratings import ratings, save_ratings
from store.reports import Report, report, reports, save_report
from store.requisitions import Requisition, requisition, requisitions, save_requisition
from store.restoring import restored
from store.reviews import reviews, save_review
from store.role_cards import RoleCard, card_contents, role_cards, role_cards_state
from store.roles import question, questions, role, roles, save_question, save_role
from store.scorer_scores import scores_by_scorer
from store.signals import save_signals, signals
from store.spoken_answers import spoken_answers
from store.store import Store
from store.transaction import Reading, Transaction
from store.verifying import Break, VerifyResult, verify

__all__ = [
    "MODEL_STATES",
    "QUESTION_STATUSES",
    "STAGES",
    "Account",
    "BlindFor",
    "Blob",
    "Break",
    "Department",
    "Erased",
    "FunnelStep",
    "Item",
    "JobOutcome",
    "Listed",
    "Listing",
    "MeasuredRecording",
    "Model",
    "ModelState",
    "ModelStateName",
    "QuestionStatus",
    "QuestionStatusName",
    "Reading",
    "Report",
    "Requisition",
    "RoleCard",
    "ScoredInterview",
    "Store",
    "Transaction",
    "VerifyResult",
    "account",
    "accounts",
    "add_person",
    "appeal",
    "appeals",
    "append",
    "attribute_reads",
    "attributes",
    "blind_draw",
    "blob",
    "blobs",
    "candidate_of",
    "card",
    "card_contents",
    "card_digests",
    "circumstance_frame",
    "claim_item",
    "consent_scopes",
    "decision_moments",
    "decisions",
    "departments",
    "erase_person",
    "erasure_plan",
    "events",
    "fail_item",
    "feature_frame",
    "finish_item",
    "frames",
    "funnel",
    "handling_frame",
    "interview",
    "interview_locales",
    "interview_signals",
    "is_erased",
    "items",
    "judgement_frame",
    "listing",
    "measured_recordings",
    "model_content",
    "model_states",
    "models",
    "newest_act",
    "newest_digest",
    "open_blob",
    "open_store",
    "outcomes",
    "person_name",
    "person_names",
    "put_blob",
    "question",
    "question_statuses",
    "questions",
    "questions_kept_since",
    "ratings",
    "read_range",
    "remove_traces",
    "report",
    "reports",
    "requisition",
    "requisitions",
    "restored",
    "reviews",
    "role",
    "role_cards",
    "role_cards_state",
    "roles",
    "save_account",
    "save_appeal",
    "save_attributes",
    "save_card",
    "save_decision",
    "save_decisions",
    "save_department",
    "save_interview",
    "save_many",
    "save_many_attributes",
    "save_model",
    "save_model_state",
    "save_outcomes",
    "save_question",
    "save_question_status",
    "save_ratings",
    "save_report",
    "save_requisition",
    "save_review",
    "save_role",
    "save_signals",
    "scores_by_scorer",
    "scores_of_words",
    "signals",
    "spoken_answers",
    "start_batch",
    "verify",
    "withheld_modalities",
]
