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
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
)

from store.columns import (
    derived_column,
    event_seq,
    finding_columns,
    key_column,
    maybe_text,
    reference,
    sealed_column,
    text_column,
    whole_number,
)

METADATA = MetaData()

EVENT = Table(
    "event",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    text_column("at"),
    text_column("actor"),
    text_column("subject"),
    text_column("action"),
    text_column("object_digest"),
    text_column("previous"),
    text_column("digest"),
    Index("event_subject", "subject", "seq"),
    Index("event_action", "action", "seq"),
)
DEPARTMENT = Table("department", METADATA, key_column("key"), text_column("name"), event_seq())
REQUISITION = Table(
    "requisition",
    METADATA,
    key_column("id"),
    text_column("role"),
    reference("department", "department.key"),
    text_column("title"),
    text_column("opened_at"),
    maybe_text("closed_at"),
    whole_number("blind_first"),
    text_column("policy"),
    text_column("location"),
    event_seq(),
    Index("requisition_department", "department"),
)
PERSON = Table(
    "person",
    METADATA,
    key_column("candidate_id"),
    sealed_column("name_sealed", nullable=True),
    text_column("added_at"),
    maybe_text("erased_at"),
    event_seq(),
)
PERSON_KEY = Table(
    "person_key",
    METADATA,
    reference("candidate_id", "person.candidate_id", key=True),
    sealed_column("wrapped"),
)
ATTRIBUTE = Table(
    "attribute",
    METADATA,
    reference("candidate_id", "person.candidate_id", key=True),
    sealed_column(),
    event_seq(),
)
ATTRIBUTE_READ = Table(
    "attribute_read",
    METADATA,
    Column("event_seq", Integer, primary_key=True, autoincrement=False),
    text_column("actor"),
    text_column("purpose"),
    whole_number("people"),
    text_column("at"),
)
QUESTION_VERSION = Table(
    "question_version",
    METADATA,
    key_column("key"),
    Column("version", Integer, primary_key=True, autoincrement=False),
    text_column("digest"),
    text_column("content"),
    text_column("because"),
    event_seq(),
)
ROLE_MODEL = Table(
    "role_model",
    METADATA,
    key_column("key"),
    Column("version", Integer, primary_key=True, autoincrement=False),
    text_column("digest"),
    text_column("content"),
    event_seq(),
)
INTERVIEW = Table(
    "interview",
    METADATA,
    key_column("id"),
    reference("candidate_id", "person.candidate_id"),
    text_column("role"),
    reference("requisition_id", "requisition.id", nullable=True),
    maybe_text("locale"),
    maybe_text("conducted_at"),
    text_column("tags"),
    text_column("added_at"),
    event_seq(),
    Column("draw", Float, nullable=False, server_default="1", info={"derived": True}),
    Index("interview_candidate", "candidate_id"),
    Index("interview_requisition", "requisition_id", "conducted_at"),
    Index("interview_conducted", "conducted_at", "id"),
)
CONSENT = Table(
    "consent",
    METADATA,
    reference("interview_id", "interview.id", key=True),
    text_column("text_version"),
    text_column("given_at"),
    text_column("scopes"),
    event_seq(),
)
ANSWER = Table(
    "answer",
    METADATA,
    reference("interview_id", "interview.id", key=True),
    key_column("id"),
    whole_number("position"),
    maybe_text("question"),
    Column("version", Integer),
    maybe_text("media"),
    Column("start_ms", Integer),
    Column("end_ms", Integer),
    event_seq(),
    Index("answer_media", "media"),
    Index("answer_question", "question", "version"),
)
TRANSCRIPT = Table(
    "transcript",
    METADATA,
    reference("interview_id", "interview.id", key=True),
    sealed_column(),
    event_seq(),
)
BLOB = Table(
    "blob",
    METADATA,
    key_column("digest"),
    reference("candidate_id", "person.candidate_id"),
    text_column("kind"),
    text_column("media_type"),
    whole_number("size"),
    text_column("added_at"),
    event_seq(),
    Index("blob_candidate", "candidate_id"),
)
FEATURE_SET = Table(
    "feature_set",
    METADATA,
    Column("event_seq", Integer, primary_key=True, autoincrement=False),
    reference("interview_id", "interview.id"),
    key_column("answer_id"),
    whole_number("position"),
    text_column("extractor"),
    text_column("feature_values"),
    text_column("missing"),
    text_column("quality"),
    Column("duration_ms", Integer),
    sealed_column(),
    Index("feature_set_interview", "interview_id", "event_seq"),
)
CARD = Table(
    "card",
    METADATA,
    reference("interview_id", "interview.id", key=True),
    key_column("digest"),
    text_column("role"),
    text_column("role_digest"),
    text_column("policy"),
    text_column("policy_digest"),
    text_column("scorer"),
    text_column("scorer_version"),
    whole_number("results_version"),
    text_column("inputs_digest"),
    Column("threshold", Float),
    *finding_columns("overall_"),
    *finding_columns("without_expression_"),
    text_column("recommendation"),
    text_column("because"),
    text_column("flags"),
    whole_number("flag_count"),
    whole_number("competencies"),
    text_column("made_at"),
    event_seq(),
    derived_column("current"),
    Index("card_current", "interview_id", "current"),
    Index("card_overall", "current", "overall_value"),
)
CARD_TEXT = Table(
    "card_text",
    METADATA,
    key_column("interview_id"),
    key_column("digest"),
    sealed_column(),
    event_seq(),
    ForeignKeyConstraint(["interview_id", "digest"], ["card.interview_id", "card.digest"]),
)
COMPETENCY_SCORE = Table(
    "competency_score",
    METADATA,
    key_column("interview_id"),
    key_column("card_digest"),
    key_column("competency"),
    *finding_columns(""),
    *finding_columns("without_expression_"),
    Column("threshold", Float),
    Column("weight", Float),
    whole_number("must_have"),
    event_seq(),
    ForeignKeyConstraint(["interview_id", "card_digest"], ["card.interview_id", "card.digest"]),
)
ANSWER_SCORE = Table(
    "answer_score",
    METADATA,
    key_column("interview_id"),
    key_column("card_digest"),
    key_column("answer_id"),
    maybe_text("question"),
    Column("version", Integer),
    *finding_columns(""),
    event_seq(),
    ForeignKeyConstraint(["interview_id", "card_digest"], ["card.interview_id", "card.digest"]),
)
EVIDENCE = Table(
    "evidence",
    METADATA,
    key_column("interview_id"),
    key_column("card_digest"),
    Column("position", Integer, primary_key=True, autoincrement=False),
    text_column("competency"),
    maybe_text("answer_id"),
    Column("start_ms", Integer),
    Column("end_ms", Integer),
    Column("start_char", Integer),
    Column("end_char", Integer),
    text_column("feature"),
    text_column("modality"),
    Column("contribution", Float, nullable=False),
    event_seq(),
    ForeignKeyConstraint(["interview_id", "card_digest"], ["card.interview_id", "card.digest"]),
)
RATING = Table(
    "rating",
    METADATA,
    Column("event_seq", Integer, primary_key=True, autoincrement=False),
    key_column("competency"),
    reference("interview_id", "interview.id"),
    text_column("rater"),
    Column("score", Float, nullable=False),
    text_column("at"),
    whole_number("blind"),
    sealed_column("note_sealed", nullable=True),
    Index("rating_interview", "interview_id", "rater"),
    Index("rating_rater", "rater", "interview_id", "competency"),
)
REVIEW = Table(
    "review",
    METADATA,
    Column("event_seq", Integer, primary_key=True, autoincrement=False),
    reference("interview_id", "interview.id"),
    text_column("reviewer"),
    text_column("competency"),
    Column("score", Float, nullable=False),
    text_column("card_digest"),
    text_column("at"),
    sealed_column("reason_sealed"),
    Index("review_interview", "interview_id"),
)
DECISION = Table(
    "decision",
    METADATA,
    Column("event_seq", Integer, primary_key=True, autoincrement=False),
    reference("interview_id", "interview.id"),
    text_column("stage"),
    text_column("outcome"),
    text_column("actor"),
    text_column("card_digest"),
    text_column("at"),
    sealed_column("reasons_sealed"),
    derived_column("current"),
    Index("decision_interview", "interview_id", "current"),
)
APPEAL = Table(
    "appeal",
    METADATA,
    key_column("id"),
    reference("interview_id", "interview.id"),
    text_column("about"),
    text_column("raised_at"),
    text_column("status"),
    sealed_column("text_sealed"),
    sealed_column("answer_sealed", nullable=True),
    event_seq(),
    Index("appeal_interview", "interview_id"),
)
OUTCOME = Table(
    "outcome",
    METADATA,
    Column("event_seq", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    reference("candidate_id", "person.candidate_id"),
    reference("requisition_id", "requisition.id", nullable=True),
    text_column("kind"),
    text_column("kpi"),
    Column("value", Float, nullable=False),
    text_column("at"),
    maybe_text("rater"),
    Index("outcome_candidate", "candidate_id", "kind"),
)
MODEL = Table(
    "model",
    METADATA,
    key_column("name"),
    key_column("version"),
    text_column("kind"),
    text_column("digest"),
    text_column("facts"),
    text_column("added_at"),
    Column("content", LargeBinary),
    event_seq(),
)
MODEL_STATE = Table(
    "model_state",
    METADATA,
    Column("event_seq", Integer, primary_key=True, autoincrement=False),
    text_column("name"),
    text_column("version"),
    text_column("state"),
    text_column("reason"),
    text_column("because"),
    text_column("at"),
    ForeignKeyConstraint(["name", "version"], ["model.name", "model.version"]),
    Index("model_state_model", "name", "version", "event_seq"),
)
QUESTION_STATUS = Table(
    "question_status",
    METADATA,
    Column("event_seq", Integer, primary_key=True, autoincrement=False),
    text_column("key"),
    whole_number("version"),
    text_column("status"),
    text_column("reason"),
    text_column("because"),
    text_column("at"),
    ForeignKeyConstraint(["key", "version"], ["question_version.key", "question_version.version"]),
    Index("question_status_question", "key", "version", "event_seq"),
)
REPORT = Table(
    "report",
    METADATA,
    key_column("digest"),
    text_column("kind"),
    text_column("content"),
    text_column("trail_digest"),
    text_column("made_at"),
    event_seq(),
)
ACCOUNT = Table(
    "account",
    METADATA,
    key_column("id"),
    text_column("roles"),
    text_column("units"),
    text_column("locale"),
    event_seq(),
)
BATCH = Table(
    "batch", METADATA, key_column("id"), text_column("made_at"), text_column("settings_digest")
)
BATCH_ITEM = Table(
    "batch_item",
    METADATA,
    reference("batch_id", "batch.id", key=True),
    key_column("input_digest"),
    whole_number("position"),
    text_column("state"),
    maybe_text("worker"),
    maybe_text("claimed_at"),
    maybe_text("code"),
    maybe_text("interview_id"),
    Index("batch_item_state", "batch_id", "state", "position"),
)
