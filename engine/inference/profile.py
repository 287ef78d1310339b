"""A model profile: which base, prompt and sampling each task has. Read from one small TOML file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from typing import Any

from engine.errors import ProfileInvalid


class Task(StrEnum):
    """The four things the language model is asked for; one LoRA each."""

    OUTPUT_MESSAGE = "output_message"
    SUMMARY = "summary"
    MEMORY = "memory"
    EYES_MOUTH_POSE = "eyes_mouth_pose"


class EncoderRole(StrEnum):
    """The two things the sentence encoder is asked for; one LoRA each."""

    ETHICS = "ethics"
    RECALL = "recall"


@dataclass(frozen=True, slots=True)
class BaseSpec:
    """One base model and how many sequences it holds at once."""

    name: str
    converter: str
    max_prompt_tokens: int
    max_slots: int
    max_prefill_tokens: int


@dataclass(frozen=True, slots=True)
class EncoderSpec:
    """The sentence encoder both S-BERT roles share."""

    converter: str
    prefix: str
    max_tokens: int


@dataclass(frozen=True, slots=True)
class TaskSpec:
    """One task: its base, its prompt template and how it is sampled."""

    task: Task
    base: str
    prompt: str
    max_new_tokens: int
    temperature: float
    top_p: float
    num_examples: int = 0

    def __post_init__(self) -> None:
        if self.max_new_tokens < 1:
            raise ValueError(f"max_new_tokens of {self.task} must be at least 1")
        if self.temperature < 0 or not 0 < self.top_p <= 1:
            raise ValueError(f"temperature or top_p of {self.task} is out of range")


@dataclass(frozen=True, slots=True)
class Profile:
    """All of one profile."""

    name: str
    bases: dict[str, BaseSpec]
    encoder: EncoderSpec
    tasks: dict[Task, TaskSpec]
    max_message_tokens: int  # longer messages are sent on to 혜나

    @classmethod
    def load(cls, name: str) -> Profile:
        """The profile that ships under this name.

        Raises:
            ProfileInvalid: there is none, or a value in it is wrong or missing.
        """
        path = files("engine.inference").joinpath("profiles", f"{name}.toml")
        if not path.is_file():
            raise ProfileInvalid(name, "there is no such profile")
        return cls.parse(path.read_text(encoding="utf-8"), name)

    @classmethod
    def parse(cls, text: str, path: str) -> Profile:
        """The profile a TOML text describes."""
        try:
            data: dict[str, Any] = tomllib.loads(text)
            bases = {k: BaseSpec(name=k, **v) for k, v in data["bases"].items()}
            tasks = {Task(k): TaskSpec(task=Task(k), **v) for k, v in data["tasks"].items()}
            encoder = EncoderSpec(**data["encoder"])
            profile = cls(data["name"], bases, encoder, tasks, data["max_message_tokens"])
        except (KeyError, TypeError, ValueError) as error:
            raise ProfileInvalid(path, str(error)) from error
        if missing := set(Task) - set(tasks):
            raise ProfileInvalid(path, f"tasks are missing: {sorted(missing)}")
        if unknown := {t.base for t in tasks.values()} - set(bases):
            raise ProfileInvalid(path, f"unknown bases: {sorted(unknown)}")
        return profile
