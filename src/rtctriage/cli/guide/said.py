"""What the conversation says besides its pages, in both languages."""

from __future__ import annotations

from typing import Final

from rtctriage.text import Text

HINT: Final = Text(
    '"?" says I do not know, /why asks why, /help lists the rest, /quit stops and keeps all.',
    "不知道可输入 ?，输入 /为什么 查看提问原因，/帮助 查看其他命令，/退出 保存并退出。",
)
RULE: Final = Text(
    'Commands begin with /. Names alone will do unless a choice is called that; what is in "quotes" is an answer.',
    "命令以 / 开头；只要与选项不重名，也可以省略 /。加英文双引号的文字一律视为回答。",
)
NO_COMMAND: Final = Text("There is no command {word!r}. /help lists them.", "没有“{word}”这个命令，输入 /帮助 查看。")
MEANT: Final = Text(" Did you mean /{word}?", "是否想输入 /{word}？")
TAKEN: Final = Text("Taken: {answer}", "已记录：{answer}")
PUT_OFF: Final = Text("Put off: it is asked once more at the end.", "已跳过，最后会再问一次。")
NOTHING_BACK: Final = Text("There is no answer to take back.", "没有可以撤回的回答。")
BACK: Final = Text("Taken back: {fact}", "已撤回：{fact}")
NEEDS: Final = Text("/{word} needs {what} behind it.", "/{word} 后面需要{what}。")
NO_FILE: Final = Text("{file}: there is no such file.", "{file}：没有这个文件。")
A_FOLDER: Final = Text("{file}: this is a directory; give the files in it.", "{file}：这是文件夹，请给出其中的文件。")
NOT_READ: Final = Text("{why}", "无法读取该文件：{why}")
ATTACHED: Final = Text(
    "{file}: {count} facts; what they say is not asked any more.", "{file}：读到 {count} 项事实，相关问题不再询问。"
)
TYPED_STANDS: Final = Text(
    "Where the file says otherwise, your answer stands: {facts}", "与文件不一致时以您的回答为准：{facts}"
)
WHICH: Final = Text(
    "Which one? A number, or nothing to leave all as it is.", "修改哪一个？输入序号；直接回车则不修改。"
)
NOT_ONE: Final = Text("There is no answer {number}.", "没有序号为 {number} 的回答。")
NEW: Final = Text(
    "So far: {answer}. The new answer, /back to take it back, or nothing to leave it:",
    "目前的回答：{answer}。请输入新的回答；输入 /返回 撤回该回答；直接回车则不修改。",
)
LEFT: Final = Text("The answer stays as it was: {answer}", "回答未改变：{answer}")
NO_IF: Final = Text("That cannot be tried: {why}", "无法试算：{why}")
NOT_ASKED: Final = Text("Nothing is asked at the moment.", "当前没有待回答的问题。")
WHICH_READING: Final = Text(
    "Type the number of what is meant, or another answer; nothing leaves the question open.",
    "请输入对应的序号，或重新回答；直接回车则不作答。",
)
STANDS: Final = Text("Nothing was taken; the question stands.", "未记录，问题仍待回答。")
TIRED: Final = Text(
    "A recording says most of this at once: /attach FILE. /finish gives the diagnosis now, with what to collect.",
    "很多问题可由一份记录直接回答：/附件 文件。也可输入 /结束 立即得到诊断以及需要收集的内容。",
)
AT_THE_END: Final = Text(
    "Enter shows the diagnosis and what to do. An answer can still be changed: /change, /back, /attach FILE.",
    "按回车查看诊断与处理步骤。仍可修改：/修改、/返回、/附件 文件。",
)
ELSEWHERE: Final = Text(
    "The file was written by another program; this consultation is kept in {file} from now on.",
    "该文件已被其他程序改写，本次内容改为保存在 {file}。",
)
NOT_KEPT: Final = Text(
    "What was said is not in the file yet: {why}. /save FILE keeps it in another one.",
    "以上内容尚未写入文件：{why}。可用 /保存 文件 另存。",
)
KEPT_IN: Final = Text("Kept in {file}", "内容保存在 {file}")
RESUMED: Final = Text("Going on with {file}, {count} answers so far", "继续 {file}，已有 {count} 个回答")
GO_ON: Final = Text(
    "All is kept. Go on with: rtctriage guide --resume {file}",
    "内容已保存，继续请运行：rtctriage guide --resume {file}",
)
CHANGE_LATER: Final = Text(
    "To change an answer or attach a recording: rtctriage guide --resume {file}",
    "如需修改回答或补充记录，请运行：rtctriage guide --resume {file}",
)
SPARED: Final = Text("The file as it was is kept as {file}", "原文件已另存为 {file}")
