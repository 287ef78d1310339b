"""Cards of cases in a server's log. Their buttons know the case, so they outlive a restart."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final, Literal, Self, cast

import discord
import structlog

from bot.adapters.discord_boundary import NETWORK_ERRORS, tell_interaction
from bot.adapters.discord_desk import DiscordDesk, texts_of
from bot.adapters.discord_reading import language_of_guild
from bot.adapters.discord_rights import moderator_of
from bot.moderation import EXPLICABLE
from bot.moderation_texts import ModerationTexts, state_of
from engine.moderation.acts import MAX_REASON_CHARS

if TYPE_CHECKING:
    import re

    from bot.adapters.discord_bot import DiscordBot
    from engine.moderation.log import ModLog
    from engine.moderation.views import CaseView

Act = Literal["grant", "deny", "confirm", "dismiss", "pardon", "extend"]
_BUTTONS: Final[dict[str, tuple[Act, ...]]] = {
    "pending": ("confirm", "dismiss"),
    "active": ("pardon", "extend"),
    "given": ("pardon",),
}
"""What can be done to a case, by how it stands."""

_STYLES: Final = {
    "grant": discord.ButtonStyle.success,
    "deny": discord.ButtonStyle.secondary,
    "confirm": discord.ButtonStyle.danger,
    "dismiss": discord.ButtonStyle.secondary,
    "pardon": discord.ButtonStyle.success,
    "extend": discord.ButtonStyle.danger,
}
_COLOURS: Final = {
    "pending": discord.Colour.orange(),
    "active": discord.Colour.red(),
    "given": discord.Colour.gold(),
}
_MAX_EMBED_CHARS: Final = 4096
log = structlog.get_logger(__name__)


class Cards:
    """Sends the cards that are due, and brings them up to date."""

    def __init__(self, bot: DiscordBot, mod_log: ModLog) -> None:
        self._bot = bot
        self._mod_log = mod_log
        self._sending = asyncio.Lock()  # two turns at once must not send the same card

    async def send_due(self, place: str) -> None:
        """Send what a place's log does not show yet. What cannot be sent stays due."""
        async with self._sending:
            due = await self._mod_log.due(place)
            if due is None:
                return
            try:
                channel = await self._channel(due.chat_id)
                for case in due.cases:
                    message = await channel.send(
                        embed=self._embed(case, channel),
                        view=self._view(case, channel),
                        nonce=f"case-{case.row.sanction_id}",
                    )
                    await self._mod_log.sent(case, due.chat_id, str(message.id))
            except NETWORK_ERRORS as error:
                log.warning("discord_card_not_sent", place=place, reason=type(error).__name__)

    async def report(
        self, place: str, message: discord.Message, by: discord.User | discord.Member, words: str
    ) -> bool:
        """Show the moderators what a member reports; False if the place has no log."""
        chat_id = await self._mod_log.channel(place)
        if chat_id is None:
            return False
        try:
            channel = await self._channel(chat_id)
            text = self._texts(channel).say(
                "reported", by=str(by), author=str(message.author), url=message.jump_url, text=words
            )
            await channel.send(embed=discord.Embed(description=text[:_MAX_EMBED_CHARS]))
        except NETWORK_ERRORS as error:
            log.warning("discord_report_not_sent", place=place, reason=type(error).__name__)
            return False
        return True

    async def refresh(self, place: str, number: int) -> None:
        """Show how a case stands now."""
        found = await self._mod_log.card(place, number)
        if found is None:
            return
        card, case = found
        try:
            channel = await self._channel(card.chat_id)
            message = channel.get_partial_message(int(card.message_id))
            await message.edit(embed=self._embed(case, channel), view=self._view(case, channel))
        except NETWORK_ERRORS as error:
            log.warning("discord_card_not_refreshed", place=place, reason=type(error).__name__)

    async def _channel(self, chat_id: str) -> discord.TextChannel:
        channel_id = int(chat_id)
        channel = self._bot.get_channel(channel_id) or await self._bot.fetch_channel(channel_id)
        return cast("discord.TextChannel", channel)

    def _texts(self, channel: discord.TextChannel) -> ModerationTexts:
        wording = self._bot.wording(language_of_guild(channel.guild))
        return ModerationTexts(wording.texts, wording.language, wording.zone)

    def _embed(self, case: CaseView, channel: discord.TextChannel) -> discord.Embed:
        now = self._bot.clock()
        return discord.Embed(
            description=self._texts(channel).case(case, now)[:_MAX_EMBED_CHARS],
            colour=_COLOURS.get(state_of(case.row, now), discord.Colour.light_grey()),
        )

    def _view(self, case: CaseView, channel: discord.TextChannel) -> discord.ui.View:
        texts = self._texts(channel)
        view = discord.ui.View(timeout=None)
        acts = _BUTTONS.get(state_of(case.row, self._bot.clock()), ())
        if case.appeal is not None and case.appeal.decided_at is None:
            acts = ("grant", "deny", *acts)
        for act in acts:
            view.add_item(CardButton(act, case.row.case_number, texts.say(f"button-{act}")))
        return view


class CardButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"case:(?P<act>grant|deny|confirm|dismiss|pardon|extend):(?P<number>[1-9]\d{0,8})",
):
    """One thing that a moderator can do to a case; a form asks why."""

    def __init__(self, act: Act, number: int, label: str) -> None:
        super().__init__(
            discord.ui.Button(label=label, style=_STYLES[act], custom_id=f"case:{act}:{number}")
        )
        self._act = act
        self._number = number

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
        return cls(cast("Act", match["act"]), int(match["number"]), label or "")

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Ask for the reason, if he may do this at all."""
        texts = texts_of(interaction)
        try:
            await moderator_of(interaction, interaction.client.moderation)
        except EXPLICABLE as refused:
            await interaction.response.send_message(texts.refusal(refused), ephemeral=True)
        else:
            await interaction.response.send_modal(ReasonForm(self._act, self._number, texts))


class ReasonForm(discord.ui.Modal):
    """Why, and for an extension for how long."""

    def __init__(self, act: Act, number: int, texts: ModerationTexts) -> None:
        super().__init__(title=f"#{number} {texts.say(f'button-{act}')}")
        self._act = act
        self._number = number
        self._period: discord.ui.TextInput[Any] | None = None
        if act == "extend":
            self._period = discord.ui.TextInput(
                label=texts.say("form-period"), custom_id="period", max_length=40
            )
            self.add_item(self._period)
        self._reason: discord.ui.TextInput[Any] = discord.ui.TextInput(
            label=texts.say("form-reason"),
            custom_id="reason",
            style=discord.TextStyle.paragraph,
            max_length=MAX_REASON_CHARS,
        )
        self.add_item(self._reason)

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        """Do it, say so, and show it on the card."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        bot: DiscordBot = interaction.client
        try:
            # asked again: minutes may lie between the button and the form
            moderator = await moderator_of(interaction, bot.moderation)
            said = await self._do(DiscordDesk(interaction, moderator))
        except EXPLICABLE as refused:
            said = texts_of(interaction).refusal(refused)
        else:
            await bot.cards.refresh(moderator.place, self._number)
            await bot.cards.send_due(moderator.place)
        await interaction.followup.send(said, ephemeral=True)

    async def on_error(  # type: ignore[override]  # as in discord.ui.Modal itself
        self, interaction: discord.Interaction[Any], error: Exception, /
    ) -> None:
        """Log what broke and tell the moderator."""
        log.error("discord_card_failed", act=self._act, exc_info=error)
        await tell_interaction(interaction, interaction.client.wording_of(interaction))

    async def _do(self, desk: DiscordDesk) -> str:
        reason = self._reason.value
        if self._act in {"grant", "deny"}:
            decide = desk.grant if self._act == "grant" else desk.deny
            said = await decide(self._number, reason)
            await desk.tell_decision(self._number)
            return said
        if self._act == "confirm":
            return await desk.confirm(self._number, reason)
        if self._period is not None:
            return await desk.extend(self._number, self._period.value, reason)
        return await desk.pardon(self._number, reason)
