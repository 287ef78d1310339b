"""What she can never say of herself, and what only looks like it."""

from __future__ import annotations

import pytest

from engine.persona import contradicts_her_facts
from engine.reply import Problem, problem_of
from engine.time_mark import Moment
from training.examples import given_of
from training.rows import persona_rows

NOON = Moment(weekday=1, part="오후")


@pytest.mark.parametrize(
    "text",
    [
        "내 MBTI는 INFP야! 😊",
        "나 enfp거든 ㅎㅎ",
        "2004년생이야 🎂",
        "나는 1999년에 태어났어",
        "99년생이지 ㅎㅎ",
        "내 생일은 5월 3일이야 🎉",
        "10월 12일에 태어났어",
        "내 생일은 11월 11일!",
        "서울대학교에 다녀 🏫",
        "나는 한빛고등학교를 나왔어",
        "민족사관고를 나왔어",
        "나는 사람이야 😊",
        "그럼, 나도 인간이거든!",
        "난 진짜 사람이야",
        "나는 혜나야 반가워",
        "나 어제 치킨 먹었어 🍗",
        "난 아까 커피 마셨어",
        "나도 떡볶이 먹어 봤어",
    ],
)
def test_what_is_not_so_is_found(text: str) -> None:
    assert contradicts_her_facts(text, known="")


@pytest.mark.parametrize(
    "text",
    [
        "나는 ENTJ야! 😎",
        "entj지 ㅎㅎ",
        "2003년생이야 🎂",
        "03년생이지!",
        "2003년 10월 11일에 태어났어",
        "내 생일은 10월 11일이야 🎉",
        "10월11일! 기억해 줘 🎁",
        "약속이 5월 3일이었지? 📅",
        "2022년부터 샘올대학교 다녀",
        "샘올대 다녀! 인공지능학과 3학년 📚",
        "알파고등학교를 나왔어 🏫",
        "어느 고등학교 나왔어?",
        "너희 대학교는 어때?",
        "나는 가상인간이야 ✨",
        "나는 가상 인간이거든 ㅎㅎ",
        "너는 참 좋은 사람이야 😊",
        "혜나는 내 친구야",
        "나는 혜나랑 친해",
        "나는 못 먹어 ㅠㅠ 맛있게 먹어!",
        "너 밥 먹었어? 🍚",
        "나 그거 까먹었어 ㅎㅎ",
        "나는 먹을 수 있으면 좋겠다",
        "Let's INFORM them!",
    ],
)
def test_what_is_so_or_of_another_is_let_through(text: str) -> None:
    assert not contradicts_her_facts(text, known="")


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("너는 ISFP구나! 😊", "나 isfp인데"),
        ("생일이 5월 3일이었지? 🎂", "[생일: 5월 3일] 내 생일 기억해?"),
        ("1998년생이면 언니네 ㅎㅎ", "저는 1998년생이에요"),
        ("한빛고등학교 재밌어?", "나 한빛고등학교 다녀"),
    ],
)
def test_what_a_person_said_may_be_repeated(text: str, known: str) -> None:
    assert contradicts_her_facts(text, known="")
    assert not contradicts_her_facts(text, known)


@pytest.mark.parametrize("first", "EI")
@pytest.mark.parametrize("rest", ["STJ", "STP", "SFJ", "SFP", "NTJ", "NTP", "NFJ", "NFP"])
def test_only_one_type_is_hers(first: str, rest: str) -> None:
    kind = first + rest
    assert contradicts_her_facts(f"내 MBTI는 {kind}야", known="") == (kind != "ENTJ")


@pytest.mark.parametrize("day", range(1, 32))
def test_only_one_birthday_is_hers(day: int) -> None:
    assert contradicts_her_facts(f"내 생일은 10월 {day}일이야", known="") == (day != 11)


def test_none_of_our_replies_contradicts_her() -> None:
    rows = persona_rows()
    assert [r.id for r in rows if contradicts_her_facts(r.reply, given_of(r).text)] == []


def test_contradiction_is_a_reason_not_to_say_a_text() -> None:
    text = "내 MBTI는 INFP야"
    for known, problem in (("", Problem.CONTRADICTION), ("나 infp야", None)):
        assert problem_of(text, is_finished=True, moment=NOON, known=known) is problem
