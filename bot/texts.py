"""All that the system says beside her own words, in the person's language."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Final

from fluent.runtime import FluentBundle, FluentResource

from bot.dates import day_words, minute_words
from bot.errors import TextIncomplete, TextMissing
from engine.ethics import Category
from engine.notices import (
    Blocked,
    Busy,
    Cautioned,
    Failed,
    MissedWhileAway,
    NoAnswer,
    TooLong,
    Warned,
)
from storage.records import SanctionEventKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import tzinfo

    from engine.notices import Notice
    from engine.types import ActiveBlock, StatusReport
    from storage.records import Forgotten, Memory, SanctionRow

LANGUAGES: Final = ("ko", "en")
MAX_SANCTIONS_SHOWN: Final = 10


def choose_language(language: str | None) -> str:
    """The catalogue for what a platform tells: English for en, en-US, ...; Korean for all else."""
    primary = (language or "").replace("_", "-").split("-")[0].strip().lower()
    return "en" if primary == "en" else "ko"


def read_catalogue(language: str) -> str:
    """The Fluent source of one language, as it ships."""
    return files("bot").joinpath("locales", f"{language}.ftl").read_text(encoding="utf-8")


class Texts:
    """The two catalogues, and what is said with them."""

    def __init__(self, bundles: Mapping[str, FluentBundle]) -> None:
        self._bundles = bundles

    @classmethod
    def load(cls) -> Texts:
        """The texts that ship with the package."""
        return cls({language: _bundle(language) for language in LANGUAGES})

    def say(self, key: str, /, language: str | None, **values: str | int) -> str:
        """One text.

        Raises:
            TextMissing: no text has this name.
            TextIncomplete: a value that the text shows was not given.
        """
        chosen = choose_language(language)
        bundle = self._bundles[chosen]
        if not bundle.has_message(key):
            raise TextMissing(key, chosen)
        pattern = bundle.get_message(key).value
        if pattern is None:
            raise TextMissing(key, chosen)
        text, errors = bundle.format_pattern(pattern, values)
        if errors:
            raise TextIncomplete(key, str(errors[0]))
        return str(text)

    def notice(self, notice: Notice, language: str | None, zone: tzinfo) -> str:
        """What a notice says; a block says why, and until when in the zone's time."""
        match notice:
            case Warned():
                return self.say("notice-warned", language, why=self._why(notice, language))
            case Cautioned():
                return self.say("notice-cautioned", language, why=self._why(notice, language))
            case Blocked():
                return self._blocked("notice-blocked", notice, language, zone)
            case TooLong():
                return self.say("notice-too-long", language)
            case Busy():
                return self.say("notice-busy", language)
            case NoAnswer():
                return self.say("notice-no-answer", language)
            case Failed():
                return self.say("notice-failed", language)
            case MissedWhileAway():
                return self.say("notice-missed", language, count=notice.num_messages)

    def notice_on_platform(self, notice: Notice, language: str | None, zone: tzinfo) -> str:
        """A notice where there are moderators: who is sanctioned reads how to appeal."""
        said = self.notice(notice, language, zone)
        if not isinstance(notice, Warned | Cautioned | Blocked):
            return said
        return f"{said}\n{self.say('appeal-hint', language)}"

    def status(self, report: StatusReport, language: str | None, zone: tzinfo) -> str:
        """What stands against a person, and all that she remembers of them."""
        if report.block is None:
            block = self.say("status-free", language)
        else:
            block = self._blocked("status-blocked", report.block, language, zone)
        record = "\n".join(self._record(report.sanctions, language, zone))
        memories = "\n".join(self._memories(report.memories, language))
        return "\n\n".join((block, record, memories))

    def status_on_platform(self, report: StatusReport, language: str | None, zone: tzinfo) -> str:
        """A status where there are moderators: who has a record reads how to appeal."""
        said = self.status(report, language, zone)
        if not report.sanctions:
            return said
        return f"{said}\n\n{self.say('appeal-how', language)}"

    def forgotten(self, receipt: Forgotten, language: str | None) -> str:
        """A receipt of what was deleted, and what was not."""
        counts = {
            "memories": receipt.num_memories,
            "summaries": receipt.num_summaries,
            "turns": receipt.num_turns,
            "messages": receipt.num_messages,
        }
        key = "forgotten" if any(counts.values()) else "forgotten-nothing"
        said = self.say(key, language, **counts)
        return f"{said}\n{self.say('forgotten-record', language)}"

    def _blocked(
        self, key: str, block: Blocked | ActiveBlock, language: str | None, zone: tzinfo
    ) -> str:
        until = minute_words(block.until, choose_language(language), zone)
        return self.say(key, language, why=self._why(block, language), until=until)

    def _why(self, cause: Warned | Cautioned | Blocked | ActiveBlock, language: str | None) -> str:
        return self.reasons(cause.categories, language)

    def reasons(self, categories: Iterable[str], language: str | None) -> str:
        """The names of classes, as people read them."""
        names = [c if c in set(Category) else "other" for c in categories] or ["other"]
        said = (self.say(f"category-{name}", language) for name in names)
        return ", ".join(dict.fromkeys(said))

    def _record(
        self, sanctions: tuple[SanctionRow, ...], language: str | None, zone: tzinfo
    ) -> Iterator[str]:
        if not sanctions:
            yield self.say("status-sanctions-none", language)
            return
        yield self.say("status-sanctions", language, count=len(sanctions))
        for row in sanctions[:MAX_SANCTIONS_SHOWN]:
            yield self._sanction(row, language, zone)
        if len(sanctions) > MAX_SANCTIONS_SHOWN:
            count = len(sanctions) - MAX_SANCTIONS_SHOWN
            yield self.say("status-more", language, count=count)

    def _sanction(self, row: SanctionRow, language: str | None, zone: tzinfo) -> str:
        chosen = choose_language(language)
        return self.say(
            f"status-{row.kind}{_ending(row)}",
            language,
            number=row.case_number,
            date=day_words(row.created_at, chosen, zone),
            why=self.reasons((row.category,), language),
            until=minute_words(row.until, chosen, zone),
        )

    def _memories(self, memories: tuple[Memory, ...], language: str | None) -> Iterator[str]:
        if not memories:
            yield self.say("status-memories-none", language)
            return
        yield self.say("status-memories", language, count=len(memories))
        for memory in memories:
            yield self.say("status-memory", language, key=memory.key, value=memory.value)
        yield self.say("status-forget-hint", language)


def _ending(row: SanctionRow) -> str:
    """The end of a text's name: how a sanction stands."""
    if row.is_void:
        return "-void"
    if row.is_pending:
        return "-pending"
    return "-lifted" if SanctionEventKind.LIFTED in row.events else ""


def _bundle(language: str) -> FluentBundle:
    # Isolating marks are invisible characters that would travel into people's messages.
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource(read_catalogue(language)))
    return bundle
