"""The ground: everything one interview needs, from file to decision, and the trail.

Written out in full, not taken from the present tables, because those move on.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make all tables and the triggers that keep the trail append-only."""
    _table(
        "account",
        key="id",
        text="id roles units locale",
        whole="event_seq",
    )
    _table(
        "attribute_read",
        key="event_seq",
        whole="event_seq people",
        text="actor purpose at",
    )
    _table(
        "department",
        key="key",
        text="key name",
        whole="event_seq",
    )
    _table(
        "event",
        key="seq",
        whole="seq",
        text="at actor subject action object_digest previous digest",
    )
    _table(
        "model",
        key="name version",
        text="name version kind digest facts added_at",
        maybe_sealed="content",
        whole="event_seq",
    )
    _table(
        "person",
        key="candidate_id",
        text="candidate_id added_at",
        maybe_sealed="name_sealed",
        maybe_text="erased_at",
        whole="event_seq",
    )
    _table(
        "question_version",
        key="key version",
        text="key digest content because",
        whole="version event_seq",
    )
    _table(
        "report",
        key="digest",
        text="digest kind content trail_digest made_at",
        whole="event_seq",
    )
    _table(
        "role_model",
        key="key version",
        text="key digest content",
        whole="version event_seq",
    )
    _table(
        "attribute",
        key="candidate_id",
        text="candidate_id",
        sealed="sealed",
        whole="event_seq",
        refs={"candidate_id": "person.candidate_id"},
    )
    _table(
        "blob",
        key="digest",
        text="digest candidate_id kind media_type added_at",
        whole="size event_seq",
        refs={"candidate_id": "person.candidate_id"},
    )
    _table(
        "person_key",
        key="candidate_id",
        text="candidate_id",
        sealed="wrapped",
        refs={"candidate_id": "person.candidate_id"},
    )
    _table(
        "requisition",
        key="id",
        text="id role department title opened_at policy location",
        maybe_text="closed_at",
        whole="blind_first event_seq",
        refs={"department": "department.key"},
    )
    _table(
        "interview",
        key="id",
        text="id candidate_id role tags added_at",
        maybe_text="requisition_id locale conducted_at",
        whole="event_seq",
        refs={"requisition_id": "requisition.id", "candidate_id": "person.candidate_id"},
    )
    _table(
        "outcome",
        key="event_seq position",
        whole="event_seq position",
        text="candidate_id kind kpi at",
        maybe_text="requisition_id rater",
        real="value",
        refs={"candidate_id": "person.candidate_id", "requisition_id": "requisition.id"},
    )
    _table(
        "answer",
        key="interview_id id",
        text="interview_id id",
        whole="position event_seq",
        maybe_text="question media",
        maybe_whole="version start_ms end_ms",
        refs={"interview_id": "interview.id"},
    )
    _table(
        "appeal",
        key="id",
        text="id interview_id about raised_at status",
        sealed="text_sealed",
        maybe_sealed="answer_sealed",
        whole="event_seq",
        refs={"interview_id": "interview.id"},
    )
    _table(
        "card",
        key="interview_id digest",
        text="interview_id digest role role_digest policy policy_digest scorer "
        "scorer_version inputs_digest recommendation because flags made_at",
        whole="results_version flag_count competencies event_seq",
        maybe_real="threshold",
        findings=("overall_", "without_expression_"),
        refs={"interview_id": "interview.id"},
    )
    _table(
        "consent",
        key="interview_id",
        text="interview_id text_version given_at scopes",
        whole="event_seq",
        refs={"interview_id": "interview.id"},
    )
    _table(
        "decision",
        key="event_seq",
        whole="event_seq",
        text="interview_id stage outcome actor card_digest at",
        sealed="reasons_sealed",
        refs={"interview_id": "interview.id"},
    )
    _table(
        "feature_set",
        key="event_seq answer_id",
        whole="event_seq position",
        text="interview_id answer_id extractor feature_values missing quality",
        maybe_whole="duration_ms",
        sealed="sealed",
        refs={"interview_id": "interview.id"},
    )
    _table(
        "rating",
        key="event_seq competency",
        whole="event_seq blind",
        text="competency interview_id rater at",
        real="score",
        maybe_sealed="note_sealed",
        refs={"interview_id": "interview.id"},
    )
    _table(
        "review",
        key="event_seq",
        whole="event_seq",
        text="interview_id reviewer competency card_digest at",
        real="score",
        sealed="reason_sealed",
        refs={"interview_id": "interview.id"},
    )
    _table(
        "transcript",
        key="interview_id",
        text="interview_id",
        sealed="sealed",
        whole="event_seq",
        refs={"interview_id": "interview.id"},
    )
    _table(
        "answer_score",
        key="interview_id card_digest answer_id",
        text="interview_id card_digest answer_id",
        maybe_text="question",
        maybe_whole="version",
        findings=("",),
        whole="event_seq",
        refs={"interview_id card_digest": "card.interview_id card.digest"},
    )
    _table(
        "card_text",
        key="interview_id digest",
        text="interview_id digest",
        sealed="sealed",
        whole="event_seq",
        refs={"interview_id digest": "card.interview_id card.digest"},
    )
    _table(
        "competency_score",
        key="interview_id card_digest competency",
        text="interview_id card_digest competency",
        findings=("", "without_expression_"),
        maybe_real="threshold weight",
        whole="must_have event_seq",
        refs={"interview_id card_digest": "card.interview_id card.digest"},
    )
    _table(
        "evidence",
        key="interview_id card_digest position",
        text="interview_id card_digest competency feature modality",
        whole="position event_seq",
        maybe_text="answer_id",
        maybe_whole="start_ms end_ms start_char end_char",
        real="contribution",
        refs={"interview_id card_digest": "card.interview_id card.digest"},
    )

    op.create_index("event_action", "event", ["action", "seq"])
    op.create_index("event_subject", "event", ["subject", "seq"])
    op.create_index("blob_candidate", "blob", ["candidate_id"])
    op.create_index("requisition_department", "requisition", ["department"])
    op.create_index("interview_candidate", "interview", ["candidate_id"])
    op.create_index("interview_requisition", "interview", ["requisition_id", "conducted_at"])
    op.create_index("outcome_candidate", "outcome", ["candidate_id", "kind"])
    op.create_index("answer_media", "answer", ["media"])
    op.create_index("answer_question", "answer", ["question", "version"])
    op.create_index("appeal_interview", "appeal", ["interview_id"])
    op.create_index("feature_set_interview", "feature_set", ["interview_id", "event_seq"])
    op.create_index("rating_interview", "rating", ["interview_id", "rater"])
    op.create_index("rating_rater", "rating", ["rater", "interview_id", "competency"])
    op.create_index("review_interview", "review", ["interview_id"])

    _guard_trail()


def _table(
    name: str,
    *,
    key: str,
    text: str = "",
    maybe_text: str = "",
    whole: str = "",
    maybe_whole: str = "",
    real: str = "",
    maybe_real: str = "",
    sealed: str = "",
    maybe_sealed: str = "",
    findings: tuple[str, ...] = (),
    refs: dict[str, str] | None = None,
) -> None:
    """One table: column names by kind; ``key`` repeats those of the primary key."""
    kinds: tuple[tuple[str, Any, bool], ...] = (
        (text, sa.Text, False),
        (maybe_text, sa.Text, True),
        (whole, sa.Integer, False),
        (maybe_whole, sa.Integer, True),
        (real, sa.Float, False),
        (maybe_real, sa.Float, True),
        (sealed, sa.LargeBinary, False),
        (maybe_sealed, sa.LargeBinary, True),
    )
    columns: list[sa.Column[object]] = [
        sa.Column(column, kind(), nullable=nullable, autoincrement=False)
        for names, kind, nullable in kinds
        for column in names.split()
    ]
    for prefix in findings:
        columns += [sa.Column(prefix + part, sa.Float()) for part in ("value", "low", "high")]
        columns.append(sa.Column(prefix + "n", sa.Integer()))
        columns += [sa.Column(prefix + part, sa.Text()) for part in ("method", "code")]
    links = [
        sa.ForeignKeyConstraint(ours.split(), theirs.split())
        for ours, theirs in (refs or {}).items()
    ]
    op.create_table(name, *columns, sa.PrimaryKeyConstraint(*key.split()), *links)


def _guard_trail() -> None:
    refusal = "events can only be appended to the trail"
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER event_no_{act.lower()} BEFORE {act} ON event "
                f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            )
        # INSERT OR REPLACE deletes without asking the delete trigger unless the connection wishes
        # it, so an insert is refused too unless it is the next in the chain
        op.execute(
            "CREATE TRIGGER event_next BEFORE INSERT ON event "
            "WHEN NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM event) "
            "OR NEW.previous <> COALESCE((SELECT digest FROM event WHERE seq = NEW.seq - 1), "
            f"'{'0' * 64}') BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{refusal}'; END $$"
    )
    op.execute(
        "CREATE FUNCTION event_check_next() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM event) OR NEW.previous <> "
        "COALESCE((SELECT digest FROM event WHERE seq = NEW.seq - 1), repeat('0', 64)) "
        f"THEN RAISE EXCEPTION '{refusal}'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE ON event "
        "FOR EACH ROW EXECUTE FUNCTION event_refuse()"
    )
    op.execute(
        "CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event "
        "FOR EACH STATEMENT EXECUTE FUNCTION event_refuse()"
    )
    op.execute(
        "CREATE TRIGGER event_next BEFORE INSERT ON event "
        "FOR EACH ROW EXECUTE FUNCTION event_check_next()"
    )
