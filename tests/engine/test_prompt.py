"""What the language model is given, and that nobody can forge it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.inference.profile import Profile, Task
from engine.prompt import Given, one_line, task_prompt

TASKS = Profile.load("embedded").tasks


@given(st.text())
def test_no_text_has_a_second_line(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert one_line(line) == line


def test_emoji_made_of_parts_stay_whole() -> None:
    assert one_line("👩‍👩‍👧 ❤️\n\t 안녕") == "👩‍👩‍👧 ❤️ 안녕"


def test_message_alone() -> None:
    assert Given("안녕?").text == "안녕?"


def test_memory_takes_the_place_of_the_summary() -> None:
    text = Given("뭐 먹지?", memory="[음식: 초밥]", summary="인사함").text
    assert text == "[음식: 초밥] 뭐 먹지?"


def test_summary_goes_before_the_marked_message() -> None:
    text = Given("오늘 뭐 해?", time_mark="일요일 오후", summary="인사함").text
    assert text == "(오로라 답변 요약) 인사함 (사용자 질문) (지금은 일요일 오후) 오늘 뭐 해?"


@given(st.text(), st.text())
def test_prompt_has_the_lines_of_its_template_and_no_more(message: str, reply: str) -> None:
    for spec in TASKS.values():
        text = Given(message).text
        prompt = task_prompt(spec, input_text=text, reply=reply)
        assert prompt.count("\n") == spec.prompt.count("\n")


def test_placeholders_in_peoples_words_are_words() -> None:
    spec = TASKS[Task.SUMMARY]
    prompt = task_prompt(spec, input_text="{reply}?", reply="{input}!")
    assert prompt == "{reply}?\n로라: {input}!\n요약:"
