"""What every page answer carries: a few protective headers and, in a demo, somebody to be."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from interview import CandorError
from workflow.session_cookie import COOKIE, LASTS
from workflow.settings import Settings
from workflow.sign_in import DEMO_PEOPLE, actor_of_cookie, demo_cookie, people

if TYPE_CHECKING:
    from store import Store


def middleware(store: Callable[[], Store], chosen: Settings) -> list[Middleware]:
    """For the app's server: visitors without a valid session become the first demo person.

    Only while the installation allows demo people; otherwise nobody is signed in by looking.
    """
    return [Middleware(_Sessions, store=store, chosen=chosen)]


class _Sessions:
    def __init__(self, app: ASGIApp, store: Callable[[], Store], chosen: Settings) -> None:
        self._app = app
        self._store = store
        self._chosen = chosen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        fresh = await _in_thread(self._fresh_cookie, scope) if _is_page(scope) else None

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("X-Frame-Options", "SAMEORIGIN")
                headers.setdefault("Referrer-Policy", "same-origin")
                if str(scope["path"]).startswith("/media/"):
                    # a card that was downloaded speaks of a person: it stays out of every cache
                    headers["Cache-Control"] = "private, no-store"
                if fresh is not None:
                    headers.append("Set-Cookie", fresh)
            await send(message)

        await self._app(scope, receive, answer)

    def _fresh_cookie(self, scope: Scope) -> str | None:
        if not self._chosen.demo:
            return None
        try:
            store = self._store()
        except CandorError:
            return None  # the page itself says why
        # a lenient reader: browsers send the cookies of every program on this host along
        sent = HTTPConnection(scope).cookies.get(COOKIE)
        try:
            actor_of_cookie(store, self._chosen, sent)
        except CandorError:
            with store.read() as reading:
                first = (people(reading) or DEMO_PEOPLE)[0]
            value = demo_cookie(store, self._chosen, first.id)
            secure = "; Secure" if scope["scheme"] == "https" else ""
            return (
                f"{COOKIE}={value}; Path=/; HttpOnly; SameSite=Lax; "
                f"Max-Age={int(LASTS.total_seconds())}{secure}"
            )
        return None


async def _in_thread(function: Callable[[Scope], str | None], scope: Scope) -> str | None:
    from starlette.concurrency import run_in_threadpool

    return await run_in_threadpool(function, scope)


def _is_page(scope: Scope) -> bool:
    path = str(scope["path"])
    return (
        scope["method"] == "GET"
        and not path.startswith(
            ("/_stcore", "/static", "/media", "/component", "/record/", "/auth/")
        )
        and "." not in path.rsplit("/", 1)[-1]
    )
