"""What is remembered: tables, migrations, the event chain, encrypted files.

The only importer of SQLAlchemy; SQLite in a folder by default, PostgreSQL by address. Everything
that changes goes through ``with store.transaction(actor) as tx``: each ``save_...`` function
writes its rows and appends the event of its own act, so a caller appends only acts that store
nothing (a card exported, media viewed).
"""

from store.blobs import Blob, blob, blobs, open_blob, put_blob, read_range
from store.cards import card, card_digests, save_card
from store.departments import Department, departments, save_department
from store.events import append, events, newest_digest
from store.interviews import blind_draw, candidate_of, interview, save_interview
from store.opening import open_store
from store.people import (
    Erased,
    add_person,
    erase_person,
    erasure_plan,
    is_erased,
    person_name,
    remove_traces,
)
from store.requisitions import Requisition, requisition, requisitions, save_requisition
from store.roles import question, questions, role, roles, save_question, save_role
from store.signals import save_signals, signals
from store.store import Store
from store.transaction import Reading, Transaction

__all__ = [
    "Blob",
    "Department",
    "Erased",
    "Reading",
    "Requisition",
    "Store",
    "Transaction",
    "add_person",
    "append",
    "blind_draw",
    "blob",
    "blobs",
    "candidate_of",
    "card",
    "card_digests",
    "departments",
    "erase_person",
    "erasure_plan",
    "events",
    "interview",
    "is_erased",
    "newest_digest",
    "open_blob",
    "open_store",
    "person_name",
    "put_blob",
    "question",
    "questions",
    "read_range",
    "remove_traces",
    "requisition",
    "requisitions",
    "role",
    "roles",
    "save_card",
    "save_department",
    "save_interview",
    "save_question",
    "save_requisition",
    "save_role",
    "save_signals",
    "signals",
]
