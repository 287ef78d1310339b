"""A model profile: which base, prompt and sampling each task has. Read from one small TOML file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from engine.errors import ProfileInvalid
from engine.ethics import Thresholds
from engine.inference.hub_source import MAIN, HubSource

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_RECALL_THRESHOLD = 0.6


class Task(StrEnum):
    """The four things the language model is asked for; one LoRA each."""

    OUTPUT_MESSAGE = "output_message"
    SUMMARY = "summary"
    MEMORY = "memory"
    EYES_MOUTH_POSE = "eyes_mouth_pose"


class EncoderRole(StrEnum):
    """What the sentence encoder is asked for; one LoRA each."""

    ETHICS = "ethics"
    RECALL = "recall"
    REPLY = "reply"


@dataclass(frozen=True, slots=True)
class BaseSpec:
    """One base model, from a converter or from the hub, and how many sequences it holds at once."""

    name: str
    max_prompt_tokens: int
    max_slots: int
    max_prefill_tokens: int
    converter: str = ""
    repo: str = ""
    revision: str = MAIN

    def __post_init__(self) -> None:
        _check_origin(f"base {self.name}", self.converter, self.source)

    @property
    def source(self) -> HubSource | None:
        """Where it is on the hub, if it is from there."""
        return HubSource(self.repo, self.revision) if self.repo else None


@dataclass(frozen=True, slots=True)
class EncoderSpec:
    """The sentence encoder that the S-BERT roles share.

    `published` are whole models for single roles, which take the place of LoRAs we do not have.
    """

    prefix: str
    max_tokens: int
    converter: str = ""
    repo: str = ""
    revision: str = MAIN
    published: Mapping[EncoderRole, HubSource] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _check_origin("the encoder", self.converter, self.source)

    @property
    def source(self) -> HubSource | None:
        """Where it is on the hub, if it is from there."""
        return HubSource(self.repo, self.revision) if self.repo else None


@dataclass(frozen=True, slots=True)
class TaskSpec:
    """One task: its base, its prompt template and how it is sampled.

    `stop` is a text that ends what the model writes and is not part of it; `published` is a LoRA to
    use as long as we have none of our own.
    """

    task: Task
    base: str
    prompt: str
    max_new_tokens: int
    temperature: float
    top_p: float
    min_p: float = 0.0
    num_examples: int = 0
    num_candidates: int = 1
    num_written_replies: int = 0
    stop: str = ""
    published: HubSource | None = None

    def __post_init__(self) -> None:
        if self.max_new_tokens < 1 or self.num_candidates < 1:
            raise ValueError(f"max_new_tokens and num_candidates of {self.task} must be at least 1")
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
    training: Mapping[str, Mapping[str, Any]]  # recipes of the LoRAs: `training/recipe.py`
    thresholds: Thresholds = field(default_factory=Thresholds)
    recall_threshold: float = DEFAULT_RECALL_THRESHOLD
    summary_threshold: float = 0.0  # by default the last turn always stands before a message

    @property
    def roles(self) -> tuple[EncoderRole, ...]:
        """The encoder's roles in use; replies are ranked only where there are several."""
        spec = self.tasks[Task.OUTPUT_MESSAGE]
        ranks = spec.num_candidates + spec.num_written_replies > 1
        return tuple(role for role in EncoderRole if role is not EncoderRole.REPLY or ranks)

    @property
    def example_role(self) -> EncoderRole | None:
        """In which role messages are compared to find examples: the one for replies, if in use."""
        return EncoderRole.REPLY if EncoderRole.REPLY in self.roles else None

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
            tasks = {Task(k): _task(Task(k), v) for k, v in data["tasks"].items()}
            thresholds = dict(data.get("thresholds", {}))
            profile = cls(
                name=data["name"],
                bases=bases,
                encoder=_encoder(data["encoder"]),
                tasks=tasks,
                max_message_tokens=data["max_message_tokens"],
                training=data.get("training", {}),
                recall_threshold=thresholds.pop("recall", DEFAULT_RECALL_THRESHOLD),
                summary_threshold=thresholds.pop("summary", 0.0),
                thresholds=Thresholds(**thresholds),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ProfileInvalid(path, str(error)) from error
        if missing := set(Task) - set(tasks):
            raise ProfileInvalid(path, f"tasks are missing: {sorted(missing)}")
        if unknown := {t.base for t in tasks.values()} - set(bases):
            raise ProfileInvalid(path, f"unknown bases: {sorted(unknown)}")
        return profile


def _task(task: Task, values: Mapping[str, Any]) -> TaskSpec:
    published = values.get("published")
    source = HubSource(**published) if published else None
    return TaskSpec(**{**values, "task": task, "published": source})


def _encoder(values: Mapping[str, Any]) -> EncoderSpec:
    published = values.get("published", {})
    sources = {EncoderRole(role): HubSource(**source) for role, source in published.items()}
    return EncoderSpec(**{**values, "published": sources})


def _check_origin(what: str, converter: str, source: HubSource | None) -> None:
    if bool(converter) == bool(source):
        raise ValueError(f"{what} needs either a converter or a repo")
