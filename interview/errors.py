"""The one tree of errors. Each carries a stable code, the offending value and what would work."""

from __future__ import annotations


class CandorError(Exception):
    """Something a person can put right.

    A recruiter reads the message; support asks for the code.

    Parameters
    ----------
    code : str
        Stable, ``area.reason``, for example ``media.no_audio``. Never translated.
    message : str
        What happened, naming the value that is wrong.
    remedy : str
        What would work, computed from the input where possible.
    slots : object
        The values named in the message, so that a page can say it in another language
        (keys ``code.<code>`` and ``remedy.<code>`` in ui/text).

    Examples
    --------
    >>> err = CandorError("role.unknown", "no role 'clown'", "use one of: engineer", role="clown")
    >>> str(err)
    "no role 'clown'; use one of: engineer [role.unknown]"
    """

    def __init__(self, code: str, message: str, remedy: str = "", **slots: object) -> None:
        self.code = code
        self.message = message
        self.remedy = remedy
        self.slots = slots
        text = f"{message}; {remedy}" if remedy else message
        super().__init__(f"{text} [{code}]")

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        # keyword slots do not survive BaseException's default pickling across worker processes
        return _rebuild, (type(self), self.code, self.message, self.remedy, self.slots)


def _rebuild(
    kind: type[CandorError], code: str, message: str, remedy: str, slots: dict[str, object]
) -> CandorError:
    return kind(code, message, remedy, **slots)


class InputError(CandorError):
    """A file, table or form that cannot be read as it is."""


class MediaError(InputError):
    """A recording that cannot be decoded or holds nothing usable."""


class TranscriptError(InputError):
    """A transcript that cannot be read."""


class RoleModelError(InputError):
    """A role model file that does not make sense."""


class PolicyError(CandorError):
    """A law preset that is missing or contradicts itself."""


class PermissionDenied(CandorError):
    """The person may not do this; the message names the right that is missing."""


class StoreError(CandorError):
    """The store cannot do what was asked: full disk, unknown id, newer schema."""


class IntegrityBroken(StoreError):
    """Something stored no longer matches its digest."""


class ModelMissing(CandorError):
    """A model file is absent or altered; the modality is withheld, nothing else stops."""
