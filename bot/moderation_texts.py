"""What moderators read, the same on every platform."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from bot.dates import minute_words, period_words
from bot.texts import choose_language
from engine.errors import (
    AppealOpen,
    AppealTooLong,
    BlockedLonger,
    CaseSettled,
    EngineError,
    InferenceError,
    ModerationRefused,
    NoAppeal,
    NoSuchCase,
    NotAllowed,
    NotBlockedHere,
    PeriodInvalid,
    ReasonTooLong,
    RuleInvalid,
)
from engine.sanctions import is_running
from storage.records import RULES, SanctionKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import timedelta, tzinfo

    from bot.texts import Texts
    from engine.moderation.views import CaseView, History, Trial
    from engine.rules import Rules
    from storage.records import AuditEntry, NewSanction, SanctionRow

Explicable = ModerationRefused | RuleInvalid | InferenceError
"""What the moderator is told plainly; anything else is a fault."""


@dataclass(frozen=True, slots=True)
class ModerationTexts:
    """Cases, histories, trials and refusals in one moderator's language and time zone."""

    texts: Texts
    language: str | None
    zone: tzinfo

    def say(self, key: str, /, **values: str | int) -> str:
        """A text of the catalogue's moderation part."""
        return self.texts.say(f"mod-{key}", self.language, **values)

    def minute(self, moment: datetime) -> str:
        """A moment, to the minute."""
        return minute_words(moment, choose_language(self.language), self.zone)

    def refusal(self, error: Explicable) -> str:
        """Why an act was not done, and what would do; the errors' data fill the text."""
        if isinstance(error, NotAllowed):
            return self.say(f"error-{error.why}")
        key = _REFUSALS.get(type(error))
        if key is None:
            return self.say("error-judge")
        data = vars(error).items()
        return self.say(
            key, **{k: self.minute(v) if isinstance(v, datetime) else v for k, v in data}
        )

    def line(self, row: SanctionRow, now: datetime) -> str:
        """A case in one line."""
        return self.say(
            "case-line",
            number=row.case_number,
            date=self.minute(row.created_at),
            why=self.texts.reasons((row.category,), self.language),
            kind=self._kind(row),
            state=self.say(f"state-{state_of(row, now)}"),
        )

    def case(self, case: CaseView, now: datetime) -> str:
        """A case in full: who, what, why, on what grounds, and what became of it."""
        row = case.row
        accounts = ", ".join(
            f"{one.display_name} ({one.platform}:{one.account_id})" for one in case.accounts
        )
        parts = [
            self.line(row, now),
            self.say("case-who", accounts=accounts),
            self.say("case-excerpt", text=case.excerpt)
            if case.excerpt
            else self.say("case-no-excerpt"),
            *self._grounds(row),
            *self._appeal(case),
            *(
                self.say(
                    "case-event",
                    date=self.minute(event.at),
                    event=self.say(f"event-{kind}"),
                    actor=event.actor or "",
                    reason=event.reason or "",
                ).rstrip()
                for kind, event in row.events.items()
            ),
        ]
        return "\n".join(parts)

    def queue(self, cases: list[CaseView], now: datetime) -> str:
        """What waits, oldest first."""
        if not cases:
            return self.say("queue-none")
        shown = [self.case(case, now) for case in cases]
        return "\n\n".join([self.say("queue", count=len(cases)), *shown])

    def history(self, history: History, name: str, now: datetime) -> str:
        """What a place knows of a person."""
        parts = [self.say("history-none", name=name)]
        if history.cases:
            count = len(history.cases)
            lines = [self.line(case.row, now) for case in history.cases]
            parts = [self.say("history", name=name, count=count), *lines]
        if history.acts:
            parts += ["", self.say("history-notes"), *map(self._act, history.acts)]
        return "\n".join(parts)

    def settings(self, rules: Rules) -> str:
        """Every setting with its value."""
        described = rules.described().items()
        lines = [self.say("setting", name=name, value=value) for name, value in described]
        return "\n".join([self.say("settings"), *lines])

    def trial(self, trial: Trial) -> str:
        """What a text would lead to."""
        parts = [self.say("test-scores", scores=_scores(trial.verdict.explanation()))]
        why = self.texts.reasons(trial.verdict.decision, self.language)
        decision = trial.decision
        if not trial.verdict.decision:
            parts.append(self.say("test-normal"))
        elif decision.held_back:
            parts.append(self.say(f"test-{decision.held_back}", why=why))
        parts += [self.say("test-confirms", number=r.case_number) for r in decision.confirmed]
        parts += [self._would(new) for new in decision.sanctions]
        if trial.verdict.uncertain:
            doubtful = self.texts.reasons(trial.verdict.uncertain, self.language)
            parts.append(self.say("test-uncertain", why=doubtful))
        if trial.rules.is_shadow and trial.verdict.decision:
            parts.append(self.say("test-shadow"))
        return "\n".join(parts)

    def _would(self, new: NewSanction) -> str:
        name = "warning" if new.kind is SanctionKind.WARNING else "block"
        return self.say(
            "test-waits" if new.needs_confirmation else f"test-{name}",
            why=self.texts.reasons((new.category,), self.language),
            step=new.step,
            period=self._period(new.ends_at - new.starts_at),
        )

    def _kind(self, row: SanctionRow) -> str:
        kind = self.say(f"kind-{row.kind}")
        if row.kind is SanctionKind.WARNING:
            return kind
        return f"{kind} {self._period(row.ends_at - row.starts_at)}"

    def _period(self, period: timedelta) -> str:
        return period_words(period, choose_language(self.language))

    def _grounds(self, row: SanctionRow) -> Iterator[str]:
        if row.actor == RULES:
            yield self.say("case-by-rules", rule=row.rule_version, step=row.step)
        else:
            yield self.say("case-by-moderator", actor=row.actor, step=row.step)
        if row.reason:
            yield self.say("case-reason", reason=row.reason)
        if row.verdict:
            yield self.say(
                "case-scores",
                scores=_scores(row.verdict),
                view=str(row.verdict.get("view", "")),
                model=str(row.verdict.get("model", "")),
            )
        if nearest := row.verdict.get("nearest"):
            yield self.say("case-nearest", nearest=str(nearest))

    def _appeal(self, case: CaseView) -> Iterator[str]:
        if case.appeal is None:
            return
        yield self.say("case-appeal", text=case.appeal.text)
        if case.appeal.decided_at is not None:
            name = "granted" if case.appeal.is_granted else "denied"
            yield self.say(f"case-appeal-{name}", answer=case.appeal.answer or "")

    def _act(self, act: AuditEntry) -> str:
        action = act.action
        known = f"{'action' if action in _ACTIONS else 'event'}-{action}"
        return self.say(
            "act",
            date=self.minute(act.at),
            actor=act.actor,
            action=self.say(known),
            reason=act.reason or "",
        ).rstrip()


_REFUSALS: Final[Mapping[type[EngineError], str]] = MappingProxyType(
    {
        AppealOpen: "error-appeal-open",
        AppealTooLong: "error-appeal-too-long",
        BlockedLonger: "error-blocked-longer",
        CaseSettled: "error-settled",
        NoAppeal: "error-no-appeal",
        NoSuchCase: "error-no-case",
        NotBlockedHere: "error-not-blocked",
        PeriodInvalid: "error-duration",
        ReasonTooLong: "error-reason-too-long",
        RuleInvalid: "error-setting",
    }
)
_ACTIONS = ("warning", "block", "note", "settings", "breaker", "denied")


def state_of(row: SanctionRow, now: datetime) -> str:
    """How a case stands, in the word of the catalogue."""
    if row.is_void:
        return "void"
    if row.is_shadow:
        return "shadow"
    if row.is_pending:
        return "pending"
    if row.kind is SanctionKind.WARNING:
        return "given"
    return "active" if is_running(row, now) else "lifted"


def _scores(verdict: dict[str, Any]) -> str:
    scores = verdict["scores"].items()
    return ", ".join(f"{name} {score:.2f}" for name, score in scores if score >= 0.01)
