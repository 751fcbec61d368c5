"""What people do: one function per verb, rights checked first, one transaction and one event.

Pages, notebooks and the command line call these and nothing below them. Every verb is
``verb(actor, store, ...)`` and raises a `CandorError` with a code and a remedy.
"""

from workflow.batch import score_batch
from workflow.candidates import CandidateFilter, CandidatePage, CandidateRow, list_candidates
from workflow.card_view import export_card, view_card
from workflow.care import follow_up
from workflow.collect import collect
from workflow.comparison import Compared, Comparison, compare
from workflow.deciding import decide
from workflow.demo import build_demo
from workflow.erasure import erase_candidate
from workflow.explain import Explained, explain
from workflow.manifest import AnswerSource, InterviewSource, Manifest, read_manifest
from workflow.media import MediaHandle, open_media
from workflow.policies import shipped_policies, signal_policy
from workflow.progress import BatchItem, BatchProgress, BatchReport
from workflow.rating import rate
from workflow.record import HistoryEntry, Record, RecordAnswer, view_record
from workflow.reviewing import overrule
from workflow.rights import RIGHTS, VERBS, Verb, may, require
from workflow.settings import Settings, settings
from workflow.today import Change, RolePass, Today, Waiting, today
from workflow.verification import verify_store

__all__ = [
    "RIGHTS",
    "VERBS",
    "AnswerSource",
    "BatchItem",
    "BatchProgress",
    "BatchReport",
    "CandidateFilter",
    "CandidatePage",
    "CandidateRow",
    "Change",
    "Compared",
    "Comparison",
    "Explained",
    "HistoryEntry",
    "InterviewSource",
    "Manifest",
    "MediaHandle",
    "Record",
    "RecordAnswer",
    "RolePass",
    "Settings",
    "Today",
    "Verb",
    "Waiting",
    "build_demo",
    "collect",
    "compare",
    "decide",
    "erase_candidate",
    "explain",
    "export_card",
    "follow_up",
    "list_candidates",
    "may",
    "open_media",
    "overrule",
    "rate",
    "read_manifest",
    "require",
    "score_batch",
    "settings",
    "shipped_policies",
    "signal_policy",
    "today",
    "verify_store",
    "view_card",
    "view_record",
]
