"""The storage's errors: one tree."""

from __future__ import annotations


class StorageError(Exception):
    """Anything that goes wrong inside the storage."""


class DatabaseUnavailable(StorageError):
    """The database cannot be opened, or did not answer; nothing was written."""

    def __init__(self, url: str, reason: str) -> None:
        self.url = url  # without its password
        self.reason = reason
        super().__init__(f"The database {url} cannot be used: {reason}")


class DatabaseNewer(StorageError):
    """The database was migrated by a newer release than this one."""

    def __init__(self, revision: str) -> None:
        self.revision = revision
        super().__init__(
            f"The database is at revision {revision}, which this release does not know. "
            "Install the newer release, or restore a backup."
        )
