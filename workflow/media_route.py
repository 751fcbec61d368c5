"""The addresses beside the app: recordings in byte ranges, and who is asking.

Streamlit's own media addresses carry no rights; these check the signed cookie, the right and the
department on every request.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from interview import CandorError, PermissionDenied
from workflow.byte_range import byte_range
from workflow.media import open_media
from workflow.session_cookie import COOKIE, LASTS
from workflow.settings import Settings
from workflow.sign_in import actor_of_cookie, demo_cookie

if TYPE_CHECKING:
    from store import Store

PLAYABLE = ("video/", "audio/")


def routes(store: Callable[[], Store], chosen: Settings) -> list[Route]:
    """``/record/media/{digest}`` and ``/auth/demo?actor=...&next=/...`` for the app's server.

    ``store`` is called on each request, so that the app opens it once and when it is ready.
    """

    def media(request: Request) -> Response:
        try:
            return _media(store(), chosen, request)
        except CandorError as error:
            return PlainTextResponse(str(error), status_code=int(_status(error)), headers=HEADERS)

    def demo(request: Request) -> Response:
        try:
            _from_here(request)
            value = demo_cookie(store(), chosen, request.query_params.get("actor", ""))
        except CandorError as error:
            return PlainTextResponse(str(error), status_code=int(_status(error)), headers=HEADERS)
        answer = RedirectResponse(
            local_path(request.query_params.get("next")), status_code=HTTPStatus.SEE_OTHER
        )
        answer.set_cookie(
            COOKIE,
            value,
            max_age=int(LASTS.total_seconds()),
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return answer

    return [Route("/record/media/{digest}", media), Route("/auth/demo", demo)]


HEADERS = {
    # a recording of a person stays out of every cache, and is never guessed to be a page
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def _media(store: Store, chosen: Settings, request: Request) -> Response:
    actor = actor_of_cookie(store, chosen, request.cookies.get(COOKIE))
    handle = open_media(actor, store, request.path_params["digest"])
    headers = {**HEADERS, "Accept-Ranges": "bytes", "ETag": f'"{handle.digest}"'}
    wanted = request.headers.get("range")
    if request.headers.get("if-range", headers["ETag"]) != headers["ETag"]:
        wanted = None
    span = byte_range(wanted, handle.size)
    if span is None:
        headers["Content-Range"] = f"bytes */{handle.size}"
        return Response(status_code=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=headers)
    headers["Content-Length"] = str(span.stop - span.start)
    if span.partial:
        headers["Content-Range"] = f"bytes {span.start}-{span.stop - 1}/{handle.size}"
    status = HTTPStatus.PARTIAL_CONTENT if span.partial else HTTPStatus.OK
    media_type = handle.media_type
    if not media_type.startswith(PLAYABLE):
        media_type = "application/octet-stream"
        headers["Content-Disposition"] = "attachment"
    if request.method == "HEAD":
        return Response(status_code=int(status), headers=headers, media_type=media_type)
    return StreamingResponse(
        handle.read(span.start, span.stop),
        status_code=int(status),
        headers=headers,
        media_type=media_type,
    )


def _from_here(request: Request) -> None:
    """Refuse a link or picture on another site that would change who is acting."""
    if request.headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        raise PermissionDenied(
            "session.elsewhere",
            "another site asked to change who is acting",
            "open Candor itself and choose the person there",
        )


def _status(error: CandorError) -> HTTPStatus:
    if error.code.startswith("session."):
        return HTTPStatus.UNAUTHORIZED
    if isinstance(error, PermissionDenied):
        return HTTPStatus.FORBIDDEN
    if error.code in ("blob.unknown", "interview.unknown", "person.erased"):
        return HTTPStatus.NOT_FOUND
    return HTTPStatus.INTERNAL_SERVER_ERROR


def local_path(wanted: str | None) -> str:
    """Where to go after signing in: a path of this app, never another site.

    Examples
    --------
    >>> local_path("/record?id=4F2A"), local_path("//elsewhere.example"), local_path(None)
    ('/record?id=4F2A', '/', '/')
    """
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return "/"
    parts = urlsplit(wanted)
    return "/" if parts.scheme or parts.netloc or "\\" in wanted else wanted
