# Her own words are short and warm; notices are plain and polite.
# Names and placeables must be those of ko.ftl.

## Rule names

category-love = love confessions or asking her out
category-politics = politics
category-paedrip = insulting someone's parents
category-hate = hate speech
category-other = breaking another rule

## Notices

notice-warned =
    ⚠️ This is a warning. Reason: { $why }.
    You can keep chatting this time, but if it happens again you won't be able to talk with Lora for a while.
notice-cautioned =
    ⚠️ The moderators will look at this message. Reason: { $why }.
    You can keep chatting for now, but once more and you will be blocked.
notice-blocked =
    🚫 You can't chat with Lora for now. Reason: { $why }.
    She won't answer until { $until }. See /status for your record.
notice-too-long = That's a bit long for Lora to read in one go. Her friend Hyena is the one for long texts. Could you shorten it and send it again?
notice-busy = Many people are talking with Lora right now, so this message wasn't taken. Please send it again in a moment.
notice-no-answer = (left on read) 😉
notice-failed = Something went wrong while preparing an answer. Please send it again in a moment.
notice-missed =
    { $count ->
        [one] Lora was away and couldn't answer { $count } message. If it still matters, please send it again.
       *[other] Lora was away and couldn't answer { $count } messages. If they still matter, please send them again.
    }
text-only = Lora can only read text for now. Please write it as a message.
chat-empty = Please add what you want to say to Lora.
discord-mention-me = Please mention Lora with @ or use /chat, so that she can read your message.
command-failed = That didn't work just now. Please try again in a moment.

## Status

status-free = ✅ You can chat with Lora.
status-blocked =
    🚫 You can't chat with Lora right now.
    Reason: { $why }
    Until: { $until }
status-sanctions-none = You have no warnings or blocks.
status-sanctions =
    { $count ->
        [one] { $count } warning or block on record
       *[other] { $count } warnings and blocks on record
    }
status-warning = · #{ $number } { $date }, { $why }: warning
status-warning-pending = · #{ $number } { $date }, { $why }: warning under review
status-warning-void = · #{ $number } { $date }, { $why }: warning (withdrawn)
status-warning-lifted = · #{ $number } { $date }, { $why }: warning (over)
status-block = · #{ $number } { $date }, { $why }: blocked until { $until }
status-block-pending = · #{ $number } { $date }, { $why }: under review (not blocked yet)
status-block-void = · #{ $number } { $date }, { $why }: block (withdrawn)
status-block-lifted = · #{ $number } { $date }, { $why }: block (lifted on { $until })
status-more = · { $count } earlier
status-memories-none = Lora doesn't remember anything about you yet.
status-memories =
    { $count ->
        [one] { $count } thing Lora remembers
       *[other] { $count } things Lora remembers
    }
status-memory = · { $key }: { $value }
status-forget-hint = To delete it all, use /forget.

## Forgetting

forget-confirm = Delete everything Lora remembers and all your conversations? This can't be undone. Your record of warnings and blocks stays.
forget-yes = Delete
forget-no = Keep
forget-kept = Nothing was deleted.
forget-not-yours = Only the person who used the command can press this button.
forget-expired = Time ran out, so nothing was deleted. If you still want to, use /forget again.
forgotten = 🧹 Deleted. Memories: { $memories }, summaries: { $summaries }, exchanges: { $turns }, texts of your messages: { $messages }.
forgotten-nothing = There was nothing to delete. Lora has no memories or conversations of yours.
forgotten-record = Your record of warnings and blocks is kept.

## First meeting

welcome =
    Hi, I'm Oh-LoRA! Call me Lora ✨
    I'm a virtual student of AI, and I love music and iced americano. Come talk to me!

    Lora is an AI chatbot, not a person. She speaks Korean best.
    · She remembers what you tell her, like your name or what you enjoy.
    · See what she remembers with /status, and delete it all with /forget.
    · Love confessions or asking her out, politics, insulting someone's parents and hate speech lead to warnings or blocks.

    For more, see /help. About your data, see /privacy.
help =
    How to talk with Lora:
    · In a private chat, just send a message.
    · In a server or group, mention her with @, reply to her message, or use /chat.

    Commands:
    · /chat talk to Lora
    · /status your status and what Lora remembers
    · /forget delete Lora's memories and your conversations
    · /privacy about your data
privacy =
    What Lora stores, and how to delete it:
    · Stored: your messages and Lora's answers, summaries of conversations, what Lora remembers, your record of warnings and blocks, your account number, display name and language
    · Used for: answering you and keeping the rules, nothing else. It is not used to train models.
    · Kept at: the database on the computer that runs this bot. Answers are made on that computer too; nothing goes to an outside AI service.
    · See it: /status
    · Delete it: /forget deletes the texts of your messages, conversations, summaries and memories at once. Your record of warnings and blocks stays.

## Command names and descriptions (Discord, Telegram)

command-chat-name = chat
command-chat-description = Talk to Lora
command-chat-message-name = message
command-chat-message-description = What you want to say to Lora
command-status-name = status
command-status-description = See your status and what Lora remembers
command-forget-name = forget
command-forget-description = Delete Lora's memories and your conversations
command-help-name = help
command-help-description = See how to talk with Lora
command-privacy-name = privacy
command-privacy-description = See what is stored and how to delete it
command-start-description = Say hello to Lora

## For the operator

hint-discord-cannot-send = The bot can't write in the Discord channel { $chat }. Give its role the permissions View Channel and Send Messages.
hint-telegram-cannot-send = The bot can't write in the Telegram chat { $chat }. Allow it to send messages in the group's settings.
hint-telegram-conflict = Another program is already running with the same Telegram token. Stop all but one.
doctor-discord-login = Discord: logged in as { $name }.
doctor-discord-bad-token = Discord didn't accept the token. Make a new one in the Bot menu at https://discord.com/developers/applications and write it to DISCORD_TOKEN.
doctor-discord-unreachable = Discord can't be reached ({ $reason }). Check the internet connection.
doctor-discord-content-intent = Discord: message contents can be read.
doctor-discord-no-content-intent = Discord: MESSAGE CONTENT INTENT is off, so only mentions, private chats and /chat can be read. For replies without a mention, turn it on in the Bot menu and start again.
doctor-discord-guilds = Discord: servers she is in: { $count }.
doctor-discord-no-guilds = Discord: she is in no server yet. Use the invite link.
doctor-discord-invite = Discord invite link: { $url }
doctor-telegram-login = Telegram: logged in as { $name }.
doctor-telegram-bad-token = Telegram didn't accept the token. Check it with @BotFather and write it to TELEGRAM_TOKEN.
doctor-telegram-unreachable = Telegram can't be reached ({ $reason }). Check the internet connection.
doctor-telegram-privacy-off = Telegram: in groups, messages that mention her can be read.
doctor-telegram-privacy-on = Telegram: in groups, only commands and replies to her can be read. For mentions, set /setprivacy to Disable with @BotFather and invite the bot to the group again.
doctor-telegram-groups = Telegram: she can be invited to groups.
doctor-telegram-no-groups = Telegram: she can't be invited to groups. To allow it, set /setjoingroups to Enable with @BotFather.
doctor-telegram-webhook = Telegram: a webhook is set to { $host }. At the start it is deleted, and messages are fetched directly.
connect-hint = To put her on Discord or Telegram, write DISCORD_TOKEN or TELEGRAM_TOKEN into .env and start again.
connect-discord = Discord: get a token and turn on MESSAGE CONTENT INTENT in the Bot menu at https://discord.com/developers/applications, write it to DISCORD_TOKEN in .env, and start again.
connect-telegram = Telegram: send /newbot to @BotFather to get a token, write it to TELEGRAM_TOKEN in .env, and start again.

## Terminal

console-name = Lora
console-greeting = There you are! I was waiting 😆 How's your day?
console-goodbye = Bye! Talk to you soon 👋
console-intro = Lora is an AI chatbot. Type /help for commands, and /quit or Ctrl-D to leave.
console-thinking = thinking…
console-help =
    Type what you want to say and press Enter.
    · /status your status and what Lora remembers
    · /forget delete Lora's memories and your conversations
    · /help this help
    · /quit leave
console-unknown-command = Unknown command: { $command }. See /help for what you can use.
console-forget-question = To delete, type "yes".

## Preparing the models (once)

prepare-assemble = Assembling the model file: { $model }
prepare-download = Downloading the model (once, { $megabytes } MB): { $model }
prepare-convert = Converting the model (once, { $megabytes } MB): { $model }

## doctor: this machine

doctor-memory = Memory: { $free } GB are free.
doctor-memory-low = Memory: only { $free } GB are free. She needs { $needed } GB; please close other programs.
doctor-disk = Disk: { $free } GB are free.
doctor-disk-low = Disk: only { $free } GB are free. { $needed } GB are needed; free some space, or set OHLORA_CACHE to another folder.
doctor-models = Models: the { $profile } profile is ready.
doctor-models-broken = The models could not be prepared. { $reason }
doctor-database = Database: it opens without a problem.
doctor-database-broken = There is a problem with the database. { $reason }

## In groups

status-in-group = Your record and memories are only shown in a private chat, so that others cannot see them.
forget-in-group = Deleting works in a private chat.
open-private-chat = Open a private chat

## Training and evaluation

train-needs-extra = Packages for training are missing: { $packages }. Install them: pip install 'oh-lora[train]'
