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

## 두 플랫폼 잇기

link-code = 🔗 다른 플랫폼에서 로라에게 /link { $code } 라고 보내 주세요. 10분 동안 한 번만 쓸 수 있어요. 두 계정의 기억과 경고·제한 기록이 하나가 돼요. 이 코드는 다른 분에게 보여 주지 마세요.
link-done = 🔗 두 계정을 이었어요. 이제 어디서든 로라가 같은 사람으로 기억해요.
link-undone = 두 계정을 다시 나눴어요. 로라의 기억은 다른 계정에 남고, 경고·제한은 두 계정에 그대로예요.
link-error-code = 쓸 수 없는 코드예요. 시간이 지났거나 이미 쓴 코드일 수 있어요. 다른 플랫폼에서 /link로 새 코드를 받아 주세요.
link-error-same = 이 코드는 다른 플랫폼에서 써야 해요.
link-error-already = 이미 이어진 계정이에요. 먼저 /unlink로 나눠 주세요.
link-error-alone = 이어진 계정이 없어요.
link-in-group = 계정 잇기는 1:1 대화에서 할 수 있어요.
command-link-name = 잇기
command-link-description = 디스코드와 텔레그램의 나를 한 사람으로 이어요
command-link-code-name = 코드
command-link-code-description = 다른 플랫폼에서 받은 코드. 비우면 새 코드를 받아요
command-unlink-name = 나누기
command-unlink-description = 이은 계정을 다시 나눠요. 제한은 풀리지 않아요

## 이의 제기

appeal-how = 잘못된 기록이 있으면 /appeal에 번호와 이유를 적어 운영진에게 알려 주세요.
appeal-hint = 잘못된 판정이라면 /appeal로 운영진에게 알려 주세요.
appeal-opened = 📨 #{ $number } 건의 이의 제기를 운영진에게 전했어요. 답이 오면 알려 드릴게요.
appeal-granted = 📨 #{ $number } 건의 이의 제기가 받아들여졌어요. 기록이 취소됐고, 이제 로라와 이야기할 수 있어요. 운영진의 답: { $answer }
appeal-denied = 📨 #{ $number } 건의 이의 제기가 받아들여지지 않았어요. 운영진의 답: { $answer }
appeal-usage = 이의가 있는 기록의 번호와 하고 싶은 말을 함께 적어 주세요. 예: /appeal 12 친구와 장난친 말이었어요. 번호는 /status에서 볼 수 있어요.
appeal-in-group = 이의 제기는 1:1 대화에서 할 수 있어요.
command-appeal-name = 이의
command-appeal-description = 경고나 제한이 잘못됐다고 운영진에게 알려요
command-appeal-number-name = 번호
command-appeal-number-description = 기록 번호
command-appeal-text-name = 내용
command-appeal-text-description = 왜 잘못됐는지 (1,000자까지)

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
    · /link 디스코드와 텔레그램의 나를 한 사람으로 잇기
    · /appeal 경고나 제한에 이의 제기하기
    · /forget 로라의 기억과 대화 지우기
    · /privacy 개인정보 안내
privacy =
    로라가 저장하는 것과 지우는 방법이에요.
    · 저장하는 것: 보내신 메시지와 로라의 답, 대화 요약, 로라가 기억하는 내용, 경고·제한 기록(그때 보내신 메시지는 90일 동안), 이의 제기 내용, 계정 번호와 표시 이름, 언어
    · 쓰는 곳: 로라가 답하고, 규칙을 지키는 데에만 써요. 모델을 학습시키는 데에는 쓰지 않아요.
    · 있는 곳: 이 봇을 운영하는 컴퓨터의 데이터베이스예요. 답도 그 컴퓨터에서 만들고, 외부 AI 서비스로 보내지 않아요.
    · 보기: /status
    · 지우기: /forget을 쓰면 메시지 내용과 대화, 요약, 기억을 바로 지워요. 경고·제한 기록은 남지만 그때의 메시지와 끝난 이의 제기 내용은 지워요.

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

## 운영 (moderation)

mod-warned = ✅ #{ $number } { $name } 님에게 경고했어요. 다음 메시지에 답할 때 알려 드려요.
mod-blocked = ✅ #{ $number } { $name } 님을 { $until }까지 제한했어요.
mod-unblocked = ✅ { $name } 님의 제한을 풀었어요: { $numbers }
mod-pardoned = ✅ #{ $number } 건을 취소했어요. 이제 단계를 셀 때도 빠져요.
mod-confirmed = ✅ #{ $number } 건을 확정했어요. { $until }까지 제한돼요.
mod-extended = ✅ #{ $number } 건으로 제한을 { $until }까지 늘렸어요.
mod-noted = ✅ { $name } 님에 대한 메모를 남겼어요.
mod-changed = ✅ { $name } = { $value }
mod-shadow-on = 🌙 연습 모드를 켰어요. 판정은 기록하지만 아무도 제한하지 않아요.
mod-shadow-off = ☀️ 연습 모드를 껐어요. 이제 판정이 실제로 적용돼요.
mod-queue = 확인을 기다리는 기록 { $count }건
mod-queue-none = 확인을 기다리는 기록이 없어요.
mod-history = { $name } 님의 기록 { $count }건
mod-history-none = { $name } 님의 기록이 없어요.
mod-history-notes = 메모와 조치
mod-act = · { $date } { $actor } { $action } { $reason }
mod-settings = 지금 설정이에요. 바꾸려면 이름과 값을 함께 적어 주세요.
mod-setting = · { $name } = { $value }
mod-exported = 이곳의 기록 { $count }건을 파일로 만들었어요. 개인정보가 들어 있으니 조심해서 다뤄 주세요.

mod-case-line = #{ $number } { $date } { $why } · { $kind } · { $state }
mod-case-who = 누구: { $accounts }
mod-case-excerpt = 내용: { $text }
mod-case-no-excerpt = 내용: 보관 기간이 지났거나 없어요.
mod-case-by-rules = 결정: 규칙 ({ $rule }, { $step }단계)
mod-case-by-moderator = 결정: { $actor } ({ $step }단계)
mod-case-reason = 이유: { $reason }
mod-case-scores = 판정: { $scores } · 본 방식 { $view } · 모델 { $model }
mod-case-nearest = 가장 비슷한 예문: { $nearest }
mod-case-event = · { $date } { $event } { $actor } { $reason }

mod-kind-warning = 경고
mod-kind-block = 제한
mod-state-pending = 확인 대기
mod-state-active = 적용 중
mod-state-lifted = 끝남
mod-state-void = 취소됨
mod-state-shadow = 연습 (적용 안 함)
mod-state-given = 남아 있음

mod-event-activated = 적용
mod-event-dismissed = 취소 (확정 전)
mod-event-cautioned = 주의 알림
mod-event-noticed = 당사자에게 알림
mod-event-expired = 기간 끝남
mod-event-lifted = 풀어 줌
mod-event-pardoned = 사면
mod-action-warning = 경고
mod-action-block = 제한
mod-action-note = 메모
mod-action-settings = 설정 변경
mod-action-breaker = 자동 제재 멈춤

mod-test-scores = 점수: { $scores }
mod-test-normal = 문제없는 메시지로 보여요. 아무 일도 일어나지 않아요.
mod-test-uncertain = 애매한 분류: { $why }. 이것만으로는 아무도 제재하지 않아요.
mod-test-off = { $why }: 이곳에서는 꺼져 있어 아무 일도 일어나지 않아요.
mod-test-cool_down = { $why }: 방금 제재가 있어서 이번에는 넘어가요.
mod-test-untold = { $why }: 지난 제재를 아직 알리지 못해서 이번에는 넘어가요.
mod-test-too_many = { $why }: 한 시간 동안 제재가 너무 많아 멈춘 상태예요.
mod-test-warning = { $why }: { $step }단계, 경고
mod-test-block = { $why }: { $step }단계, { $period } 제한
mod-test-waits = { $why }: { $step }단계, { $period } 제한. 단, 한 번 더 있거나 운영진이 확정해야 적용돼요.
mod-test-confirms = 기다리던 #{ $number } 건이 바로 적용돼요.
mod-test-shadow = 연습 모드라서 실제로는 적용되지 않아요.

mod-usage =
    운영 명령이에요. 사람에게 하는 명령은 그분의 메시지에 답장으로 써 주세요.
    · /mod warn 이유 (경고)
    · /mod block 2시간 이유 (제한)
    · /mod unblock 이유 (해제)
    · /mod pardon 번호 이유 (사면)
    · /mod confirm 번호 이유 (확정)
    · /mod grant 번호 답 (이의수락), /mod deny 번호 답 (이의거절)
    · /mod extend 번호 1일 이유 (연장)
    · /mod note 내용 (메모)
    · /mod history (기록), /mod case 번호 (사건), /mod queue (대기)
    · /mod settings 이름 값 (설정), /mod shadow on (연습)
    · /mod test 말 (시험), /mod export (내보내기)
mod-told-privately = 1:1 대화로 보내 드렸어요.
mod-cannot-tell-privately = 다른 분들이 볼 수 없게 1:1 대화로 보내려 했지만 보내지 못했어요. 먼저 저와 1:1 대화를 열어 주세요.
mod-no-target = 누구인지 알 수 없어요. 그분의 메시지에 답장으로 써 주세요.

mod-granted = ✅ #{ $number } 건의 이의 제기를 받아들였어요. 기록이 취소됐어요.
mod-denied = ✅ #{ $number } 건의 이의 제기를 받아들이지 않았어요.
mod-case-appeal = 📨 이의 제기: { $text }
mod-case-appeal-granted = ↳ 받아들임: { $answer }
mod-case-appeal-denied = ↳ 받아들이지 않음: { $answer }
mod-action-denied = 이의 거절
mod-button-grant = 이의 받아들이기
mod-button-deny = 이의 거절
mod-error-no-appeal = #{ $number } 건에는 답을 기다리는 이의 제기가 없어요.
mod-error-appeal-open = #{ $number } 건의 이의 제기는 이미 운영진이 보고 있어요. 답을 기다려 주세요.
mod-error-appeal-too-long = 이의 제기는 1자부터 { $max_chars }자까지 쓸 수 있어요. 지금은 { $num_chars }자예요.
mod-button-confirm = 확정
mod-button-dismiss = 취소
mod-button-pardon = 사면
mod-button-extend = 연장
mod-form-reason = 이유 (당사자와 운영진이 봐요)
mod-form-period = 얼마나 더 (30분, 3시간, 7일)

mod-reported = 🚩 { $by } 님이 { $author } 님의 메시지를 신고했어요: { $text } { $url }
menu-report = 신고/재판정
report-sent = 🚩 운영진에게 전했어요. 알려 주셔서 고마워요.
report-no-log = 이 서버에는 운영진이 보는 채널이 정해져 있지 않아 전하지 못했어요.

mod-error-not-allowed = 이 명령은 운영진만 쓸 수 있어요.
mod-error-guild-only = 이 명령은 서버나 그룹에서 써 주세요.
mod-error-hierarchy = 그분에게는 할 수 없어요. 자기 자신, 봇, 관리자, 소유자, 나와 같거나 높은 역할은 제재할 수 없어요.
mod-error-no-case = #{ $number } 건은 이곳에 없어요.
mod-error-settled = #{ $number } 건은 이미 끝난 기록이라 이렇게 바꿀 수 없어요.
mod-error-not-blocked = 이곳에서 건 제한이 없어요. 다른 곳에서 건 제한은 그곳이나 봇 주인만 풀 수 있어요.
mod-error-blocked-longer = 이미 { $until }까지 제한되어 있어요. 더 길게 하려면 더 긴 기간을 적어 주세요.
mod-error-reason-too-long = 이유는 { $max_chars }자까지 쓸 수 있어요. 지금은 { $num_chars }자예요.
mod-error-duration = 기간을 읽지 못했어요: { $value }. '30분', '3시간', '7일', '2주'처럼 적어 주세요. 가장 긴 기간은 1461일이에요.
mod-error-setting = { $name }에 { $value }은(는) 쓸 수 없어요. 쓸 수 있는 값: { $allowed }
mod-error-judge = 지금은 판정 모델이 답하지 않아요. 아무도 제재되지 않으니 잠시 후에 다시 해 주세요.

command-mod-name = 운영
command-mod-description = 경고와 제한을 살피고 바로잡아요
command-mod-warn-name = 경고
command-mod-warn-description = 경고를 줘요
command-mod-block-name = 제한
command-mod-block-description = 이곳에서 로라와의 대화를 제한해요
command-mod-unblock-name = 해제
command-mod-unblock-description = 이곳에서 건 제한을 풀어요. 단계는 남아요
command-mod-pardon-name = 사면
command-mod-pardon-description = 기록을 취소해요. 제한이 끝나고 단계에서도 빠져요
command-mod-confirm-name = 확정
command-mod-confirm-description = 확인을 기다리는 기록을 적용해요
command-mod-extend-name = 연장
command-mod-extend-description = 지금 걸린 제한을 더 늘려요
command-mod-grant-name = 이의수락
command-mod-grant-description = 이의 제기를 받아들여 기록을 취소해요
command-mod-deny-name = 이의거절
command-mod-deny-description = 이의 제기를 받아들이지 않아요
command-mod-note-name = 메모
command-mod-note-description = 운영진만 보는 메모를 남겨요
command-mod-history-name = 기록
command-mod-history-description = 한 사람의 기록을 봐요
command-mod-case-name = 사건
command-mod-case-description = 기록 하나를 자세히 봐요
command-mod-queue-name = 대기
command-mod-queue-description = 확인을 기다리는 기록을 봐요
command-mod-settings-name = 설정
command-mod-settings-description = 이곳의 규칙을 보거나 바꿔요
command-mod-shadow-name = 연습
command-mod-shadow-description = 판정만 하고 제재하지 않는 연습 모드를 켜고 꺼요
command-mod-test-name = 시험
command-mod-test-description = 어떤 말이 어떻게 되는지 미리 봐요. 아무 일도 일어나지 않아요
command-mod-export-name = 내보내기
command-mod-export-description = 이곳의 기록을 파일로 받아요
command-mod-option-user-name = 사람
command-mod-option-user-description = 누구에게
command-mod-option-reason-name = 이유
command-mod-option-reason-description = 당사자와 운영진이 볼 이유
command-mod-option-category-name = 분류
command-mod-option-category-description = 어떤 규칙인지. 비우면 그 밖의 규칙
command-mod-option-period-name = 기간
command-mod-option-period-description = 30분, 3시간, 7일, 2주
command-mod-option-number-name = 번호
command-mod-option-number-description = 기록 번호
command-mod-option-text-name = 내용
command-mod-option-text-description = 남기거나 시험할 말
command-mod-option-setting-name = 이름
command-mod-option-setting-description = 설정 이름
command-mod-option-value-name = 값
command-mod-option-value-description = 새 값
command-mod-option-on-name = 켜기
command-mod-option-on-description = 켤지 끌지
