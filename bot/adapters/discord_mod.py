"""The moderator commands of Discord, `/mod ...`. All answers are seen by the moderator alone."""

from __future__ import annotations

import io
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec

import discord
from discord import app_commands

from bot.adapters.discord_desk import MAX_CHOICES, DiscordDesk, Person, case_choices, texts_of
from bot.adapters.discord_rights import moderator_of, named
from bot.adapters.discord_via import split_for_discord
from bot.moderation import EXPLICABLE
from bot.moderation_desk import OPTION_NAMES
from engine.errors import NotAllowed
from engine.ethics import Category
from engine.moderation.acts import MAX_REASON_CHARS, OTHER
from engine.rules import setting_names

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from bot.texts import Texts
    from engine.moderation.people import Moderator

Interaction = discord.Interaction[Any]
Reason = app_commands.Range[str, 1, MAX_REASON_CHARS]
Number = app_commands.Range[int, 1]

Options = ParamSpec("Options")

_NUM_RECENT: Final = 200  # cases that are offered as choices


def _at_desk(
    command: Callable[
        Concatenate[ModCommands, DiscordDesk, Options], Awaitable[str | tuple[str, bytes]]
    ],
) -> Callable[Concatenate[ModCommands, Interaction, Options], Coroutine[Any, Any, None]]:
    """Acknowledge within Discord's three seconds, check who is asking, answer or explain."""

    @wraps(command)
    async def at_desk(
        self: ModCommands,
        interaction: Interaction,
        /,
        *args: Options.args,
        **kwargs: Options.kwargs,
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            moderator = await moderator_of(interaction, interaction.client.moderation)
            said = await command(self, DiscordDesk(interaction, moderator), *args, **kwargs)
        except EXPLICABLE as refused:
            said = texts_of(interaction).refusal(refused)
        else:
            await _show_on_cards(interaction, moderator, kwargs.get("number"))
        text, file = said if isinstance(said, tuple) else (said, None)
        await _answer(interaction, text, file)

    return at_desk


class ModCommands(app_commands.Group):
    """`/mod` and its subcommands."""

    def __init__(self, texts: Texts) -> None:
        super().__init__(
            name=_text(texts, "command-mod-name"),
            description=_text(texts, "command-mod-description"),
            # A hint to Discord, not a check. In a DM, where the bot's owners use it for the
            # private chats, everybody sees it and is refused.
            default_permissions=discord.Permissions(moderate_members=True),
        )
        self._texts = texts
        for callback in (
            self._warn, self._block, self._unblock, self._pardon, self._confirm, self._grant,
            self._deny, self._extend,
            self._note, self._history, self._case, self._queue, self._settings, self._shadow,
            self._test, self._export,
        ):  # fmt: skip
            self.add_command(self._command(callback.__name__.removeprefix("_"), callback))

    # --- acts -----------------------------------------------------------------------------------

    @_at_desk
    async def _warn(
        self, desk: DiscordDesk, user: Person, reason: Reason, category: str = OTHER
    ) -> str:
        return await desk.warn(desk.target(user), reason, category)

    @_at_desk
    async def _block(
        self,
        desk: DiscordDesk,
        user: Person,
        period: str,
        reason: Reason,
        category: str = OTHER,
    ) -> str:
        return await desk.block(desk.target(user), period, reason, category)

    @_at_desk
    async def _unblock(self, desk: DiscordDesk, user: Person, reason: Reason) -> str:
        return await desk.unblock(desk.target(user), reason)

    @_at_desk
    async def _pardon(self, desk: DiscordDesk, number: Number, reason: Reason) -> str:
        return await desk.pardon(number, reason)

    @_at_desk
    async def _confirm(self, desk: DiscordDesk, number: Number, reason: Reason) -> str:
        return await desk.confirm(number, reason)

    @_at_desk
    async def _grant(self, desk: DiscordDesk, number: Number, reason: Reason) -> str:
        said = await desk.grant(number, reason)
        await desk.tell_decision(number)
        return said

    @_at_desk
    async def _deny(self, desk: DiscordDesk, number: Number, reason: Reason) -> str:
        said = await desk.deny(number, reason)
        await desk.tell_decision(number)
        return said

    @_at_desk
    async def _extend(self, desk: DiscordDesk, number: Number, period: str, reason: Reason) -> str:
        return await desk.extend(number, period, reason)

    @_at_desk
    async def _note(self, desk: DiscordDesk, user: Person, text: Reason) -> str:
        return await desk.note(named(user), text)

    # --- views ----------------------------------------------------------------------------------

    @_at_desk
    async def _history(self, desk: DiscordDesk, user: Person) -> str:
        return await desk.history(named(user))

    @_at_desk
    async def _case(self, desk: DiscordDesk, number: Number) -> str:
        return await desk.case(number)

    @_at_desk
    async def _queue(self, desk: DiscordDesk) -> str:
        return await desk.queue()

    @_at_desk
    async def _test(self, desk: DiscordDesk, text: str, user: Person | None = None) -> str:
        return await desk.test(text, named(user) if user else None)

    @_at_desk
    async def _export(self, desk: DiscordDesk) -> tuple[str, bytes]:
        return await desk.export()

    # --- settings -------------------------------------------------------------------------------

    @_at_desk
    async def _settings(
        self, desk: DiscordDesk, setting: str | None = None, value: str | None = None
    ) -> str:
        if setting is None or value is None:
            return await desk.settings()
        if setting not in OPTION_NAMES:
            return await desk.change(setting, value)
        # Who says who moderates must not be a moderator by that word alone.
        if not (desk.interaction.permissions.manage_guild or desk.moderator.is_owner):
            raise NotAllowed("not-allowed")
        digits = "".join(filter(str.isdigit, value))  # of <@&123>, <#123> or 123
        return await desk.set_option(setting, digits or None)

    @_at_desk
    async def _shadow(self, desk: DiscordDesk, on: bool) -> str:
        return await desk.shadow(on=on)

    # --- how Discord shows them -----------------------------------------------------------------

    def _command(self, name: str, callback: Any) -> app_commands.Command[Any, ..., None]:
        command: app_commands.Command[Any, ..., None] = app_commands.Command(
            name=_text(self._texts, f"command-mod-{name}-name"),
            description=_text(self._texts, f"command-mod-{name}-description"),
            callback=callback,
        )
        for option in [parameter.name for parameter in command.parameters]:
            key = f"command-mod-option-{option}"
            app_commands.rename(**{option: _text(self._texts, f"{key}-name")})(command)
            app_commands.describe(**{option: _text(self._texts, f"{key}-description")})(command)
            if option == "category":
                app_commands.choices(category=self._categories())(command)
            if option in _COMPLETED:
                command.autocomplete(option)(_COMPLETED[option])
        return command

    def _categories(self) -> list[app_commands.Choice[str]]:
        names = [*Category, OTHER]
        return [
            app_commands.Choice(name=_text(self._texts, f"category-{name}"), value=str(name))
            for name in names
        ]


async def _complete_number(
    interaction: discord.Interaction[Any], current: int
) -> list[app_commands.Choice[int]]:
    """The newest cases, or those whose number begins with what is typed."""
    moderation = interaction.client.moderation
    try:
        moderator = await moderator_of(interaction, moderation)
    except NotAllowed:
        return []
    rows = await moderation.views.recent(moderator, _NUM_RECENT)
    return case_choices(interaction, rows, current)


async def _complete_setting(
    _interaction: discord.Interaction[Any], current: str
) -> list[app_commands.Choice[str]]:
    names = [name for name in (*setting_names(), *OPTION_NAMES) if current.lower() in name]
    return [app_commands.Choice(name=name, value=name) for name in names][:MAX_CHOICES]


_COMPLETED: Final[dict[str, Any]] = {"number": _complete_number, "setting": _complete_setting}


async def _show_on_cards(interaction: Interaction, moderator: Moderator, number: object) -> None:
    """The cards of new cases, and of the one that the command was about."""
    await interaction.client.cards.send_due(moderator.place)
    if isinstance(number, int):
        await interaction.client.cards.refresh(moderator.place, number)


async def _answer(interaction: Interaction, text: str, file: bytes | None = None) -> None:
    """Answer in as many messages as it takes; the last one has the file."""
    *pieces, last = split_for_discord(text)
    quiet = discord.AllowedMentions.none()
    for piece in pieces:
        await interaction.followup.send(piece, ephemeral=True, allowed_mentions=quiet)
    files = [discord.File(io.BytesIO(file), "cases.json")] if file else []
    await interaction.followup.send(last, ephemeral=True, allowed_mentions=quiet, files=files)


def _text(texts: Texts, key: str) -> app_commands.locale_str:
    return app_commands.locale_str(texts.say(key, "en"), key=key)
