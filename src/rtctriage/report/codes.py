"""A vendor's codes as people read them: what a code means, and the cause that it points to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rtctriage.knowledge.model import Code, KnowledgeBase
from rtctriage.report import phrases
from rtctriage.report.labels import Labels
from rtctriage.report.style import Painter
from rtctriage.report.tables import Cell, table, wrap
from rtctriage.text import Language, Text

_FAMILY: Final = {
    "error": Text("error", "错误码"),
    "connection-reason": Text("connection change", "连接状态变化原因"),
    "audio-reason": Text("local audio", "本地音频状态原因"),
    "video-reason": Text("local video", "本地视频状态原因"),
    "remote-video-reason": Text("remote video", "远端视频状态原因"),
    "warning": Text("warning", "警告码"),
    "exception": Text("exception event", "异常事件"),
    "token-result": Text("token renewal", "Token 更新结果"),
    "role-reason": Text("role change", "角色切换失败原因"),
    "mixing-reason": Text("audio mixing", "音乐播放状态原因"),
    "background-reason": Text("virtual background", "虚拟背景结果"),
}
_NO_CAUSE: Final = Text("points to no cause by itself", "本身不指向任何原因")
_SOURCE: Final = Text("Source", "依据")


def explained(
    codes: Sequence[Code], knowledge: KnowledgeBase, language: Language, *, columns: int = 100, colour: bool = False
) -> str:
    """Each code with its meaning, cause, playbook and source; ends with a line end."""
    labels, paint = Labels(knowledge, language), Painter(colour)
    blocks: list[str] = []
    for code in codes:
        kind = labels.say(_FAMILY[code.family]) + (f", {code.platform}" if code.platform else "")
        lines = [f"{paint(f'{code.vendor} {code.code} {code.name}'.rstrip(), 'title')} ({kind})"]
        lines += [f"  {line}" for line in wrap(code.meaning.in_(language), columns - 2)]
        cause = knowledge.causes.get(code.cause or "")
        if cause is None:
            lines.append(f"  {labels.say(_NO_CAUSE)}")
        else:
            lines.append(
                f"  {labels.say(phrases.CAUSE)}{labels.colon}{paint(cause.id, 'bold')} {cause.title.in_(language)}"
            )
            if cause.playbook:
                lines.append(f"  rtctriage playbook {cause.playbook}")
        lines += [f"  {line}" for line in wrap(f"{labels.say(_SOURCE)}{labels.colon}{code.source}", columns - 2)]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def listed(
    codes: Sequence[Code], knowledge: KnowledgeBase, language: Language, *, columns: int = 100, colour: bool = False
) -> str:
    """The codes of each table below its heading: number, name, meaning and cause; ends with a line end."""
    labels, paint = Labels(knowledge, language), Painter(colour)
    groups: dict[str, list[list[Cell]]] = {}
    for code in codes:
        kind = labels.say(_FAMILY[code.family]) + (f", {code.platform}" if code.platform else "")
        name = f"{code.name}{labels.colon}" if code.name else ""
        cause = f" → {code.cause}" if code.cause else ""
        said = f"{name}{code.meaning.in_(language)}{cause}"
        groups.setdefault(labels.plain(code.vendor, kind), []).append([Cell(code.code, "bold"), Cell(said)])
    blocks = [
        "\n".join([paint(heading, "title"), *table(rows, columns, paint, indent=2)]) for heading, rows in groups.items()
    ]
    return "\n\n".join(blocks) + "\n"
