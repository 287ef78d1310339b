"""The moderator commands of Discord, `/mod ...`. All answers are seen by the moderator alone."""

from __future__ import annotations

import io
import json
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec

import discord
from discord import app_commands

from bot.adapters.discord_rights import moderator_of, named, target_of
from bot.adapters.discord_via import split_for_discord
from bot.moderation import EXPLICABLE
from bot.moderation_texts import ModerationTexts
from engine.durations import parse_duration
from engine.errors import NotAllowed, PeriodInvalid
from engine.ethics import Category
from engine.moderation.acts import MAX_REASON_CHARS, OTHER
from engine.rules import LONGEST, setting_names

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from datetime import timedelta

    from bot.moderation import Moderation
    from bot.texts import Texts
    from engine.moderation.people import Moderator

Interaction = discord.Interaction[Any]
Person = discord.User | discord.Member
Reason = app_commands.Range[str, 1, MAX_REASON_CHARS]
Number = app_commands.Range[int, 1]

Options = ParamSpec("Options")

MAX_CHOICES: Final = 25  # what Discord shows
_NUM_RECENT: Final = 200  # cases that are offered as choices
OPTION_NAMES: Final = ("moderator-role", "mod-log")


class Desk:
    """One moderator command in progress: who gives it, and where its answer goes."""

    def __init__(self, interaction: Interaction, moderation: Moderation) -> None:
        bot = interaction.client
        self.interaction = interaction
        self.acts, self.views = moderation.acts, moderation.views
        self.moderator: Moderator
        self.now = bot.clock()
        wording = bot.wording_of(interaction)
        self.texts = ModerationTexts(wording.texts, wording.language, wording.zone)

    async def tell(self, text: str, file: discord.File | None = None) -> None:
        """Answer, in as many messages as it takes; the last one has the file."""
        pieces = split_for_discord(text)
        quiet = discord.AllowedMentions.none()
        for piece in pieces[:-1]:
            await self.interaction.followup.send(piece, ephemeral=True, allowed_mentions=quiet)
        await self.interaction.followup.send(
            pieces[-1], ephemeral=True, allowed_mentions=quiet, files=[file] if file else []
        )

    async def say(self, key: str, /, **values: str | int) -> None:
        """Answer with a text of the catalogue."""
        await self.tell(self.texts.say(key, **values))


def _at_desk(
    command: Callable[Concatenate[ModCommands, Desk, Options], Coroutine[Any, Any, None]],
) -> Callable[Concatenate[ModCommands, Interaction, Options], Coroutine[Any, Any, None]]:
    """Acknowledge within Discord's three seconds, check who is asking, and explain refusals."""

    @wraps(command)
    async def open_desk(
        self: ModCommands,
        interaction: Interaction,
        /,
        *args: Options.args,
        **kwargs: Options.kwargs,
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        moderation: Moderation = interaction.client.moderation
        desk = Desk(interaction, moderation)
        try:
            desk.moderator = await moderator_of(interaction, moderation)
            await command(self, desk, *args, **kwargs)
        except EXPLICABLE as refused:
            await desk.tell(desk.texts.refusal(refused))

    return open_desk


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
            self._warn, self._block, self._unblock, self._pardon, self._confirm, self._extend,
            self._note, self._history, self._case, self._queue, self._settings, self._shadow,
            self._test, self._export,
        ):  # fmt: skip
            self.add_command(self._command(callback.__name__.removeprefix("_"), callback))

    # --- acts -----------------------------------------------------------------------------------

    @_at_desk
    async def _warn(self, desk: Desk, user: Person, reason: Reason, category: str = OTHER) -> None:
        target = target_of(desk.interaction, desk.moderator, user)
        row = await desk.acts.warn(desk.moderator, target, reason, category)
        await desk.say("warned", number=row.case_number, name=target.name)

    @_at_desk
    async def _block(
        self,
        desk: Desk,
        user: Person,
        period: str,
        reason: Reason,
        category: str = OTHER,
    ) -> None:
        target = target_of(desk.interaction, desk.moderator, user)
        length = _period(period)
        row = await desk.acts.block(desk.moderator, target, length, reason, category)
        until = desk.texts.minute(row.until)
        await desk.say("blocked", number=row.case_number, name=target.name, until=until)

    @_at_desk
    async def _unblock(self, desk: Desk, user: Person, reason: Reason) -> None:
        target = target_of(desk.interaction, desk.moderator, user)
        rows = await desk.acts.unblock(desk.moderator, target, reason)
        numbers = ", ".join(f"#{row.case_number}" for row in rows)
        await desk.say("unblocked", name=target.name, numbers=numbers)

    @_at_desk
    async def _pardon(self, desk: Desk, number: Number, reason: Reason) -> None:
        row = await desk.acts.pardon(desk.moderator, number, reason)
        await desk.say("pardoned", number=row.case_number)

    @_at_desk
    async def _confirm(self, desk: Desk, number: Number, reason: Reason) -> None:
        row = await desk.acts.confirm(desk.moderator, number, reason)
        until = desk.texts.minute(row.until)
        await desk.say("confirmed", number=row.case_number, until=until)

    @_at_desk
    async def _extend(self, desk: Desk, number: Number, period: str, reason: Reason) -> None:
        row = await desk.acts.extend(desk.moderator, number, _period(period), reason)
        until = desk.texts.minute(row.until)
        await desk.say("extended", number=row.case_number, until=until)

    @_at_desk
    async def _note(self, desk: Desk, user: Person, text: Reason) -> None:
        target = named(user)
        await desk.acts.note(desk.moderator, target, text)
        await desk.say("noted", name=target.name)

    # --- views ----------------------------------------------------------------------------------

    @_at_desk
    async def _history(self, desk: Desk, user: Person) -> None:
        history = await desk.views.history(desk.moderator, named(user))
        await desk.tell(desk.texts.history(history, user.display_name, desk.now))

    @_at_desk
    async def _case(self, desk: Desk, number: Number) -> None:
        case = await desk.views.case(desk.moderator, number)
        await desk.tell(desk.texts.case(case, desk.now))

    @_at_desk
    async def _queue(self, desk: Desk) -> None:
        await desk.tell(desk.texts.queue(await desk.views.queue(desk.moderator), desk.now))

    @_at_desk
    async def _test(self, desk: Desk, text: str, user: Person | None = None) -> None:
        target = named(user) if user else None
        await desk.tell(desk.texts.trial(await desk.views.trial(desk.moderator, text, target)))

    @_at_desk
    async def _export(self, desk: Desk) -> None:
        exported = await desk.views.export(desk.moderator)
        content = json.dumps(exported, ensure_ascii=False, indent=1).encode()
        file = discord.File(io.BytesIO(content), "cases.json")
        await desk.tell(desk.texts.say("exported", count=len(exported["cases"])), file)

    # --- settings -------------------------------------------------------------------------------

    @_at_desk
    async def _settings(
        self, desk: Desk, setting: str | None = None, value: str | None = None
    ) -> None:
        if setting is None or value is None:
            await desk.tell(desk.texts.settings(await desk.views.rules(desk.moderator)))
        elif setting in OPTION_NAMES:
            await self._set_option(desk, setting, value)
        else:
            rules = await desk.acts.change(desk.moderator, setting, value)
            await desk.say("changed", name=setting, value=rules.described()[setting])

    async def _set_option(self, desk: Desk, name: str, value: str) -> None:
        # Who says who moderates must not be a moderator by that word alone.
        if not (desk.interaction.permissions.manage_guild or desk.moderator.is_owner):
            raise NotAllowed("not-allowed")
        chosen = "".join(filter(str.isdigit, value)) or None  # <@&123>, <#123> or 123
        await desk.acts.set_option(desk.moderator, name, chosen)
        await desk.say("changed", name=name, value=value if chosen else "-")

    @_at_desk
    async def _shadow(self, desk: Desk, on: bool) -> None:
        word = "on" if on else "off"
        await desk.acts.change(desk.moderator, "shadow", word)
        await desk.say(f"shadow-{word}")

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
    typed = str(current or "")
    wording = interaction.client.wording_of(interaction)
    texts = ModerationTexts(wording.texts, wording.language, wording.zone)
    rows = await moderation.views.recent(moderator, _NUM_RECENT)
    return [
        app_commands.Choice(
            name=texts.line(row, interaction.client.clock())[:100], value=row.case_number
        )
        for row in rows
        if str(row.case_number).startswith(typed)
    ][:MAX_CHOICES]


async def _complete_setting(
    _interaction: discord.Interaction[Any], current: str
) -> list[app_commands.Choice[str]]:
    names = [name for name in (*setting_names(), *OPTION_NAMES) if current.lower() in name]
    return [app_commands.Choice(name=name, value=name) for name in names][:MAX_CHOICES]


_COMPLETED: Final[dict[str, Any]] = {"number": _complete_number, "setting": _complete_setting}


def _period(text: str) -> timedelta:
    period = parse_duration(text)
    if period is None or period > LONGEST:
        raise PeriodInvalid(text)
    return period


def _text(texts: Texts, key: str) -> app_commands.locale_str:
    return app_commands.locale_str(texts.say(key, "en"), key=key)
