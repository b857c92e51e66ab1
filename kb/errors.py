"""Every failure this project can name.

RecoveryKBError
├── UsageError               the caller asked for something that cannot be: exit code 2, HTTP 422 or 404
│   ├── InvalidField         one named field of a request is wrong: HTTP 422
│   └── NotFound             no such document, page, passage or job: HTTP 404
├── HomeError                the data folder cannot serve: missing, locked, or made by another model
│   ├── HomeLocked           another process is writing; try again when it has finished
│   ├── ModelMismatch        the stored vectors come from another model
│   └── Reindexed            they have been exchanged since the folder was opened; restart
├── OCRUnavailable           no engine can read scanned pages: not installed, or switched off
├── ServiceError             a service that a setting names did not do its part: HTTP 502
└── DocumentError            one file could not be taken in; the batch goes on
    ├── PermanentError       never worth retrying: the bytes themselves are at fault
    │   ├── UnsupportedFormat
    │   ├── EmptyDocument
    │   ├── EncryptedDocument
    │   ├── CorruptDocument
    │   └── OversizedDocument  more pages, pixels or text than a reader is made for
    └── TransientError       may work the next time: memory, time, disk
        ├── ReaderTimeout
        └── ReaderDied

Each message says what happened and what a person can do about it.
"""

from __future__ import annotations

from enum import StrEnum


class RecoveryKBError(Exception):
    """Base of all errors raised on purpose."""


class UsageError(RecoveryKBError):
    """The caller asked for something that cannot be."""


class InvalidField(UsageError):
    """One named field of a request is wrong."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class NotFound(UsageError):
    """No such document, page, passage or job."""


class HomeError(RecoveryKBError):
    """The data folder cannot serve."""


class HomeLocked(HomeError):
    """Another process is writing to the data folder."""


class ModelMismatch(HomeError):
    """The stored vectors come from another model than the configured one."""


class Reindexed(HomeError):
    """The stored vectors were exchanged for those of another model or index after this process opened the folder."""


class OCRUnavailable(RecoveryKBError):
    """No engine can read scanned pages: it is not installed, or switched off."""


class Fault(StrEnum):
    """What was wrong with a service, or with what it said."""

    UNREACHABLE = "unreachable"
    SLOW = "slow"
    BUSY = "busy"
    REFUSED = "refused"
    MALFORMED = "malformed"
    UNSUPPORTED = "unsupported"


class ServiceError(RecoveryKBError):
    """A service that a setting names did not do its part; `fault` says in one word how."""

    def __init__(self, fault: Fault, message: str) -> None:
        super().__init__(message)
        self.fault = fault


class DocumentError(RecoveryKBError):
    """One file could not be taken in."""


class PermanentError(DocumentError):
    """Never worth retrying: the bytes themselves are at fault."""


class UnsupportedFormat(PermanentError):
    """No reader knows this kind of content."""


class EmptyDocument(PermanentError):
    """The file holds no bytes, no pages or no words."""


class EncryptedDocument(PermanentError):
    """The file asks for a password."""


class CorruptDocument(PermanentError):
    """The content is damaged or is not what its structure claims."""


class OversizedDocument(PermanentError):
    """The file holds more pages or more text than one document may."""


class TransientError(DocumentError):
    """May work the next time."""


class ReaderTimeout(TransientError):
    """Reading took longer than allowed."""


class ReaderDied(TransientError):
    """The reading process ended without an answer."""
