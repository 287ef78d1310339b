"""Converted models on disk: made once, checked at every start, never half there.

A model is converted into a temporary folder beside its place and moved there in one rename, under a
file lock. A process killed half-way leaves only a temporary folder, which the next one removes; a
second process waits, then finds all done.
"""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from filelock import FileLock

from engine.errors import CacheNotWritable, DiskFull

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engine.inference.profile import Profile

    Report = Callable[[str, str, int, int], None]  # model, step, done, total

CONVERTER_VERSION = 1
_MANIFEST = "manifest.json"


class Converter(Protocol):
    """A module that can make one model's folder, such as `gemma_base`."""

    PACKAGE: str
    CONVERTED_BYTES: int

    def convert(self, folder: Path, report: Callable[[str, int, int], None]) -> None:
        """Write the model into `folder`."""


@dataclass(frozen=True, slots=True)
class PreparedModels:
    """Where the converted models of a profile lie."""

    bases: dict[str, Path]
    encoder: Path


def prepare(profile: Profile, cache: Path, report: Report) -> PreparedModels:
    """Convert what is not converted yet, and say where everything is.

    Raises:
        ModelError: a package is missing or damaged, or the cache cannot be written.
    """
    bases = {
        name: _prepare_one(spec.converter, cache, report) for name, spec in profile.bases.items()
    }
    return PreparedModels(bases, _prepare_one(profile.encoder.converter, cache, report))


def _prepare_one(name: str, cache: Path, report: Report) -> Path:
    converter = cast("Converter", import_module(f"engine.inference.{name}"))
    return ensure_converted(converter, cache / f"{name}-{CONVERTER_VERSION}", report)


def ensure_converted(converter: Converter, target: Path, report: Report) -> Path:
    """Make sure that `target` holds the intact converted model."""
    with _translated(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{target}.lock"):
            if not _is_intact(target, report):
                _convert_into(converter, target, report)
    return target


def _convert_into(converter: Converter, target: Path, report: Report) -> None:
    for leftover in target.parent.glob(f"{target.name}.tmp-*"):  # of a killed process
        shutil.rmtree(leftover)
    free_bytes = shutil.disk_usage(target.parent).free
    if free_bytes < converter.CONVERTED_BYTES * 2:
        raise DiskFull(target.parent, converter.CONVERTED_BYTES * 2, free_bytes)
    folder = Path(tempfile.mkdtemp(prefix=f"{target.name}.tmp-", dir=target.parent))
    try:
        converter.convert(folder, lambda step, done, total: report(target.name, step, done, total))
        sums = {path.name: _sha256(path) for path in sorted(folder.iterdir())}
        (folder / _MANIFEST).write_text(json.dumps({"sha256": sums}, indent=1), encoding="utf-8")
        if target.exists():  # damaged
            shutil.rmtree(target)
        folder.rename(target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_intact(folder: Path, report: Report) -> bool:
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        sums: dict[str, str] = manifest["sha256"]
    except (FileNotFoundError, ValueError, KeyError):
        return False
    for done, (name, digest) in enumerate(sums.items(), 1):
        path = folder / name
        if not path.is_file() or _sha256(path) != digest:
            return False
        report(folder.name, "check", done, len(sums))
    return True


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _translated(folder: Path) -> Iterator[None]:
    """Operating-system errors of the cache folder, told in our own words."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull(folder, 0, shutil.disk_usage(folder).free) from error
        if error.errno in (errno.EACCES, errno.EROFS, errno.ENOTDIR, errno.EEXIST):
            raise CacheNotWritable(folder, error.strerror or str(error)) from error
        raise
