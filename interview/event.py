"""The trail: one event per act that changes state, each linked to the one before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from interview.digest import digest


class Action(StrEnum):
    """Every auditable act. Add a member; never rename or reuse one."""

    STORE_CREATED = "store.created"
    STORE_MIGRATED = "store.migrated"
    ROLE_SAVED = "role.saved"
    QUESTION_SAVED = "question.saved"
    DEPARTMENT_SAVED = "department.saved"
    REQUISITION_SAVED = "requisition.saved"
    PERSON_ADDED = "person.added"
    PERSON_ERASED = "person.erased"
    CONSENT_GIVEN = "consent.given"
    BLOB_ADDED = "blob.added"
    INTERVIEW_ADDED = "interview.added"
    INTERVIEW_MEASURED = "interview.measured"
    INTERVIEW_SCORED = "interview.scored"
    INTERVIEW_FAILED = "interview.failed"
    RATING_GIVEN = "rating.given"
    CARD_REVEALED = "card.revealed"
    CARD_OVERRULED = "card.overruled"
    CARD_EXPORTED = "card.exported"
    DECISION_MADE = "decision.made"
    OUTCOME_RECORDED = "outcome.recorded"
    ATTRIBUTE_SAVED = "attribute.saved"
    ATTRIBUTE_READ = "attribute.read"
    MEDIA_VIEWED = "media.viewed"
    CARE_VIEWED = "care.viewed"
    APPEAL_RAISED = "appeal.raised"
    APPEAL_ANSWERED = "appeal.answered"
    REPORT_SAVED = "report.saved"
    MODEL_ADDED = "model.added"
    MODEL_STATE_CHANGED = "model.state_changed"
    QUESTION_STATUS_CHANGED = "question.status_changed"
    RECOMMENDATION_ACCEPTED = "recommendation.accepted"
    LETTER_EXPORTED = "letter.exported"
    ACCOUNT_SAVED = "account.saved"
    DEMO_BUILT = "demo.built"


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """Who did what to what, when; ids and digests only, never content.

    ``digest`` is SHA-256 over every other field, ``previous`` the digest of event ``seq - 1``
    (64 zeros for the first).
    """

    seq: int
    at: datetime
    actor: str
    subject: str
    action: Action
    object_digest: str
    previous: str
    digest: str = ""

    def sealed(self) -> Event:
        """The same event with its digest filled in."""
        return replace(self, digest=digest(replace(self, digest="")))

    @property
    def intact(self) -> bool:
        """True when the digest still matches the content."""
        return self.digest == digest(replace(self, digest=""))


FIRST_PREVIOUS = "0" * 64
