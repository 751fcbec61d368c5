"""Recordings reach a browser in ranges, and every request is asked who it is from."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

import workflow
from interview import Action, Actor, StoreError
from store import Store, events, put_blob, save_interview
from store.accounts import Account, save_account
from tests.workflow.small_company import (
    ADMIN,
    BLIND,
    HR,
    MANAGER,
    OPEN,
    PLANT,
    RECORDING,
    planted_interview,
)
from workflow.media_route import routes
from workflow.session_cookie import COOKIE, session_key, sign
from workflow.settings import settings
from workflow.web_middleware import middleware


def served(store: Store) -> Starlette:
    def page(request: Request) -> PlainTextResponse:
        return PlainTextResponse("page")

    chosen = settings()
    return Starlette(
        routes=[*routes(lambda: store, chosen), Route("/{rest:path}", page)],
        middleware=middleware(lambda: store, chosen),
    )


def get(store: Store, address: str, *, cookie: str | None = None, **headers: str) -> httpx.Response:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app=served(store))
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            if cookie is not None:
                client.cookies.set(COOKIE, cookie)
            return await client.get(
                address, headers={k.replace("_", "-"): v for k, v in headers.items()}
            )

    # a thread of its own: a browser test in the same worker may keep an event loop in this one
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, ask()).result()


@pytest.fixture
def staffed(company: Store) -> Store:
    with company.transaction() as tx:
        for one in (HR, MANAGER, ADMIN):
            save_account(tx, Account(id=one.id, roles=one.roles, units=one.units))
    return company


def cookie_of(store: Store, actor: Actor) -> str:
    return sign(session_key(store.key), actor.id, store.clock())


def address_of(store: Store, interview: str) -> str:
    return f"/record/media/{workflow.view_record(HR, store, interview).answers[0].media}"


def test_the_whole_recording(staffed: Store) -> None:
    answer = get(staffed, address_of(staffed, OPEN), cookie=cookie_of(staffed, HR))
    assert answer.status_code == 200
    assert answer.content == RECORDING
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


SIZE = len(RECORDING)
RANGES = [
    ("bytes=0-0", 0, 1),
    ("bytes=1048570-1048590", 1048570, 1048591),
    (f"bytes={SIZE - 10}-", SIZE - 10, SIZE),
    ("bytes=-7", SIZE - 7, SIZE),
    ("bytes=0-", 0, SIZE),
    (f"bytes=100-{SIZE * 9}", 100, SIZE),
]


@pytest.mark.parametrize(("header", "start", "stop"), RANGES)
def test_a_range(header: str, start: int, stop: int, staffed: Store) -> None:
    cookie = cookie_of(staffed, MANAGER)
    answer = get(staffed, address_of(staffed, OPEN), cookie=cookie, range=header)
    assert answer.status_code == 206
    assert answer.headers["content-range"] == f"bytes {start}-{stop - 1}/{SIZE}"
    assert answer.headers["content-length"] == str(stop - start)
    assert answer.content == RECORDING[start:stop]


@pytest.mark.parametrize("header", ["lines=1-2", "bytes=5-2", "bytes=-", "bytes=0-1,4-5"])
def test_a_range_that_makes_no_sense_gives_the_whole(header: str, staffed: Store) -> None:
    cookie = cookie_of(staffed, HR)
    answer = get(staffed, address_of(staffed, OPEN), cookie=cookie, range=header)
    assert (answer.status_code, len(answer.content)) == (200, SIZE)


def test_a_range_outside_is_said_to_be(staffed: Store) -> None:
    cookie = cookie_of(staffed, HR)
    answer = get(staffed, address_of(staffed, OPEN), cookie=cookie, range=f"bytes={SIZE}-")
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{SIZE}"


def test_a_range_of_another_version_gives_the_whole(staffed: Store) -> None:
    answer = get(
        staffed,
        address_of(staffed, OPEN),
        cookie=cookie_of(staffed, HR),
        range="bytes=0-9",
        if_range='"another"',
    )
    assert (answer.status_code, len(answer.content)) == (200, SIZE)


def refused_cases(store: Store) -> dict[str, tuple[str | None, str, int]]:
    good = cookie_of(store, HR)
    text, _, mac = good.partition(".")
    later = sign(session_key(store.key), HR.id, store.clock() - timedelta(days=2))
    return {
        "session.missing": (None, OPEN, 401),
        "session.altered": (f"{text}.{mac[::-1]}", OPEN, 401),
        "session.expired": (later, OPEN, 401),
        "session.unknown": (sign(session_key(store.key), "gone", store.clock()), OPEN, 401),
        "right.missing": (cookie_of(store, ADMIN), OPEN, 403),
        "right.other_unit": (cookie_of(store, MANAGER), PLANT, 403),
    }


@pytest.mark.parametrize(
    "code",
    [
        "session.missing",
        "session.altered",
        "session.expired",
        "session.unknown",
        "right.missing",
        "right.other_unit",
    ],
)
def test_who_may_not_see_it_gets_not_a_byte(code: str, staffed: Store) -> None:
    cookie, interview, status = refused_cases(staffed)[code]
    answer = get(staffed, address_of(staffed, interview), cookie=cookie)
    assert answer.status_code == status
    assert f"[{code}]" in answer.text
    assert RECORDING[:64] not in answer.content
    with staffed.read() as reading:
        assert not events(reading, action=Action.MEDIA_VIEWED)


def test_a_right_taken_away_is_gone_at_once(staffed: Store) -> None:
    cookie = cookie_of(staffed, MANAGER)
    address = address_of(staffed, OPEN)
    assert get(staffed, address, cookie=cookie).status_code == 200
    with staffed.transaction() as tx:
        save_account(tx, Account(id=MANAGER.id, roles=("admin",)))
    assert get(staffed, address, cookie=cookie).status_code == 403


def test_an_unknown_recording(staffed: Store) -> None:
    cookie = cookie_of(staffed, HR)
    assert get(staffed, f"/record/media/{'0' * 64}", cookie=cookie).status_code == 404


def test_a_covered_score_does_not_stop_the_player(staffed: Store) -> None:
    cookie = cookie_of(staffed, MANAGER)
    assert get(staffed, address_of(staffed, BLIND), cookie=cookie).status_code == 200


def test_a_file_that_is_no_recording_is_never_shown_as_a_page(staffed: Store) -> None:
    blob = put_blob(staffed, "c-new", "media", b"<script>alert(1)</script>", "text/html")
    with staffed.transaction() as tx:
        save_interview(tx, _with_media("new", blob.digest))
    answer = get(staffed, f"/record/media/{blob.digest}", cookie=cookie_of(staffed, HR))
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment"


def _with_media(name: str, digest: str) -> Any:
    return planted_interview(name, "r-open", digest)


def test_a_visitor_of_the_demo_becomes_the_first_person_and_may_change(staffed: Store) -> None:
    page = get(staffed, "/candidates")
    assert "HttpOnly" in page.headers["set-cookie"]
    assert "SameSite=Lax" in page.headers["set-cookie"]
    cookie = page.cookies[COOKIE]
    assert "set-cookie" not in get(staffed, "/candidates", cookie=cookie).headers
    change = get(staffed, "/auth/demo?actor=manager&next=/record?interview=1", cookie=cookie)
    assert change.status_code == 303
    assert change.headers["location"] == "/record?interview=1"
    address = address_of(staffed, OPEN)
    assert get(staffed, address, cookie=change.cookies[COOKIE]).status_code == 200


@pytest.mark.parametrize("away", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_signing_in_never_leads_elsewhere(away: str, staffed: Store) -> None:
    answer = get(staffed, f"/auth/demo?actor=manager&next={away}")
    assert answer.headers["location"] == "/"


def test_nobody_is_signed_in_by_looking_where_demo_people_are_off(
    staffed: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CANDOR_DEMO", "0")
    assert "set-cookie" not in get(staffed, "/candidates").headers
    answer = get(staffed, "/auth/demo?actor=manager")
    assert answer.status_code == 401
    assert "[session.no_demo]" in answer.text


def test_an_unknown_demo_person_is_refused_by_name(staffed: Store) -> None:
    answer = get(staffed, "/auth/demo?actor=boss")
    assert answer.status_code == 401
    assert "'boss'" in answer.text


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_cannot_change_who_is_acting(site: str, staffed: Store) -> None:
    answer = get(staffed, "/auth/demo?actor=manager", Sec_Fetch_Site=site)
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    assert "[session.elsewhere]" in answer.text
    for own in ("same-origin", "none"):
        assert get(staffed, "/auth/demo?actor=manager", Sec_Fetch_Site=own).status_code == 303


@pytest.mark.parametrize("strange", ["a@b=1", "x/y=2; =", '"; bad', "{}=[]"])
def test_strange_cookies_of_other_programs_stop_no_page(strange: str, staffed: Store) -> None:
    own = f"{COOKIE}={cookie_of(staffed, HR)}"
    page = get(staffed, "/candidates", Cookie=f"{strange}; {own}")
    assert page.status_code == 200
    assert "set-cookie" not in page.headers, "the session beside them still counts"


def test_a_store_that_does_not_open_is_left_to_the_page_to_say() -> None:
    def broken() -> Store:
        raise StoreError("store.key_missing", "no key", "put it back")

    app = Starlette(
        routes=[Route("/{rest:path}", lambda _: PlainTextResponse("page"))],
        middleware=middleware(broken, settings()),
    )

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.get("/")

    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(asyncio.run, ask()).result().text == "page"


def test_an_erased_persons_recording_is_refused_before_the_first_byte(staffed: Store) -> None:
    address = address_of(staffed, OPEN)
    workflow.erase_candidate(ADMIN, staffed, f"c-{OPEN}", dry_run=False)
    answer = get(staffed, address, cookie=cookie_of(staffed, HR))
    assert answer.status_code == 404
    assert "[person.erased]" in answer.text


def test_a_downloaded_card_stays_out_of_every_cache(staffed: Store) -> None:
    assert get(staffed, "/media/abc.json").headers["cache-control"] == "private, no-store"
    assert "cache-control" not in get(staffed, "/static/app.js").headers
