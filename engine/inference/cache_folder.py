"""What the operating system says of the cache folder, in our own words."""

from __future__ import annotations

import errno
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from engine.errors import CacheNotWritable, DiskFull

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def translated(folder: Path) -> Iterator[None]:
    """Operating-system errors of the cache folder as ours."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull(folder, 0, shutil.disk_usage(folder).free) from error
        if error.errno in (errno.EACCES, errno.EROFS, errno.ENOTDIR, errno.EEXIST):
            raise CacheNotWritable(folder, error.strerror or str(error)) from error
        raise


def check_room(folder: Path, needed_bytes: int) -> None:
    """Refuse to begin what cannot be finished.

    Raises:
        DiskFull: less than `needed_bytes` are free.
    """
    free_bytes = shutil.disk_usage(folder).free
    if free_bytes < needed_bytes:
        raise DiskFull(folder, needed_bytes, free_bytes)
