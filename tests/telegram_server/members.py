"""Who someone is in a chat, what that allows, and until when."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]

ADMIN_RIGHTS = frozenset(
    {
        "can_manage_chat",
        "can_delete_messages",
        "can_manage_video_chats",
        "can_restrict_members",
        "can_promote_members",
        "can_change_info",
        "can_invite_users",
        "can_post_stories",
        "can_edit_stories",
        "can_delete_stories",
        "can_pin_messages",
        "can_manage_topics",
    }
)
_MEDIA = frozenset(
    {
        "can_send_audios",
        "can_send_documents",
        "can_send_photos",
        "can_send_videos",
        "can_send_video_notes",
        "can_send_voice_notes",
    }
)
PERMISSIONS = _MEDIA | {
    "can_send_messages",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
}

# What an omitted permission is taken from.
_DEFAULTS = {
    "can_manage_topics": "can_pin_messages",
    "can_react_to_messages": "can_send_messages",
}

SHORTEST = timedelta(seconds=30)
LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Member:
    """A person's place in a chat.

    Args:
        user_id: Whose place it is.
        status: As `ChatMember.status`.
        rights: What an administrator may do.
        permissions: What a restricted member may still do.
        until: When a ban or restriction ends, None for never.
        is_present: Whether a restricted person is in the chat.
    """

    user_id: int
    status: Status = "left"
    rights: frozenset[str] = frozenset()
    permissions: frozenset[str] = PERMISSIONS
    until: datetime | None = None
    is_present: bool = True

    @property
    def is_admin(self) -> bool:
        """Whether the person runs the chat or helps to."""
        return self.status in ("creator", "administrator")

    @property
    def is_in_chat(self) -> bool:
        """Whether the person is there at all."""
        return self.status not in ("left", "kicked") and self.is_present

    def may(self, right: str) -> bool:
        """Whether the person holds an administrator's right."""
        return self.status == "creator" or (self.is_admin and right in self.rights)

    def can(self, permission: str) -> bool:
        """Whether the person, being there, may do what members do."""
        return self.is_in_chat and (self.status != "restricted" or permission in self.permissions)

    def at(self, now: datetime) -> "Member":
        """The place as it is then: Telegram lifts what is over without telling anyone."""
        if self.until is None or now < self.until:
            return self
        status: Status = "member" if self.status == "restricted" and self.is_present else "left"
        return replace(self, status=status, permissions=PERMISSIONS, until=None, is_present=True)


def end_of(until_date: int, now: datetime) -> datetime | None:
    """When a ban with this `until_date` ends; None, forever, when it is too near or too far."""
    until = datetime.fromtimestamp(until_date, UTC)
    return until if SHORTEST <= until - now <= LONGEST else None


def implied(chosen: Mapping[str, bool], *, are_independent: bool) -> frozenset[str]:
    """All that a `ChatPermissions` grants: some that it leaves out follow from others."""
    granted = PERMISSIONS & {name for name, is_granted in chosen.items() if is_granted}
    if not are_independent:
        if granted & {"can_send_other_messages", "can_add_web_page_previews"}:
            granted |= _MEDIA | {"can_send_messages"}
        if "can_send_polls" in granted:
            granted |= {"can_send_messages"}
    for name, source in _DEFAULTS.items():
        if name not in chosen and source in granted:
            granted |= {name}
    return granted


def lifts_all(granted: frozenset[str]) -> bool:
    """Whether a restriction with these permissions is none. Tags are the admins' to give."""
    return granted >= PERMISSIONS - {"can_edit_tag"}
