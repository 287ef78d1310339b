"""The two buttons under `/forget`. All they know is in their id, so they outlive a restart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, Self, cast

import discord
import structlog

from bot.adapters.discord_boundary import tell_interaction
from bot.adapters.discord_reading import PLATFORM

if TYPE_CHECKING:
    import re

    from bot.adapters.discord_bot import DiscordBot
    from bot.adapters.discord_via import Wording

CONFIRM_WITHIN = timedelta(minutes=2)
Choice = Literal["yes", "no"]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Question:
    """Who was asked whether she shall forget, and how long the answer counts."""

    account_id: int
    expires_at: datetime

    def button_id(self, choice: Choice) -> str:
        """The id of the button for one choice."""
        return f"forget:{choice}:{self.account_id}:{int(self.expires_at.timestamp())}"

    @classmethod
    def of(cls, match: re.Match[str]) -> Question:
        """The question a button's id belongs to."""
        expires_at = datetime.fromtimestamp(int(match["expires"]), UTC)
        return cls(int(match["account_id"]), expires_at)


class ForgetButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"forget:(?P<choice>yes|no):(?P<account_id>\d+):(?P<expires>\d+)",
):
    """One choice under the question; it counts only for the person who was asked."""

    def __init__(self, question: Question, choice: Choice, label: str) -> None:
        style = discord.ButtonStyle.danger if choice == "yes" else discord.ButtonStyle.secondary
        custom_id = question.button_id(choice)
        super().__init__(discord.ui.Button(label=label, style=style, custom_id=custom_id))
        self._question = question
        self._choice = choice

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],  # noqa: ARG003 (the library's signature)
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> Self:
        """The button that was pressed."""
        label = item.label if isinstance(item, discord.ui.Button) else None
        return cls(Question.of(match), cast("Choice", match["choice"]), label or "")

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Forget, or leave it, and say so in place of the question."""
        bot: DiscordBot = interaction.client
        wording = bot.wording_of(interaction)
        try:
            await self._answer(interaction, bot, wording)
        except Exception:
            log.exception("discord_forget_failed", interaction_id=interaction.id)
            await tell_interaction(interaction, wording)

    async def _answer(
        self, interaction: discord.Interaction[Any], bot: DiscordBot, wording: Wording
    ) -> None:
        if interaction.user.id != self._question.account_id:
            text = wording.say("forget-not-yours")
            await interaction.response.send_message(text, ephemeral=True)
        elif bot.clock() >= self._question.expires_at:
            await interaction.response.edit_message(
                content=wording.say("forget-expired"), view=None
            )
        elif self._choice == "no":
            await interaction.response.edit_message(content=wording.say("forget-kept"), view=None)
        else:
            await self._forget(interaction, bot, wording)

    async def _forget(
        self, interaction: discord.Interaction[Any], bot: DiscordBot, wording: Wording
    ) -> None:
        # The buttons go first: a second press must not show an empty receipt.
        await interaction.response.edit_message(view=None)
        receipt = await bot.engine.forget(PLATFORM, str(interaction.user.id))
        text = wording.texts.forgotten(receipt, wording.language)
        await interaction.edit_original_response(content=text)


def question_view(question: Question, wording: Wording) -> discord.ui.View:
    """The two buttons to send with the question."""
    view = discord.ui.View(timeout=CONFIRM_WITHIN.total_seconds())
    view.add_item(ForgetButton(question, "yes", wording.say("forget-yes")))
    view.add_item(ForgetButton(question, "no", wording.say("forget-no")))
    return view
