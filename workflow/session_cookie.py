"""A signed cookie that says who asks, so that every request for a recording can be checked."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from datetime import datetime, timedelta

from interview import PermissionDenied

COOKIE = "candor_session"
LASTS = timedelta(hours=12)


def session_key(installation_key: bytes) -> bytes:
    """The key that signs cookies, made from the installation's so that no second one is kept."""
    return hmac.new(installation_key, b"candor session cookie 1", hashlib.sha256).digest()


def sign(key: bytes, actor: str, now: datetime) -> str:
    """The cookie's value: who, until when, and a signature over both.

    It holds an account's id and never its rights: those are looked up on every request, so a
    right that is taken away is gone at once.
    """
    body = json.dumps({"actor": actor, "until": (now + LASTS).timestamp()}).encode()
    text = base64.urlsafe_b64encode(body).decode().rstrip("=")
    return f"{text}.{_mac(key, text)}"


def signed_by(key: bytes, value: str | None, now: datetime) -> str:
    """The id of the account a cookie was signed for.

    Raises
    ------
    PermissionDenied
        ``session.missing``, ``session.altered``, ``session.expired``.

    Examples
    --------
    >>> from datetime import UTC
    >>> noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    >>> signed_by(b"key", sign(b"key", "demo.hr", noon), noon)
    'demo.hr'
    """
    if not value:
        raise PermissionDenied("session.missing", "nobody is signed in", "open the app first")
    text, _, mac = value.partition(".")
    if not hmac.compare_digest(mac.encode(), _mac(key, text).encode()):
        raise _altered()
    try:
        content = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        actor, until = str(content["actor"]), float(content["until"])
    except (binascii.Error, ValueError, KeyError, TypeError):
        raise _altered() from None
    if now.timestamp() >= until:
        raise PermissionDenied(
            "session.expired", "the session has ended", "reload the page to sign in again"
        )
    return actor


def _mac(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _altered() -> PermissionDenied:
    return PermissionDenied(
        "session.altered", "the session cookie is not ours", "reload the page to sign in again"
    )
