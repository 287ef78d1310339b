"""The report: shares with their targets, a picture, the perplexities and unpicked dialogues.

`python -m training.persona.report FOLDER` writes it anew, after verdicts were read by hand.
"""

from __future__ import annotations

import json
import sys
import textwrap
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matplotlib.figure import Figure as Picture

from training.markdown import escaped
from training.persona.dialogues import Dialogue, Line
from training.persona.figures import Figure
from training.persona.perplexity import Perplexity
from training.persona.reading import judge_errors, load_read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from training.persona.reading import JudgeError

_WIDTH = 100
_MEASURED = "evaluation.json"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that was measured."""

    profile: str
    shares: list[Figure]
    perplexities: list[Perplexity]
    dialogues: list[Dialogue]

    def save(self, folder: Path) -> None:
        """Keep it in the report's folder."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, default=datetime.isoformat)
        (folder / _MEASURED).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Evaluation:
        """The one that was saved there."""
        row: dict[str, Any] = json.loads((folder / _MEASURED).read_text(encoding="utf-8"))
        return cls(
            row["profile"],
            [Figure(**figure) for figure in row["shares"]],
            [Perplexity(**perplexity) for perplexity in row["perplexities"]],
            [_dialogue_of(dialogue) for dialogue in row["dialogues"]],
        )


def write_report(folder: Path, evaluation: Evaluation) -> None:
    """Write `README.md` and `shares.png` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    _picture(evaluation.shares, folder / "shares.png")
    parts = [
        f"# Persona report: profile `{evaluation.profile}`",
        textwrap.fill(
            "Made by `ohlora evaluate persona --report docs/reports/persona`. Shares are of our "
            "own probes and test rows, which no LoRA was trained on; seeds are fixed. A memory "
            "goes through recall first, as in the product. *Judge wrong*: of the verdicts that "
            "somebody read by hand (read.jsonl), those he would have given otherwise.",
            _WIDTH,
        ),
        "## Shares",
        "\n".join(_share_lines(evaluation.shares, judge_errors(load_read(folder)))),
        "![Shares and their targets](shares.png)",
        "## Perplexity on the validation rows",
        "\n".join(_perplexity_lines(evaluation.perplexities)),
        "## Dialogues, unpicked",
        "\n\n".join(_dialogue(number, d) for number, d in enumerate(evaluation.dialogues, 1)),
    ]
    (folder / "README.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _dialogue_of(row: dict[str, Any]) -> Dialogue:
    lines = (Line(**{**line, "notices": tuple(line["notices"])}) for line in row["lines"])
    return Dialogue(datetime.fromisoformat(row["started_at"]), tuple(lines))


def _share_lines(shares: Sequence[Figure], errors: Mapping[str, JudgeError]) -> Iterator[str]:
    yield "| Share | Value | Target | Cases | Judge wrong |"
    yield "|---|---|---|---|---|"
    for share in shares:
        target = f"{share.target:.1%}" if share.target is not None else "-"
        error = errors.get(share.name)
        wrong = f"{error.num_wrong} of {error.num_read}" if error else "-"
        yield f"| {share.name} | {share.value:.1%} | {target} | {share.num_cases} | {wrong} |"


def _perplexity_lines(perplexities: Sequence[Perplexity]) -> Iterator[str]:
    yield "| Task | Bare base | Base told who she is | Ours |"
    yield "|---|---|---|---|"
    for p in perplexities:
        yield f"| {p.task} | {p.bare_base:.2f} | {p.base_with_persona:.2f} | {p.ours:.2f} |"


def _dialogue(number: int, dialogue: Dialogue) -> str:
    lines = [f"**{number}** ({dialogue.started_at:%a %H:%M})  "]
    for line in dialogue.lines:
        lines.append(f"나: {escaped(line.message)}  ")
        if line.reply:
            lines.append(f"로라: {escaped(line.reply)}  ")
        if line.notices or not line.reply:
            lines.append(f"*({line.outcome}{''.join(f', {n}' for n in line.notices)})*  ")
    return "\n".join(lines)


def _picture(shares: Sequence[Figure], path: Path) -> None:
    figure = Picture(figsize=(8, 0.35 * len(shares) + 1), layout="constrained")
    axes = figure.subplots()
    names = [share.name for share in shares]
    axes.barh(names, [share.value for share in shares], color="#7aa6c2")
    for place, share in enumerate(shares):
        if share.target is not None:
            axes.plot([share.target] * 2, [place - 0.4, place + 0.4], color="#c0392b")
    axes.invert_yaxis()
    axes.set_xlim(0, 1)
    axes.set_xlabel("share (red: target)")
    figure.savefig(path, dpi=120)


if __name__ == "__main__":
    write_report(Path(sys.argv[1]), Evaluation.load(Path(sys.argv[1])))
