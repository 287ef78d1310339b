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

## One person on two platforms

link-code = 🔗 Send Lora /link { $code } on the other platform. It can be used once, within 10 minutes. The memories and the record of both accounts become one. Show this code to nobody.
link-done = 🔗 Your accounts are linked. Lora knows you as one person everywhere now.
link-undone = Your accounts are parted. Lora's memories stay with the other one; warnings and blocks stay with both.
link-error-code = This code cannot be used: its time may be over, or it was used before. Get a new one with /link on the other platform.
link-error-same = This code is for the other platform.
link-error-already = An account is linked already. Part them with /unlink first.
link-error-alone = No account is linked.
link-in-group = You can link accounts in a private chat.
command-link-name = link
command-link-description = Be one person on Discord and Telegram
command-link-code-name = code
command-link-code-description = The code from the other platform; a new one if left out
command-unlink-name = unlink
command-unlink-description = Part linked accounts; no block is lifted by it

## Appeals

appeal-how = If something on your record is wrong, tell the moderators with /appeal, its number and why.
appeal-hint = If this is wrong, tell the moderators with /appeal.
appeal-opened = 📨 Your appeal of #{ $number } is with the moderators. You will be told what they decide.
appeal-granted = 📨 Your appeal of #{ $number } is granted: the case is withdrawn, and you can talk with Lora again. The moderators say: { $answer }
appeal-denied = 📨 Your appeal of #{ $number } is denied. The moderators say: { $answer }
appeal-usage = Please give the number of the case and what you have to say, like: /appeal 12 It was a joke among friends. /status shows the numbers.
appeal-in-group = You can appeal in a private chat.
command-appeal-name = appeal
command-appeal-description = Tell the moderators that a warning or block is wrong
command-appeal-number-name = number
command-appeal-number-description = The number of the case
command-appeal-text-name = text
command-appeal-text-description = Why it is wrong (up to 1,000 characters)

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
    · /link be one person on Discord and Telegram
    · /appeal to say that a warning or block is wrong
    · /forget delete Lora's memories and your conversations
    · /privacy about your data
privacy =
    What Lora stores, and how to delete it:
    · Stored: your messages and Lora's answers, summaries of conversations, what Lora remembers, your record of warnings and blocks (the message behind each for 90 days), your appeals, your account number, display name and language
    · Used for: answering you and keeping the rules, nothing else. It is not used to train models.
    · Kept at: the database on the computer that runs this bot. Answers are made on that computer too; nothing goes to an outside AI service.
    · See it: /status
    · Delete it: /forget deletes the texts of your messages, conversations, summaries and memories at once. Your record of warnings and blocks stays, without the messages behind it and without appeals that are decided.

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

## Moderation

mod-warned = ✅ #{ $number }: { $name } is warned, and will be told with the next reply.
mod-blocked = ✅ #{ $number }: { $name } is blocked until { $until }.
mod-unblocked = ✅ The blocks of { $name } are lifted: { $numbers }
mod-pardoned = ✅ #{ $number } is pardoned. It no longer counts as a step.
mod-confirmed = ✅ #{ $number } is confirmed: blocked until { $until }.
mod-extended = ✅ #{ $number }: the block now lasts until { $until }.
mod-noted = ✅ Your note on { $name } is kept.
mod-changed = ✅ { $name } = { $value }
mod-shadow-on = 🌙 Shadow mode is on. Verdicts are written down, and nobody is blocked.
mod-shadow-off = ☀️ Shadow mode is off. Verdicts take effect from now on.
mod-queue =
    { $count ->
        [one] { $count } case waits for you
       *[other] { $count } cases wait for you
    }
mod-queue-none = No case waits for you.
mod-history =
    { $count ->
        [one] { $count } case of { $name }
       *[other] { $count } cases of { $name }
    }
mod-history-none = There is no case of { $name }.
mod-history-notes = Notes and acts
mod-act = · { $date } { $actor } { $action } { $reason }
mod-settings = These are the settings. To change one, give its name and a value.
mod-setting = · { $name } = { $value }
mod-exported =
    { $count ->
        [one] { $count } case of this place is in the file. It holds personal data: handle it with care.
       *[other] { $count } cases of this place are in the file. They hold personal data: handle it with care.
    }

mod-case-line = #{ $number } { $date } { $why } · { $kind } · { $state }
mod-case-who = Who: { $accounts }
mod-case-excerpt = Words: { $text }
mod-case-no-excerpt = Words: none, or kept no longer.
mod-case-by-rules = Decided by: the rules ({ $rule }, step { $step })
mod-case-by-moderator = Decided by: { $actor } (step { $step })
mod-case-reason = Reason: { $reason }
mod-case-scores = Verdict: { $scores } · read as { $view } · model { $model }
mod-case-nearest = Nearest example: { $nearest }
mod-case-event = · { $date } { $event } { $actor } { $reason }

mod-kind-warning = warning
mod-kind-block = block
mod-state-pending = waits for confirmation
mod-state-active = in force
mod-state-lifted = over
mod-state-void = withdrawn
mod-state-shadow = shadow (not applied)
mod-state-given = on record

mod-event-activated = in force
mod-event-dismissed = dismissed
mod-event-cautioned = person cautioned
mod-event-noticed = person told
mod-event-expired = time over
mod-event-lifted = lifted
mod-event-pardoned = pardoned
mod-action-warning = warning
mod-action-block = block
mod-action-note = note
mod-action-settings = setting changed
mod-action-breaker = automatic sanctions stopped

mod-test-scores = Scores: { $scores }
mod-test-normal = This looks harmless. Nothing would happen.
mod-test-uncertain = In doubt: { $why }. Nobody is sanctioned for that alone.
mod-test-off = { $why }: switched off here, so nothing would happen.
mod-test-cool_down = { $why }: there was a sanction just now, so this one would pass.
mod-test-untold = { $why }: the last sanction could not be told yet, so this one would pass.
mod-test-too_many = { $why }: stopped, after too many sanctions within the hour.
mod-test-warning = { $why }: step { $step }, a warning
mod-test-block = { $why }: step { $step }, a block of { $period }
mod-test-waits = { $why }: step { $step }, a block of { $period }, once a second message or a moderator confirms it.
mod-test-confirms = Case #{ $number }, which waits, would take effect at once.
mod-test-shadow = Shadow mode is on, so it would not be applied.

mod-usage =
    Moderator commands. For those about a person, reply to a message of theirs.
    · /mod warn REASON
    · /mod block 2h REASON
    · /mod unblock REASON
    · /mod pardon NUMBER REASON
    · /mod confirm NUMBER REASON
    · /mod grant NUMBER ANSWER, /mod deny NUMBER ANSWER (appeals)
    · /mod extend NUMBER 1d REASON
    · /mod note TEXT
    · /mod history, /mod case NUMBER, /mod queue
    · /mod settings NAME VALUE, /mod shadow on
    · /mod test TEXT, /mod export
mod-told-privately = Sent to you in a private chat.
mod-cannot-tell-privately = This is not for everybody to see, and it could not be sent to you alone. Please open a private chat with me first.
mod-no-target = Whom do you mean? Please reply to a message of theirs.

mod-granted = ✅ The appeal of #{ $number } is granted: the case is withdrawn.
mod-denied = ✅ The appeal of #{ $number } is denied.
mod-case-appeal = 📨 Appeal: { $text }
mod-case-appeal-granted = ↳ Granted: { $answer }
mod-case-appeal-denied = ↳ Denied: { $answer }
mod-action-denied = appeal denied
mod-button-grant = Grant appeal
mod-button-deny = Deny appeal
mod-error-no-appeal = No appeal of #{ $number } waits for an answer.
mod-error-appeal-open = The moderators have your appeal of #{ $number } already. Please wait for their answer.
mod-error-appeal-too-long = An appeal has 1 to { $max_chars } characters; yours has { $num_chars }.
mod-button-confirm = Confirm
mod-button-dismiss = Dismiss
mod-button-pardon = Pardon
mod-button-extend = Extend
mod-form-reason = Reason (the person and moderators see it)
mod-form-period = How much longer (30 minutes, 7 days)

mod-reported = 🚩 { $by } reports a message of { $author }: { $text } { $url }
menu-report = Report / judge
report-sent = 🚩 The moderators have it now. Thank you for telling.
report-no-log = This server has no channel for its moderators, so it could not be passed on.

mod-error-not-allowed = This command is for moderators only.
mod-error-guild-only = Please use this command in a server or group.
mod-error-hierarchy = You can't act on this person: not on yourself, bots, administrators, the owner, or anyone of your role or above.
mod-error-no-case = There is no case #{ $number } here.
mod-error-settled = Case #{ $number } was settled before and can't be changed like this.
mod-error-not-blocked = No block of this place holds. A block from elsewhere can be lifted there, or by the bot's owner.
mod-error-blocked-longer = A block until { $until } holds already. Give a longer time to extend it.
mod-error-reason-too-long = A reason has at most { $max_chars } characters; this one has { $num_chars }.
mod-error-duration = "{ $value }" is no length of time. Write it like "30 minutes", "3 hours", "7 days" or "2 weeks"; the longest is 1461 days.
mod-error-setting = { $name } cannot be { $value }. Allowed: { $allowed }
mod-error-judge = The judge does not answer right now. Nobody is sanctioned meanwhile; please try again in a moment.

command-mod-name = mod
command-mod-description = See warnings and blocks, and set them right
command-mod-warn-name = warn
command-mod-warn-description = Warn somebody
command-mod-block-name = block
command-mod-block-description = Block somebody from talking with Lora here
command-mod-unblock-name = unblock
command-mod-unblock-description = Lift the blocks given here; they stay steps
command-mod-pardon-name = pardon
command-mod-pardon-description = Undo a case: it ends, and is no step any more
command-mod-confirm-name = confirm
command-mod-confirm-description = Bring a case that waits into force
command-mod-extend-name = extend
command-mod-extend-description = Make a block that holds last longer
command-mod-grant-name = grant
command-mod-grant-description = Grant an appeal, which withdraws the case
command-mod-deny-name = deny
command-mod-deny-description = Deny an appeal
command-mod-note-name = note
command-mod-note-description = Keep a note that only moderators see
command-mod-history-name = history
command-mod-history-description = See the record of a person
command-mod-case-name = case
command-mod-case-description = See one case in full
command-mod-queue-name = queue
command-mod-queue-description = See the cases that wait for a moderator
command-mod-settings-name = settings
command-mod-settings-description = See or change the rules of this place
command-mod-shadow-name = shadow
command-mod-shadow-description = Judge without sanctioning anybody
command-mod-test-name = test
command-mod-test-description = See what a text would lead to, without doing it
command-mod-export-name = export
command-mod-export-description = Get the cases of this place as a file
command-mod-option-user-name = user
command-mod-option-user-description = Whom
command-mod-option-reason-name = reason
command-mod-option-reason-description = For the person and the moderators
command-mod-option-category-name = category
command-mod-option-category-description = Which rule; another one if left out
command-mod-option-period-name = period
command-mod-option-period-description = 30 minutes, 3 hours, 7 days, 2 weeks
command-mod-option-number-name = number
command-mod-option-number-description = The number of the case
command-mod-option-text-name = text
command-mod-option-text-description = What to note or to test
command-mod-option-setting-name = setting
command-mod-option-setting-description = The name of the setting
command-mod-option-value-name = value
command-mod-option-value-description = Its new value
command-mod-option-on-name = enabled
command-mod-option-on-description = On or off
