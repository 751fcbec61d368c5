"""What people do: one function per verb, rights checked first, one transaction and one event.

Pages, notebooks and the command line call these and nothing below them. Every verb is
``verb(actor, store, ...)`` and raises a `CandorError` with a code and a remedy.
"""

from workflow.candidates import CandidateFilter, CandidatePage, CandidateRow
from workflow.comparison import Compared, Comparison
from workflow.media import MediaHandle
from workflow.progress import BatchItem, BatchProgress, BatchReport
from workflow.record import HistoryEntry, Record, RecordAnswer
from workflow.rights import RIGHTS, VERBS, Verb, may, require
from workflow.settings import Settings, settings
from workflow.today import Change, RolePass, Today, Waiting

__all__ = [
    "RIGHTS",
    "VERBS",
    "BatchItem",
    "BatchProgress",
    "BatchReport",
    "CandidateFilter",
    "CandidatePage",
    "CandidateRow",
    "Change",
    "Compared",
    "Comparison",
    "HistoryEntry",
    "MediaHandle",
    "Record",
    "RecordAnswer",
    "RolePass",
    "Settings",
    "Today",
    "Verb",
    "Waiting",
    "may",
    "require",
    "settings",
]
