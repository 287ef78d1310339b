"""The models of a profile on disk: made or fetched once, checked at every start, never half there.

A model is converted into a temporary folder beside its place and moved there in one rename, under a
file lock. A process killed half-way leaves only a temporary folder, which the next one removes; a
second process waits, then finds all done.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from filelock import FileLock

from engine.inference.cache_folder import check_room, translated
from engine.inference.hub import Hub
from engine.inference.loras import has_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from engine.inference.hub import Report
    from engine.inference.hub_source import HubSource
    from engine.inference.profile import BaseSpec, EncoderSpec, Profile

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
    """Where the models of a profile lie.

    `published` has the weights from the hub of tasks and roles for which we have none of our own.
    """

    bases: dict[str, Path]
    encoder: Path
    published: Mapping[str, Path] = field(default_factory=dict)


def prepare(
    profile: Profile, cache: Path, report: Report, *, endpoint: str | None = None
) -> PreparedModels:
    """Convert or fetch what is not there yet, and say where everything is.

    Args:
        profile: which models.
        cache: the folder they go to.
        report: is told of every step; all downloads are told before the first one begins.
        endpoint: the address of the hub, if it is not the usual one.

    Raises:
        ModelError: a package is missing or damaged, the hub does not give what the profile names,
            or the cache cannot be written.
    """
    published = _published(profile)
    named = [*(base.source for base in profile.bases.values()), profile.encoder.source]
    hub = Hub(cache, endpoint)
    hub.fetch([source for source in (*named, *published.values()) if source], report)
    return PreparedModels(
        bases={name: _folder(base, hub, report) for name, base in profile.bases.items()},
        encoder=_folder(profile.encoder, hub, report),
        published={name: hub.folder_of(source) for name, source in published.items()},
    )


def _published(profile: Profile) -> dict[str, HubSource]:
    """What stands in for weights of our own, by task and role."""
    sources: dict[str, HubSource | None] = {t: spec.published for t, spec in profile.tasks.items()}
    sources |= {role: profile.encoder.published.get(role) for role in profile.roles}
    return {
        name: source
        for name, source in sources.items()
        if source and not has_weights(profile.name, name)
    }


def _folder(spec: BaseSpec | EncoderSpec, hub: Hub, report: Report) -> Path:
    if spec.source:
        return hub.folder_of(spec.source)
    converter = cast("Converter", import_module(f"engine.inference.{spec.converter}"))
    return ensure_converted(converter, hub.cache / f"{spec.converter}-{CONVERTER_VERSION}", report)


def ensure_converted(converter: Converter, target: Path, report: Report) -> Path:
    """Make sure that `target` holds the intact converted model."""
    with translated(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{target}.lock"):
            if not _is_intact(target, report):
                _convert_into(converter, target, report)
    return target


def _convert_into(converter: Converter, target: Path, report: Report) -> None:
    for leftover in target.parent.glob(f"{target.name}.tmp-*"):  # of a killed process
        shutil.rmtree(leftover)
    check_room(target.parent, converter.CONVERTED_BYTES * 2)
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
