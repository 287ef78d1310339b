"""The methods of the Bot API, one function each."""

from collections.abc import Callable

from tests.telegram_server.calls import Call
from tests.telegram_server.methods import chats, commands, media, messages, moderation, webhooks
from tests.telegram_server.state import State

Method = Callable[[State, Call], object]

# `getUpdates` is missing here: it waits, and so it belongs to the routes.
METHODS: dict[str, Method] = {
    "answerCallbackQuery": messages.answer_callback_query,
    "banChatMember": moderation.ban_chat_member,
    "banChatSenderChat": moderation.ban_chat_sender_chat,
    "deleteMessage": messages.delete_message,
    "deleteMyCommands": commands.delete_my_commands,
    "deleteWebhook": webhooks.delete_webhook,
    "editMessageCaption": messages.edit_message_caption,
    "editMessageReplyMarkup": messages.edit_message_reply_markup,
    "editMessageText": messages.edit_message_text,
    "getChat": chats.get_chat,
    "getChatAdministrators": chats.get_chat_administrators,
    "getChatMember": chats.get_chat_member,
    "getChatMemberCount": chats.get_chat_member_count,
    "getFile": media.get_file,
    "getMe": chats.get_me,
    "getMyCommands": commands.get_my_commands,
    "getWebhookInfo": webhooks.get_webhook_info,
    "leaveChat": chats.leave_chat,
    "restrictChatMember": moderation.restrict_chat_member,
    "sendChatAction": messages.send_chat_action,
    "sendDocument": media.send_document,
    "sendMessage": messages.send_message,
    "sendMessageDraft": messages.send_message_draft,
    "sendPhoto": media.send_photo,
    "setMyCommands": commands.set_my_commands,
    "setWebhook": webhooks.set_webhook,
    "unbanChatMember": moderation.unban_chat_member,
    "unbanChatSenderChat": moderation.unban_chat_sender_chat,
}
