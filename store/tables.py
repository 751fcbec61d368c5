"""Every table, as the newest migration leaves it.

Times are text in UTC microseconds (they sort, compare and hash the same on both engines), flags
are 0 or 1, structured values are JSON text. Personal content is only in columns that end in
``sealed``: ciphertext under the person's own key. ``event_seq`` names the event that wrote the
row; columns marked derived are recomputed, not remembered, and stay out of the trail's digests.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

METADATA = MetaData()


def _key(name: str) -> Column[str]:
    return Column(name, Text, primary_key=True)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _maybe(name: str) -> Column[str]:
    return Column(name, Text)


def _whole(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _seq() -> Column[int]:
    return Column("event_seq", Integer, nullable=False)


def _sealed(name: str = "sealed", nullable: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=nullable)


def _ref(name: str, target: str, *, key: bool = False, nullable: bool = False) -> Column[str]:
    return Column(name, Text, ForeignKey(target), primary_key=key, nullable=nullable)


def _finding(prefix: str) -> tuple[Column[float] | Column[int] | Column[str], ...]:
    """A finding: value, low, high, n, method when estimated; code and n when withheld."""
    return (
        Column(f"{prefix}value", Float),
        Column(f"{prefix}low", Float),
        Column(f"{prefix}high", Float),
        Column(f"{prefix}n", Integer),
        Column(f"{prefix}method", Text),
        Column(f"{prefix}code", Text),
    )


def _derived(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default="0", info={"derived": True})


EVENT = Table(
    "event",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    _text("at"),
    _text("actor"),
    _text("subject"),
    _text("action"),
    _text("object_digest"),
    _text("previous"),
    _text("digest"),
    Index("event_subject", "subject", "seq"),
    Index("event_action", "action", "seq"),
)
DEPARTMENT = Table("department", METADATA, _key("key"), _text("name"), _seq())
REQUISITION = Table(
    "requisition",
    METADATA,
    _key("id"),
    _text("role"),
    _ref("department", "department.key"),
    _text("title"),
    _text("opened_at"),
    _maybe("closed_at"),
    _whole("blind_first"),
    _text("policy"),
    _text("location"),
    _seq(),
    Index("requisition_department", "department"),
)
PERSON = Table(
    "person",
    METADATA,
    _key("candidate_id"),
    _sealed("name_sealed", nullable=True),
    _text("added_at"),
    _maybe("erased_at"),
    _seq(),
)
PERSON_KEY = Table(
    "person_key",
    METADATA,
    _ref("candidate_id", "person.candidate_id", key=True),
    _sealed("wrapped"),
)
ATTRIBUTE = Table(
    "attribute",
    METADATA,
    _ref("candidate_id", "person.candidate_id", key=True),
    _sealed(),
    _seq(),
)
ATTRIBUTE_READ = Table(
    "attribute_read",
    METADATA,
    Column("event_seq", Integer, primary_key=True, autoincrement=False),
    _text("actor"),
    _text("purpose"),
    _whole("people"),
    _text("at"),
)
QUESTION_VERSION = Table(
    "question_version",
    METADATA,
    _key("key"),
    Column("version", Integer, primary_key=True, autoincrement=False),
    _text("digest"),
    _text("content"),
    _text("because"),
    _seq(),
)
ROLE_MODEL = Table(
    "role_model",
    METADATA,
    _key("key"),
    Column("version", Integer, primary_key=True, autoincrement=False),
    _text("digest"),
    _text("content"),
    _seq(),
)
INTERVIEW = Table(
    "interview",
    METADATA,
    _key("id"),
    _ref("candidate_id", "person.candidate_id"),
    _text("role"),
    _ref("requisition_id", "requisition.id", nullable=True),
    _maybe("locale"),
    _maybe("conducted_at"),
    _text("tags"),
    _text("added_at"),
    _seq(),
    Column("draw", Float, nullable=False, server_default="1", info={"derived": True}),
    Index("interview_candidate", "candidate_id"),
    Index("interview_requisition", "requisition_id", "conducted_at"),
    Index("interview_conducted", "conducted_at", "id"),
)
CONSENT = Table(
    "consent",
    METADATA,
    _ref("interview_id", "interview.id", key=True),
    _text("text_version"),
    _text("given_at"),
    _text("scopes"),
    _seq(),
)
ANSWER = Table(
    "answer",
    METADATA,
    _ref("interview_id", "interview.id", key=True),
    _key("id"),
    _whole("position"),
    _maybe("question"),
    Column("version", Integer),
    _maybe("media"),
    Column("start_ms", Integer),
    Column("end_ms", Integer),
    _seq(),
    Index("answer_media", "media"),
    Index("answer_question", "question", "version"),
)
TRANSCRIPT = Table(
    "transcript",
    METADATA,
    _ref("interview_id", "interview.id", key=True),
    _sealed(),
    _seq(),
)
BLOB = Table(
    "blob",
    METADATA,
    _key("digest"),
    _ref("candidate_id", "person.candidate_id"),
    _text("kind"),
    _text("media_type"),
    _whole("size"),
    _text("added_at"),
    _seq(),
    Index("blob_candidate", "candidate_id"),
)
FEATURE_SET = Table(
    "feature_set",
    METADATA,
    Column("event_seq", Integer, primary_key=True, autoincrement=False),
    _ref("interview_id", "interview.id"),
    _key("answer_id"),
    _whole("position"),
    _text("extractor"),
    _text("feature_values"),
    _text("missing"),
    _text("quality"),
    Column("duration_ms", Integer),
    _sealed(),
    Index("feature_set_interview", "interview_id", "event_seq"),
)
CARD = Table(
    "card",
    METADATA,
    _ref("interview_id", "interview.id", key=True),
    _key("digest"),
    _text("role"),
    _text("role_digest"),
    _text("policy"),
    _text("policy_digest"),
    _text("scorer"),
    _text("scorer_version"),
    _whole("results_version"),
    _text("inputs_digest"),
    Column("threshold", Float),
    *_finding("overall_"),
    *_finding("without_expression_"),
    _text("recommendation"),
    _text("because"),
    _text("flags"),
    _whole("flag_count"),
    _text("made_at"),
    _seq(),
    _derived("current"),
    Index("card_current", "interview_id", "current"),
    Index("card_overall", "current", "overall_value"),
)
CARD_TEXT = Table(
    "card_text",
    METADATA,
    _key("interview_id"),
    _key("digest"),
    _sealed(),
    _seq(),
    ForeignKeyConstraint(["interview_id", "digest"], ["card.interview_id", "card.digest"]),
)
COMPETENCY_SCORE = Table(
    "competency_score",
    METADATA,
    _key("interview_id"),
    _key("card_digest"),
    _key("competency"),
    *_finding(""),
    *_finding("without_expression_"),
    Column("threshold", Float),
    Column("weight", Float),
    _whole("must_have"),
    _seq(),
    ForeignKeyConstraint(["interview_id", "card_digest"], ["card.interview_id", "card.digest"]),
)
ANSWER_SCORE = Table(
    "answer_score",
    METADATA,
    _key("interview_id"),
    _key("card_digest"),
    _key("answer_id"),
    _maybe("question"),
    Column("version", Integer),
    *_finding(""),
    _seq(),
    ForeignKeyConstraint(["interview_id", "card_digest"], ["card.interview_id", "card.digest"]),
)
EVIDENCE = Table(
    "evidence",
    METADATA,
    _key("interview_id"),
    _key("card_digest"),
    Column("position", Integer, primary_key=True, autoincrement=False),
    _text("competency"),
    _maybe("answer_id"),
    Column("start_ms", Integer),
    Column("end_ms", Integer),
    Column("start_char", Integer),
    Column("end_char", Integer),
    _text("feature"),
    _text("modality"),
    Column("contribution", Float, nullable=False),
    _seq(),
    ForeignKeyConstraint(["interview_id", "card_digest"], ["card.interview_id", "card.digest"]),
)
RATING = Table(
    "rating",
    METADATA,
    Column("event_seq", Integer, primary_key=True, autoincrement=False),
    _key("competency"),
    _ref("interview_id", "interview.id"),
    _text("rater"),
    Column("score", Float, nullable=False),
    _text("at"),
    _whole("blind"),
    _sealed("note_sealed", nullable=True),
    Index("rating_interview", "interview_id", "rater"),
    Index("rating_rater", "rater", "interview_id"),
)
REVIEW = Table(
    "review",
    METADATA,
    Column("event_seq", Integer, primary_key=True, autoincrement=False),
    _ref("interview_id", "interview.id"),
    _text("reviewer"),
    _text("competency"),
    Column("score", Float, nullable=False),
    _text("card_digest"),
    _text("at"),
    _sealed("reason_sealed"),
    Index("review_interview", "interview_id"),
)
DECISION = Table(
    "decision",
    METADATA,
    Column("event_seq", Integer, primary_key=True, autoincrement=False),
    _ref("interview_id", "interview.id"),
    _text("stage"),
    _text("outcome"),
    _text("actor"),
    _text("card_digest"),
    _text("at"),
    _sealed("reasons_sealed"),
    _derived("current"),
    Index("decision_interview", "interview_id", "current"),
)
APPEAL = Table(
    "appeal",
    METADATA,
    _key("id"),
    _ref("interview_id", "interview.id"),
    _text("about"),
    _text("raised_at"),
    _text("status"),
    _sealed("text_sealed"),
    _sealed("answer_sealed", nullable=True),
    _seq(),
    Index("appeal_interview", "interview_id"),
)
OUTCOME = Table(
    "outcome",
    METADATA,
    Column("event_seq", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    _ref("candidate_id", "person.candidate_id"),
    _ref("requisition_id", "requisition.id", nullable=True),
    _text("kind"),
    _text("kpi"),
    Column("value", Float, nullable=False),
    _text("at"),
    _maybe("rater"),
    Index("outcome_candidate", "candidate_id", "kind"),
)
MODEL = Table(
    "model",
    METADATA,
    _key("name"),
    _key("version"),
    _text("kind"),
    _text("digest"),
    _text("facts"),
    _text("added_at"),
    Column("content", LargeBinary),
    _seq(),
)
REPORT = Table(
    "report",
    METADATA,
    _key("digest"),
    _text("kind"),
    _text("content"),
    _text("trail_digest"),
    _text("made_at"),
    _seq(),
)
ACCOUNT = Table(
    "account",
    METADATA,
    _key("id"),
    _text("roles"),
    _text("units"),
    _text("locale"),
    _seq(),
)
BATCH = Table("batch", METADATA, _key("id"), _text("made_at"), _text("settings_digest"))
BATCH_ITEM = Table(
    "batch_item",
    METADATA,
    _ref("batch_id", "batch.id", key=True),
    _key("input_digest"),
    _whole("position"),
    _text("state"),
    _maybe("worker"),
    _maybe("claimed_at"),
    _maybe("code"),
    _maybe("interview_id"),
    Index("batch_item_state", "batch_id", "state", "position"),
)
