# 로라의 말은 짧고 다정한 반말, 안내는 담백한 존댓말.
# en.ftl과 이름, 값 자리가 같아야 해요.

## 규칙 이름

category-love = 사랑 고백/만남
category-politics = 정치 이야기
category-paedrip = 부모님 욕(패드립)
category-hate = 혐오 표현
category-other = 그 밖의 규칙 위반

## 안내

notice-warned =
    ⚠️ 경고예요. 이유: { $why }
    이번에는 대화가 막히지 않지만, 같은 일이 반복되면 한동안 로라와 이야기할 수 없어요.
notice-cautioned =
    ⚠️ 운영진이 이 메시지를 확인할 거예요. 이유: { $why }
    지금은 계속 이야기할 수 있지만, 한 번 더 이러면 바로 대화가 제한돼요.
notice-blocked =
    🚫 { $why } 때문에 대화가 제한됐어요.
    { $until }까지는 로라가 답하지 않아요. 기록은 /status에서 볼 수 있어요.
notice-too-long = 로라가 한 번에 읽기에는 조금 긴 글이에요. 긴 글은 로라의 친구 혜나가 더 잘 읽어요. 짧게 줄여서 다시 보내 주시겠어요?
notice-busy = 지금 로라에게 말을 건 사람이 많아서 이 메시지는 받지 못했어요. 잠시 후에 다시 보내 주세요.
notice-no-answer = (읽씹) 😉
notice-failed = 답을 준비하다가 문제가 생겼어요. 잠시 후에 다시 보내 주세요.
notice-missed = 로라가 자리를 비운 사이에 온 메시지 { $count }개에는 답하지 못했어요. 아직 하고 싶은 이야기라면 다시 보내 주세요.
text-only = 로라는 아직 글만 읽을 수 있어요. 글로 적어 보내 주세요.
chat-empty = 로라에게 할 말을 함께 적어 주세요.
discord-mention-me = 로라의 이름을 @으로 부르거나 /chat을 써 주세요. 그래야 로라가 메시지를 읽을 수 있어요.
command-failed = 지금은 처리하지 못했어요. 잠시 후에 다시 해 주세요.

## 상태

status-free = ✅ 지금은 대화 제한이 없어요.
status-blocked =
    🚫 지금은 대화가 제한되어 있어요.
    이유: { $why }
    기한: { $until }까지
status-sanctions-none = 경고나 제한을 받은 기록이 없어요.
status-sanctions = 경고·제한 기록 { $count }건
status-warning = · #{ $number } { $date } { $why }: 경고
status-warning-pending = · #{ $number } { $date } { $why }: 경고 확인 중
status-warning-void = · #{ $number } { $date } { $why }: 경고 (취소됨)
status-warning-lifted = · #{ $number } { $date } { $why }: 경고 (끝남)
status-block = · #{ $number } { $date } { $why }: { $until }까지 제한
status-block-pending = · #{ $number } { $date } { $why }: 확인 중 (아직 제한되지 않음)
status-block-void = · #{ $number } { $date } { $why }: 제한 (취소됨)
status-block-lifted = · #{ $number } { $date } { $why }: 제한 ({ $until }에 풀림)
status-more = · 그 전 기록 { $count }건
status-memories-none = 로라가 기억하고 있는 것은 아직 없어요.
status-memories = 로라가 기억하는 것 { $count }가지
status-memory = · { $key }: { $value }
status-forget-hint = 모두 지우고 싶으면 /forget을 써 주세요.

## 지우기

forget-confirm = 로라의 기억과 지금까지 나눈 대화를 모두 지울까요? 지우면 되돌릴 수 없어요. 경고·제한 기록은 남아요.
forget-yes = 지울게요
forget-no = 그만둘게요
forget-kept = 아무것도 지우지 않았어요.
forget-not-yours = 이 버튼은 명령을 쓴 분만 누를 수 있어요.
forget-expired = 시간이 지나서 아무것도 지우지 않았어요. 필요하면 /forget을 다시 써 주세요.
forgotten = 🧹 지웠어요. 기억 { $memories }개, 대화 요약 { $summaries }개, 주고받은 대화 { $turns }개, 보내신 메시지 내용 { $messages }개예요.
forgotten-nothing = 지울 것이 없었어요. 로라에게 남은 기억이나 대화가 없어요.
forgotten-record = 경고·제한 기록은 지우지 않고 남겨 둬요.

## 처음 만났을 때

welcome =
    안녕, 난 오로라야! 로라라고 불러 ✨
    AI를 공부하는 가상인간 대학생이고, 음악이랑 아이스 아메리카노를 좋아해. 편하게 말 걸어 줘!

    로라는 사람이 아니라 AI 챗봇이에요.
    · 이름이나 좋아하는 것처럼 들려주신 이야기를 기억해요.
    · 무엇을 기억하는지는 /status에서 보고, /forget으로 모두 지울 수 있어요.
    · 사랑 고백/만남, 정치 이야기, 부모님 욕(패드립), 혐오 표현은 경고나 대화 제한으로 이어져요.

    더 알고 싶으면 /help, 개인정보는 /privacy를 봐 주세요.
help =
    로라에게는 이렇게 말을 걸 수 있어요.
    · 1:1 대화에서는 그냥 메시지를 보내면 돼요.
    · 서버나 그룹에서는 로라를 @으로 부르거나, 로라의 메시지에 답장하거나, /chat을 쓰면 돼요.

    쓸 수 있는 명령이에요.
    · /chat 로라에게 말 걸기
    · /status 내 상태와 로라의 기억 보기
    · /forget 로라의 기억과 대화 지우기
    · /privacy 개인정보 안내
privacy =
    로라가 저장하는 것과 지우는 방법이에요.
    · 저장하는 것: 보내신 메시지와 로라의 답, 대화 요약, 로라가 기억하는 내용, 경고·제한 기록, 계정 번호와 표시 이름, 언어
    · 쓰는 곳: 로라가 답하고, 규칙을 지키는 데에만 써요. 모델을 학습시키는 데에는 쓰지 않아요.
    · 있는 곳: 이 봇을 운영하는 컴퓨터의 데이터베이스예요. 답도 그 컴퓨터에서 만들고, 외부 AI 서비스로 보내지 않아요.
    · 보기: /status
    · 지우기: /forget을 쓰면 메시지 내용과 대화, 요약, 기억을 바로 지워요. 경고·제한 기록은 남아요.

## 명령 이름과 설명 (디스코드, 텔레그램)

command-chat-name = 대화
command-chat-description = 로라에게 말을 걸어요
command-chat-message-name = 할말
command-chat-message-description = 로라에게 할 말
command-status-name = 상태
command-status-description = 내 상태와 로라가 기억하는 것을 봐요
command-forget-name = 잊기
command-forget-description = 로라의 기억과 나눈 대화를 모두 지워요
command-help-name = 도움말
command-help-description = 로라와 이야기하는 방법을 봐요
command-privacy-name = 개인정보
command-privacy-description = 무엇을 저장하고 어떻게 지우는지 봐요
command-start-description = 로라와 인사해요

## 운영하는 사람에게

hint-discord-cannot-send = 디스코드 채널 { $chat }에 글을 쓸 수 없어요. 봇 역할에 '채널 보기'와 '메시지 보내기' 권한을 주세요.
hint-telegram-cannot-send = 텔레그램 채팅 { $chat }에 글을 쓸 수 없어요. 그룹 설정에서 봇이 메시지를 보낼 수 있게 해 주세요.
hint-telegram-conflict = 같은 텔레그램 토큰을 쓰는 프로그램이 이미 돌고 있어요. 하나만 남기고 꺼 주세요.
doctor-discord-login = 디스코드: { $name } 계정으로 로그인했어요.
doctor-discord-bad-token = 디스코드가 토큰을 받아들이지 않았어요. https://discord.com/developers/applications 의 Bot 메뉴에서 토큰을 새로 만들어 DISCORD_TOKEN에 적어 주세요.
doctor-discord-unreachable = 디스코드에 연결하지 못했어요 ({ $reason }). 인터넷 연결을 확인해 주세요.
doctor-discord-content-intent = 디스코드: 메시지 내용을 읽을 수 있어요.
doctor-discord-no-content-intent = 디스코드: MESSAGE CONTENT INTENT가 꺼져 있어요. @으로 부른 메시지, 1:1 대화, /chat만 읽을 수 있어요. 다른 답장도 읽게 하려면 Bot 메뉴에서 켜고 다시 시작하세요.
doctor-discord-guilds = 디스코드: 서버 { $count }곳에 있어요.
doctor-discord-no-guilds = 디스코드: 아직 어느 서버에도 없어요. 초대 링크로 초대해 주세요.
doctor-discord-invite = 디스코드 초대 링크: { $url }
doctor-telegram-login = 텔레그램: { $name } 계정으로 로그인했어요.
doctor-telegram-bad-token = 텔레그램이 토큰을 받아들이지 않았어요. @BotFather에서 토큰을 확인해 TELEGRAM_TOKEN에 적어 주세요.
doctor-telegram-unreachable = 텔레그램에 연결하지 못했어요 ({ $reason }). 인터넷 연결을 확인해 주세요.
doctor-telegram-privacy-off = 텔레그램: 그룹에서 @으로 부른 메시지도 읽을 수 있어요.
doctor-telegram-privacy-on = 텔레그램: 그룹에서는 명령과 로라에게 단 답장만 읽을 수 있어요. @으로 부른 메시지도 읽게 하려면 @BotFather에서 /setprivacy를 Disable로 바꾸고 봇을 그룹에 다시 초대하세요.
doctor-telegram-groups = 텔레그램: 그룹에 초대할 수 있어요.
doctor-telegram-no-groups = 텔레그램: 그룹에 초대할 수 없어요. 초대하려면 @BotFather에서 /setjoingroups를 Enable로 바꾸세요.
doctor-telegram-webhook = 텔레그램: { $host }에 웹훅이 걸려 있어요. 로라가 시작하면 웹훅을 지우고 직접 메시지를 받아요.
connect-hint = 디스코드나 텔레그램에 연결하려면 .env에 DISCORD_TOKEN이나 TELEGRAM_TOKEN을 적고 다시 시작하세요.
connect-discord = 디스코드: https://discord.com/developers/applications 의 Bot 메뉴에서 토큰을 받고 MESSAGE CONTENT INTENT를 켠 뒤, .env에 DISCORD_TOKEN을 적고 다시 시작하세요.
connect-telegram = 텔레그램: @BotFather에게 /newbot을 보내 토큰을 받은 뒤, .env에 TELEGRAM_TOKEN을 적고 다시 시작하세요.

## 터미널

console-name = 로라
console-greeting = 왔어? 기다렸잖아 😆 오늘은 어떤 하루야?
console-goodbye = 잘 가! 다음에 또 얘기하자 👋
console-intro = 로라는 AI 챗봇이에요. 명령은 /help, 나가기는 /quit 또는 Ctrl-D예요.
console-thinking = 생각 중…
console-help =
    하고 싶은 말을 적고 Enter를 누르면 돼요.
    · /status 내 상태와 로라의 기억 보기
    · /forget 로라의 기억과 대화 지우기
    · /help 이 도움말
    · /quit 나가기
console-unknown-command = 모르는 명령이에요: { $command }. 쓸 수 있는 명령은 /help에서 볼 수 있어요.
console-forget-question = 지우려면 '네'라고 적어 주세요.

## 모델 준비 (처음 한 번)

prepare-assemble = 모델 파일을 모으고 있어요: { $model }
prepare-download = 모델을 내려받고 있어요 (처음 한 번, { $megabytes }MB): { $model }
prepare-convert = 모델을 변환하고 있어요 (처음 한 번, { $megabytes }MB): { $model }

## doctor: 이 컴퓨터

doctor-memory = 메모리: { $free }GB를 쓸 수 있어요.
doctor-memory-low = 메모리: { $free }GB만 남아 있어요. { $needed }GB가 필요하니 다른 프로그램을 닫아 주세요.
doctor-disk = 디스크: { $free }GB를 쓸 수 있어요.
doctor-disk-low = 디스크: { $free }GB만 남아 있어요. { $needed }GB가 필요하니 공간을 비우거나 OHLORA_CACHE를 다른 폴더로 바꿔 주세요.
doctor-models = 모델: { $profile } 프로필이 준비됐어요.
doctor-models-broken = 모델을 준비하지 못했어요. { $reason }
doctor-database = 데이터베이스: 문제없이 열려요.
doctor-database-broken = 데이터베이스에 문제가 있어요. { $reason }

## 그룹에서

status-in-group = 기록과 기억은 다른 분들이 볼 수 없게 1:1 대화에서만 보여 드려요.
forget-in-group = 지우기는 1:1 대화에서 할 수 있어요.
open-private-chat = 1:1 대화 열기

## 훈련과 평가

train-needs-extra = 훈련에 필요한 패키지가 없어요: { $packages }. pip install 'oh-lora[train]'로 설치해 주세요.
