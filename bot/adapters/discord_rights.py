"""Who may moderate on Discord, checked anew at every command: Discord only hides commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.adapters.discord_reading import PLATFORM
from engine.errors import NotAllowed
from engine.moderation.people import Moderator, Standing, Target, may_act_on
from engine.places import place_of

if TYPE_CHECKING:
    from bot.adapters.discord_bot import DiscordBot
    from bot.moderation import Moderation


async def moderator_of(
    interaction: discord.Interaction[DiscordBot], moderation: Moderation
) -> Moderator:
    """The person behind a command, as a moderator of its server.

    Raises:
        NotAllowed: he is none, or this is no server.
    """
    account_id = str(interaction.user.id)
    is_owner = moderation.is_owner(PLATFORM, account_id)
    if interaction.guild is None or not isinstance(interaction.user, discord.Member):
        if not is_owner:
            raise NotAllowed("guild-only")
        return Moderator(PLATFORM, account_id, place_of(PLATFORM, None), is_owner)
    place = place_of(PLATFORM, str(interaction.guild.id))
    moderator = Moderator(PLATFORM, account_id, place, is_owner)
    if is_owner or interaction.permissions.moderate_members:
        return moderator
    role_id = (await moderation.views.options(moderator)).get("moderator-role")
    if role_id is not None and any(str(role.id) == role_id for role in interaction.user.roles):
        return moderator
    raise NotAllowed("not-allowed")


def target_of(
    interaction: discord.Interaction[DiscordBot],
    moderator: Moderator,
    person: discord.User | discord.Member,
) -> Target:
    """The person that a command is about, if the moderator may act on him.

    Raises:
        NotAllowed: the hierarchy forbids it.
    """
    actor = interaction.user
    guild = interaction.guild
    allowed = may_act_on(_standing(actor, guild), _standing(person, guild))
    if moderator.is_owner:
        allowed = not person.bot and person.id != actor.id
    if not allowed:
        raise NotAllowed("hierarchy")
    return named(person)


def named(person: discord.User | discord.Member) -> Target:
    """The person that a command only looks at."""
    return Target(PLATFORM, str(person.id), person.display_name)


def _standing(person: discord.User | discord.Member, guild: discord.Guild | None) -> Standing:
    """How somebody stands in a server; who is not in it any more stands lowest."""
    member = person if isinstance(person, discord.Member) and guild is not None else None
    return Standing(
        account_id=str(person.id),
        rank=member.top_role.position if member else 0,
        is_admin=member is not None and member.guild_permissions.administrator,
        is_guild_owner=guild is not None and person.id == guild.owner_id,
        is_bot=person.bot,
    )
