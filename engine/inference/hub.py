"""Models from the Hugging Face hub: fetched once, whole or not there at all.

A repository's needed files are fetched into a folder beside their place, which is moved there when
all of them have arrived. A download that broke off goes on where it was. Once a folder is there,
the hub is not asked again: a branch that moves on is not followed.
"""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from filelock import FileLock
from httpx2 import HTTPError
from huggingface_hub import HfApi, snapshot_download
from huggingface_hub.errors import (
    EntryNotFoundError,
    GatedRepoError,
    HfHubHTTPError,
    LocalEntryNotFoundError,
    OfflineModeIsEnabled,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)
from huggingface_hub.utils.tqdm import tqdm

from engine.errors import HubGated, HubMissing, HubUnreachable
from engine.inference.cache_folder import check_room, translated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from engine.inference.hub_source import HubSource

    Report = Callable[[str, str, int, int], None]  # model, step, done, total

MANIFEST = "hub.json"
_SETTINGS = ("*.json", "tokenizer.model", "vocab.txt", "merges.txt")
_WEIGHTS = ("*.safetensors", "pytorch_model*.bin")  # the first kind that there is
_BYTES_BAR = "huggingface_hub.snapshot_download"
_API_TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True)
class Download:
    """What of a repository is needed, and how much that is."""

    source: HubSource
    commit: str
    sizes_bytes: Mapping[str, int]  # by path in the repository

    @property
    def total_bytes(self) -> int:
        """All of it."""
        return sum(self.sizes_bytes.values())


class Hub:
    """Fetches into one cache folder."""

    def __init__(self, cache: Path, endpoint: str | None = None) -> None:
        self.cache = cache
        self._endpoint = endpoint

    def folder_of(self, source: HubSource) -> Path:
        """Where a source lies once it was fetched."""
        return self.cache / source.name / source.folder

    def fetch(self, sources: Iterable[HubSource], report: Report) -> None:
        """Fetch what is not there yet. All of it is reported before the first byte comes.

        Raises:
            HubUnreachable: no network, or the hub failed.
            HubMissing: no such repository, revision or file.
            HubGated: the repository needs an account with access.
            DiskFull: not all of it would fit.
        """
        missing = [s for s in dict.fromkeys(sources) if not _is_whole(self.cache / s.name)]
        if not missing:
            return
        with translated(self.cache):
            self.cache.mkdir(parents=True, exist_ok=True)
            downloads = [self._plan(source) for source in missing]
            check_room(self.cache, sum(self._missing_bytes(d) for d in downloads))
            for download in downloads:
                report(download.source.name, "download", 0, download.total_bytes)
            for download in downloads:
                with FileLock(f"{self.cache / download.source.name}.lock"):
                    if not _is_whole(self.cache / download.source.name):
                        self._fetch_one(download, report)

    def _plan(self, source: HubSource) -> Download:
        with _told(source):
            api = HfApi(endpoint=self._endpoint)
            info = api.model_info(
                source.repo, revision=source.revision, files_metadata=True, timeout=_API_TIMEOUT_S
            )
        sizes = {file.rfilename: file.size or 0 for file in info.siblings or ()}
        needed = _needed(list(sizes), source.folder)
        if not needed:
            raise HubMissing(source.repo, source.revision, f"weights in {source.folder or '.'!r}")
        return Download(source, info.sha or source.revision, {path: sizes[path] for path in needed})

    def _fetch_one(self, download: Download, report: Report) -> None:
        source, total = download.source, download.total_bytes
        target, part = self.cache / source.name, self._part(source)
        with _told(source):
            snapshot_download(
                source.repo,
                revision=download.commit,
                local_dir=part,
                cache_dir=part / ".cache",  # nothing outside our own cache
                allow_patterns=list(download.sizes_bytes),
                tqdm_class=_bar(lambda done: report(source.name, "download", done, total), total),
                endpoint=self._endpoint,
            )
        if self._missing_bytes(download):
            raise HubUnreachable(source.repo, "files are missing or cut short")
        shutil.rmtree(part / ".cache", ignore_errors=True)  # was for going on
        manifest = {"commit": download.commit, "sizes_bytes": dict(download.sizes_bytes)}
        (part / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        if target.exists():  # damaged
            shutil.rmtree(target)
        part.rename(target)
        report(source.name, "download", total, total)

    def _part(self, source: HubSource) -> Path:
        return self.cache / f"{source.name}.part"

    def _missing_bytes(self, download: Download) -> int:
        part = self._part(download.source)
        sizes = download.sizes_bytes.items()
        return sum(size for path, size in sizes if _size_bytes(part / path) != size)


def _needed(paths: Sequence[str], folder: str) -> list[str]:
    """Settings, tokenizer and one kind of weights that lie right in `folder`; nothing without."""
    here = [path for path in paths if PurePosixPath(path).parent == PurePosixPath(folder)]
    for kind in _WEIGHTS:
        if weights := [path for path in here if fnmatch(PurePosixPath(path).name, kind)]:
            names = {path: PurePosixPath(path).name for path in here}
            settings = [p for p, name in names.items() if any(fnmatch(name, s) for s in _SETTINGS)]
            return settings + weights
    return []


def _is_whole(target: Path) -> bool:
    """Whether all files are there in full length. Sums would take a minute at every start."""
    try:
        manifest = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
        sizes: dict[str, int] = manifest["sizes_bytes"]
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError):
        return False
    return all(_size_bytes(target / path) == size for path, size in sizes.items())


def _size_bytes(path: Path) -> int:
    return path.stat().st_size if path.is_file() else -1


def _bar(report_bytes: Callable[[int], None], total: int) -> type[tqdm]:
    """A progress bar for `snapshot_download` that draws nothing and tells the bytes on disk."""

    class Bar(tqdm):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            self._tells = kwargs.get("name") == _BYTES_BAR
            self._done_bytes = 0
            kwargs["disable"] = True
            super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]  # tqdm is not typed

        def update(self, n: float | None = 1) -> None:
            if self._tells and n:
                self._done_bytes += int(n)
                report_bytes(min(max(self._done_bytes, 0), total))

    return Bar


@contextmanager
def _told(source: HubSource) -> Iterator[None]:
    """The hub's errors in our own words."""
    try:
        yield
    except GatedRepoError as error:
        raise HubGated(source.repo) from error
    except RepositoryNotFoundError as error:
        raise HubMissing(source.repo, source.revision, "such repository") from error
    except RevisionNotFoundError as error:
        raise HubMissing(source.repo, source.revision, "such revision") from error
    except LocalEntryNotFoundError as error:
        raise HubUnreachable(source.repo, _reason(error.__cause__ or error)) from error
    except EntryNotFoundError as error:
        raise HubMissing(source.repo, source.revision, "such file") from error
    except (HfHubHTTPError, HTTPError, OfflineModeIsEnabled) as error:
        raise HubUnreachable(source.repo, _reason(error)) from error


def _reason(error: BaseException) -> str:
    text = str(error).strip()
    return text.splitlines()[0] if text else type(error).__name__
