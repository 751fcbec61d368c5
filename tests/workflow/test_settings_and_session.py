"""What an installation chose, and who a cookie speaks for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from interview import Actor, InputError, PermissionDenied
from store import Store
from tests.workflow.small_company import HR
from workflow.byte_range import ByteRange, byte_range
from workflow.session_cookie import LASTS, session_key, sign, signed_by
from workflow.settings import THREADS, settings, worker_environment
from workflow.sign_in import DEMO_PEOPLE, actor_of_cookie

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_bare_machine_has_settings_that_work() -> None:
    bare = settings({})
    assert (bare.home, bare.models) == (Path(".candor"), Path(".models"))
    assert bare.store_url is None
    assert bare.max_upload_bytes == 2 * 1024**3
    assert (bare.locale, bare.demo) == ("en", True)


def test_every_choice_is_heard() -> None:
    chosen = settings(
        {
            "CANDOR_HOME": "/srv/candor",
            "CANDOR_STORE": "postgresql://db/candor",
            "CANDOR_MODELS": "/srv/models",
            "CANDOR_MAX_UPLOAD": "0.5",
            "CANDOR_LOCALE": "zh",
            "CANDOR_KEY_ROLES": "cfo, ceo,",
            "CANDOR_DEMO": "0",
        }
    )
    assert (chosen.home, chosen.models) == (Path("/srv/candor"), Path("/srv/models"))
    assert chosen.store_url == "postgresql://db/candor"
    assert chosen.max_upload_bytes == 512 * 1024
    assert (chosen.locale, chosen.demo) == ("zh", False)
    assert chosen.key_roles == {"cfo", "ceo"}


@pytest.mark.parametrize("value", ["much", "-1", "0", "inf", "nan"])
def test_an_upload_limit_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(InputError) as refused:
        settings({"CANDOR_MAX_UPLOAD": value})
    assert refused.value.code == "settings.not_a_number"


def test_a_worker_has_one_thread_and_finds_this_project() -> None:
    environment = worker_environment()
    assert {environment[name] for name in THREADS} == {"1"}
    assert environment["HF_HUB_OFFLINE"] == "1"
    assert str(Path(__file__).parents[2]) in environment["PYTHONPATH"].split(":")


def test_a_cookie_speaks_for_one_account_until_it_ends() -> None:
    cookie = sign(b"key", "hr", NOON)
    assert signed_by(b"key", cookie, NOON + LASTS - timedelta(seconds=1)) == "hr"
    with pytest.raises(PermissionDenied, match=r"session\.expired"):
        signed_by(b"key", cookie, NOON + LASTS)


@pytest.mark.parametrize("change", ["", ".", "x", "a.b", "é.ü", "eyJ9.00"])
def test_a_cookie_that_is_not_ours_is_refused(change: str) -> None:
    with pytest.raises(PermissionDenied, match=r"session\.(missing|altered)"):
        signed_by(b"key", change, NOON)


def test_every_changed_letter_of_a_cookie_is_noticed() -> None:
    cookie = sign(b"key", "hr", NOON)
    for place, letter in enumerate(cookie):
        other = "A" if letter != "A" else "B"
        with pytest.raises(PermissionDenied):
            signed_by(b"key", cookie[:place] + other + cookie[place + 1 :], NOON)
    with pytest.raises(PermissionDenied):
        signed_by(b"another key", cookie, NOON)


def test_a_store_without_accounts_has_one_demo_person_per_kind_of_role(company: Store) -> None:
    assert {role for one in DEMO_PEOPLE for role in one.roles} == {
        "hr_leader",
        "hiring_manager",
        "compliance",
        "data_scientist",
        "admin",
    }
    cookie = sign(session_key(company.key), DEMO_PEOPLE[1].id, company.clock())
    assert actor_of_cookie(company, settings({}), cookie) == DEMO_PEOPLE[1]


def test_a_demo_persons_cookie_ends_when_demo_people_are_switched_off(company: Store) -> None:
    cookie = sign(session_key(company.key), DEMO_PEOPLE[0].id, company.clock())
    with pytest.raises(PermissionDenied, match=r"session\.no_demo"):
        actor_of_cookie(company, settings({"CANDOR_DEMO": "0"}), cookie)


def test_nobody_can_sign_in_as_the_system(company: Store) -> None:
    cookie = sign(session_key(company.key), Actor.system().id, company.clock())
    with pytest.raises(PermissionDenied, match=r"session\.unknown"):
        actor_of_cookie(company, settings({}), cookie)
    assert HR.id != Actor.system().id


RANGES = {
    None: ByteRange(0, 100, False),
    "bytes=0-9": ByteRange(0, 10, True),
    "bytes=90-": ByteRange(90, 100, True),
    "bytes=-10": ByteRange(90, 100, True),
    "bytes=-1000": ByteRange(0, 100, True),
    "bytes=99-1000": ByteRange(99, 100, True),
    "bytes=100-": None,
    "bytes=-0": None,
    "bytes=9-0": ByteRange(0, 100, False),
    "bytes=0-1,3-4": ByteRange(0, 100, False),
    f"bytes={'9' * 30}-": ByteRange(0, 100, False),
}


@pytest.mark.parametrize("header", RANGES)
def test_which_bytes(header: str | None) -> None:
    assert byte_range(header, 100) == RANGES[header]


def test_an_empty_recording_has_no_range() -> None:
    assert byte_range("bytes=0-", 0) is None
    assert byte_range(None, 0) == ByteRange(0, 0, False)
