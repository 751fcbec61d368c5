"""Text and small values encrypted under one key; the key's loss makes them unreadable for good."""

from __future__ import annotations

import hashlib
import hmac
import os
import zlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic_core import from_json

from interview import IntegrityBroken
from store.restoring import json_bytes

KEY_BYTES = 32
NONCE_BYTES = 12
# a short text is stored as it is: deflating it costs more than it saves
_PACK_FROM = 200


def new_key() -> bytes:
    """A random AES-256 key.

    Examples
    --------
    >>> len(new_key())
    32
    """
    return os.urandom(KEY_BYTES)


def seal(key: bytes, content: bytes, context: str) -> bytes:
    """Encrypt ``content``; it can be opened only with the same key and the same context.

    AES-256-GCM; layout: 12 random bytes (nonce), then ciphertext and tag over one marker byte and
    the content (deflated from 200 bytes on). ``context`` names the place of the value, so that a
    ciphertext moved to another row does not open there.

    Examples
    --------
    >>> key = new_key()
    >>> unseal(key, seal(key, b"hello", "person:1"), "person:1")
    b'hello'
    """
    packed = b"z" + zlib.compress(content, 1) if len(content) >= _PACK_FROM else b"p" + content
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, packed, context.encode())


def unseal(key: bytes, sealed: bytes, context: str) -> bytes:
    """The content of `seal`.

    Raises
    ------
    IntegrityBroken
        ``store.sealed_altered`` when key, context or a byte differs.
    """
    try:
        packed = AESGCM(key).decrypt(
            bytes(sealed[:NONCE_BYTES]), bytes(sealed[NONCE_BYTES:]), context.encode()
        )
    except (InvalidTag, ValueError) as err:
        raise IntegrityBroken(
            "store.sealed_altered",
            f"the encrypted value of {context} does not open",
            "restore this row from a backup; candor verify lists every broken one",
            context=context,
        ) from err
    return zlib.decompress(packed[1:]) if packed[:1] == b"z" else packed[1:]


def seal_json(key: bytes, value: object, context: str) -> bytes:
    """Seal a value as JSON (what `dumped` takes), key order kept."""
    return seal(key, json_bytes(value), context)


def unseal_json(key: bytes, sealed: bytes, context: str) -> object:
    """The value of `seal_json`."""
    value: object = from_json(unseal(key, sealed, context))
    return value


def fingerprint(key: bytes, purpose: str) -> str:
    """A key's recognisable trace (HMAC-SHA256 hex) from which the key cannot be found.

    Examples
    --------
    >>> key = bytes(32)
    >>> fingerprint(key, "a") == fingerprint(key, "b")
    False
    """
    return hmac.new(key, purpose.encode(), hashlib.sha256).hexdigest()
