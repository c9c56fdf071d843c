"""What a consultation says that does not come from the catalogue, in both languages."""

from __future__ import annotations

from typing import Final

from rtctriage.knowledge.model import Effort
from rtctriage.text import Text

YES: Final = Text("yes", "是")
NO: Final = Text("no", "否")

EFFORTS: Final[dict[Effort, Text]] = {
    "screen": Text("seen on a screen", "看屏幕即可"),
    "ask": Text("asked of the end user", "询问最终用户"),
    "statistics": Text("read from statistics", "查看统计数据"),
    "log": Text("searched in a log", "查找日志"),
    "test": Text("found by a test", "需要做一次测试"),
}

WHY: Final = Text("Bears on {causes} ({layer}).", "关系到{causes}（{layer}）。")
AND_MORE: Final = Text("{causes} and {count} more", "{causes}等 {count} 项")
COMPLAINT_FIRST: Final = Text(
    "What the user notices decides which causes are looked at first.", "用户感知到的现象决定先排查哪些原因。"
)

UNKNOWN: Final = Text("not known", "不知道")
SKIPPED: Final = Text("skipped", "已跳过")
EMPTY: Final = Text("Nothing was answered.", "没有输入内容。")
NO_NUMBER: Final = Text("This is not a number; write it like {example}.", "这不是数字，请写成 {example} 这样。")
WRONG_UNIT: Final = Text("This unit does not fit; the answer is expected in {unit}.", "单位不符，应使用 {unit}。")
OUT_OF_RANGE: Final = Text("This cannot be; it lies within {range}.", "数值超出范围，应在 {range} 之内。")
NO_VERSION: Final = Text("This is not a version; write it like 4.2.1.", "这不是版本号，请写成 4.2.1 这样。")
NOT_YES_OR_NO: Final = Text("Answer yes or no.", "请回答“是”或“否”。")
NO_CHOICE: Final = Text(
    "This is none of the choices; type a number from 1 to {count}, or the name of one.",
    "没有这个选项，请输入编号（1 到 {count}）或选项名称。",
)
NO_DATE: Final = Text("There is no such date or time.", "没有这样的日期或时间。")
YEAR_FIRST: Final = Text("Write the year first, as in 2026-11-30 18:00.", "请先写年份，例如：2026-11-30 18:00。")
JOINED_WHEN: Final = Text(
    "When was the call joined? Write both points of time, as in 2026-11-30 18:00, joined 2026-11-30 17:45.",
    "加入通话是什么时间？请同时写出两个时间，例如：2026-11-30 18:00，加入 2026-11-30 17:45。",
)
WAY_OUT: Final = Text('"I don\'t know" is an answer, too.', "也可以回答“不知道”。")
DID_YOU_MEAN: Final = Text("Did you mean {meant}?", "您是指“{meant}”吗？")
WHICH_CHOICE: Final = Text("Which of these?", "是下面哪一个？")
WHICH_ONE: Final = Text(
    "One value is expected, that of the time when the fault shows: {meant}?",
    "只需一个值，即故障出现时的值：是“{meant}”吗？",
)
NOTHING_ASKED: Final = Text("Nothing is asked at the moment.", "当前没有待回答的问题。")

ENDINGS: Final = {
    "established": Text(
        "A cause is established, and none that is still open is likely to take its place.",
        "已确认一个原因，其余未定的原因不太可能取代它。",
    ),
    "decided": Text("Every layer is decided.", "各层均已有定论。"),
    "settled": Text(
        "No answer that is left could change the primary cause.", "剩余的问题无论如何回答，都不会改变首要原因。"
    ),
    "spent": Text(
        "No question that is left is likely to tell much more.",
        "剩余的问题都难以提供更多信息。",
    ),
    "exhausted": Text("No question is left.", "没有可问的问题了。"),
    "finished": Text("Finished as asked.", "已按要求结束。"),
}

SETTLED_WITHOUT: Final = Text(
    "No answer that is left could establish a cause, or make one suspected.",
    "剩余的问题无论如何回答，都不能确认或怀疑任何原因。",
)

LAST_TO_CHANGE: Final = Text(
    "It is the last thing that could still make another cause the primary one.",
    "这是最后一项仍可能改变首要原因的信息。",
)
WHY_THIS: Final = Text(
    "{open} causes are open, the likeliest: {likeliest}. The answer is expected to lower the uncertainty over them by"
    " {gain} bits, and it is {effort}: no other question settles more for its effort.",
    "尚有 {open} 项原因未定，最可能的是：{likeliest}。预计该问题可减少 {gain} 比特的不确定性，获取方式：{effort}；"
    "同等代价下，没有其他问题能排查得更多。",
)
NEXT_BEST: Final = Text("The next best one: {title}.", "次优问题：{title}。")
SUCH_AS: Final = Text("such as {values}", "例如 {values}")
WOULD_BE_FAULT: Final = Text("{cause} would be established.", "将确认：{cause}。")
WOULD_BE_SUSPECT: Final = Text("{cause} would be suspected first.", "将首先怀疑：{cause}。")
WOULD_EXCLUDE: Final = Text("This would exclude: {causes}.", "将排除：{causes}。")
WOULD_NARROW: Final = Text(
    "This would make some causes likelier, and establish none.", "部分原因的可能性将上升，但还不能确认。"
)
WOULD_LEAVE: Final = Text("This would settle nothing by itself.", "单凭此项不能得出结论。")
