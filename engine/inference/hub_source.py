"""Where something lies on the Hugging Face hub. No network here, and no torch."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAIN = "main"
_REPO = re.compile(r"[\w.-]+/[\w.-]+")


@dataclass(frozen=True, slots=True)
class HubSource:
    """A repository at a revision, or one folder of it."""

    repo: str
    revision: str = MAIN  # a branch, a tag or a commit
    folder: str = ""  # empty: what lies at the top

    def __post_init__(self) -> None:
        if not _REPO.fullmatch(self.repo):
            raise ValueError(f"repo {self.repo!r} is not of the form owner/name")
        if not self.revision or {"..", ""} & set(self.revision.split("/")):
            raise ValueError(f"revision {self.revision!r} of {self.repo} is not one")
        if self.folder and {"..", "", "."} & set(self.folder.split("/")):
            raise ValueError(f"folder {self.folder!r} of {self.repo} is not a plain path")

    @property
    def name(self) -> str:
        """A folder name that stays the same; the cards of LoRAs are checked against it."""
        whole = f"{self.repo}@{self.revision}"
        return (f"{whole}/{self.folder}" if self.folder else whole).replace("/", "--")
