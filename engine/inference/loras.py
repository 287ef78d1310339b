"""Where our own LoRA weights of each profile lie: the shipped ones, and what was trained here."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path

WEIGHTS_FILE = "adapter_model.safetensors"  # peft's name for it


def folder_of(profile: str, task: str) -> Path:
    """The folder of one task's LoRA."""
    return Path(str(files("engine.inference"))) / "weights" / profile / task


def holds_lora(folder: Path) -> bool:
    """Whether there are LoRA weights in a folder."""
    return (folder / WEIGHTS_FILE).is_file()


def weights_version(folder: Path) -> str:
    """A short name for exactly the weights in a folder, a LoRA's or a whole model's."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.safetensors")):
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:12]


def has_weights(profile: str, task: str) -> bool:
    """Whether we have weights of our own for a task; they win over published ones."""
    return holds_lora(folder_of(profile, task))
