"""Who may moderate on Telegram, asked anew at every command: a menu hides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from telegram import ChatMemberAdministrator, ChatMemberOwner
from telegram.error import BadRequest
from telegram.ext.filters import MessageFilter

from bot.adapters.telegram_address import is_private
from bot.adapters.telegram_place import PLATFORM
from engine.errors import NotAllowed
from engine.moderation.people import Moderator, Standing, Target, may_act_on
from engine.places import place_of

if TYPE_CHECKING:
    from telegram import ChatMember, Message, User

    from bot.moderation import Moderation

_ANONYMOUS: Final = "anonymous"
_MODERATOR_RANK: Final = 1  # Telegram has no roles: whoever may restrict stands above members


class FromAnonymousAdmin(MessageFilter):
    """Lets through what an administrator wrote in the name of the group."""

    def filter(self, message: Message) -> bool:
        """Whether it is so; Telegram lets nobody else speak as the group itself."""
        return message.sender_chat is not None and message.sender_chat.id == message.chat.id


async def moderator_of(message: Message, moderation: Moderation) -> Moderator:
    """The person behind a command, as a moderator of its group.

    Raises:
        NotAllowed: he is none, or this is no group.
    """
    person = message.from_user
    account_id = str(person.id) if person else _ANONYMOUS
    is_owner = moderation.is_owner(PLATFORM, account_id)
    if is_private(message):
        if not is_owner:
            raise NotAllowed("guild-only")
        return Moderator(PLATFORM, account_id, place_of(PLATFORM, None), is_owner)
    place = place_of(PLATFORM, str(message.chat.id))
    if FromAnonymousAdmin().filter(message):
        return Moderator(PLATFORM, _ANONYMOUS, place)
    if person is None or message.sender_chat is not None:
        raise NotAllowed("not-allowed")
    if not is_owner and not _may_restrict(await message.chat.get_member(person.id)):
        raise NotAllowed("not-allowed")
    return Moderator(PLATFORM, account_id, place, is_owner)


async def target_of(message: Message, moderator: Moderator, person: User) -> Target:
    """The person that a command is about, if the moderator may act on him.

    Raises:
        NotAllowed: the hierarchy forbids it.
    """
    actor = Standing(moderator.account_id, _MODERATOR_RANK)
    target = Standing(str(person.id), is_bot=person.is_bot)
    if not is_private(message) and not moderator.is_owner:
        member = await _member(message, person)
        target = Standing(
            str(person.id),
            is_admin=isinstance(member, ChatMemberAdministrator),
            is_guild_owner=isinstance(member, ChatMemberOwner),
            is_bot=person.is_bot,
        )
    if not may_act_on(actor, target):
        raise NotAllowed("hierarchy")
    return named(person)


def named(person: User) -> Target:
    """The person that a command only looks at."""
    return Target(PLATFORM, str(person.id), person.full_name)


async def _member(message: Message, person: User) -> ChatMember | None:
    try:
        return await message.chat.get_member(person.id)
    except BadRequest:  # Telegram does not know him here any more: he is no administrator
        return None


def _may_restrict(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberAdministrator):
        return member.can_restrict_members
    return isinstance(member, ChatMemberOwner)
