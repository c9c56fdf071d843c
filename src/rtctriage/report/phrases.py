"""The fixed words of the reports, in both languages."""

from __future__ import annotations

from typing import Final

from rtctriage.text import Text

VERDICT: Final = {
    "fault": Text("FAULT", "故障"),
    "suspect": Text("SUSPECT", "疑似故障"),
    "healthy": Text("HEALTHY", "正常"),
    "inconclusive": Text("INCONCLUSIVE", "无法判断"),
}
HEALTHY: Final = Text(
    "Nothing wrong was found: network and media are clear",
    "未发现异常：网络层与媒体层均已排除故障",
)
# what a healthy call was not looked at for
NOT_LOOKED_AT: Final = Text("not measured: {layers}", "未测得：{layers}")
PARTLY_LOOKED_AT: Final = Text("measured only in part: {layers}", "仅部分测得：{layers}")
INCONCLUSIVE: Final = Text(
    "What is known so far shows no fault, and does not rule out all of them. The questions below settle most.",
    "现有信息不能确认故障，也未能排除全部可能。请先回答下列问题。",
)
INCONCLUSIVE_BARE: Final = Text(
    "What is known so far shows no fault, and does not rule out all of them.",
    "现有信息不能确认故障，也未能排除全部可能。",
)

LAYER_VERDICT: Final = {
    "fault": Text("FAULT", "故障"),
    "suspect": Text("suspect", "疑似"),
    "clear": Text("clear", "正常"),
    "not-applicable": Text("not applicable", "不适用"),
    "unmeasured": Text("not measured", "未测得"),
}
PARTLY_MEASURED: Final = Text("partly measured", "部分测得")
HYPOTHESIS_VERDICT: Final = {
    "fault": Text("fault", "故障"),
    "suspect": Text("suspect", "疑似"),
    "observation": Text("observation", "现象"),
}
SIDE: Final = {
    "uplink": Text("uplink", "上行"),
    "downlink": Text("downlink", "下行"),
    "both": Text("uplink and downlink", "上下行"),
}
WHERE: Final = {
    "local": Text("at this end", "本端"),
    "remote": Text("at the far end", "对端"),
    "path": Text("on the network path", "网络链路"),
    "server": Text("at the server", "服务端"),
}
SEVERITY: Final = {
    "critical": Text("critical", "致命"),
    "blocker": Text("blocker", "阻断"),
    "major": Text("major", "严重"),
    "minor": Text("minor", "轻微"),
    "info": Text("information", "提示"),
}
DOMAIN: Final = {
    "client-sdk": Text("client SDK", "客户端 SDK"),
    "server-configuration": Text("server configuration", "服务端配置"),
    "network": Text("network", "网络"),
    "third-party-integration": Text("third-party integration", "第三方集成"),
}
FIX: Final = Text("fix: {domain}", "修复方：{domain}")
OWNER: Final = {
    "end-user": Text("End user", "最终用户"),
    "app-developer": Text("App developer", "应用开发者"),
    "support": Text("Support", "技术支持"),
    "operations": Text("Operations", "运维"),
}
# values of facts that are words of everyday language and no terms
CHOICE: Final = {"none": Text("none", "无"), "unknown": Text("unknown", "未知"), "other": Text("other", "其他")}
PREMISE: Final = {
    "established": Text("established", "已确认"),
    "excluded": Text("ruled out", "已排除"),
    "not established": Text("not established", "未确认"),
    "not excluded": Text("not ruled out", "未排除"),
}
END: Final = {"local": Text("this end", "本端"), "remote": Text("far end", "对端")}

CERTAINTY: Final = Text("certainty {value}", "置信度 {value}")
WORST: Final = Text("worst {window}", "最严重 {window}")
WHOLE_CALL: Final = Text("whole call", "整个通话")
COMPLAINT: Final = Text("Complaint", "用户反馈")
SCENARIO: Final = Text("Scenario", "业务场景")
EVIDENCE_FILE: Final = Text("Evidence", "数据文件")
NOTE: Final = Text("Note", "说明")
CONNECTION: Final = Text("connection {id}", "连接 {id}")
SAMPLES: Final = Text("{count} samples", "{count} 个样本")
SINCE: Final = Text("from {time}", "自 {time} 起")

WALK: Final = Text("The walk, layer by layer", "逐层排查")
LAYER: Final = Text("Layer", "层")
RESULT: Final = Text("Result", "结论")
FOUND: Final = Text("Found", "发现")
RULED_OUT: Final = Text("Ruled out", "已排除")
WALK_EXCLUDED: Final = Text("ruled out: {causes}", "已排除：{causes}")
WALK_MORE: Final = Text(" and {count} more", "等 {total} 项")
WALK_UNMEASURED: Final = Text("not measured: {count}", "未测得：{count} 项")
WALK_UNMEASURED_FEW: Final = Text("not measured: {causes}", "未测得：{causes}")
PRIMARY: Final = Text("Evidence for it", "判断依据")
CONSEQUENCES: Final = Text("Follows from it", "由此引起")
CONSEQUENCE_OF: Final = Text("follows from {cause}", "由“{cause}”引起")
INDEPENDENT: Final = Text("Besides, independent of it", "其他独立问题")
OBSERVATIONS: Final = Text("Worth knowing (not faults by themselves)", "值得注意的现象（本身不算故障）")
HOW: Final = Text("How", "方法")
UNMEASURED: Final = Text("Could not be measured", "未能测得")
ASK: Final = Text("What to find out next", "下一步需确认")
SETTLES: Final = Text("would settle: {causes}", "可判定：{causes}")
MORE_QUESTIONS: Final = Text(
    "{count} more questions that settle less are in the JSON (--format json)",
    "另有 {count} 个次要问题，见 JSON 输出（--format json）",
)
SETTLES_FURTHER: Final = Text(" and {count} more", "等 {total} 项")
MISSING_FACTS: Final = Text("needs: {facts}", "需要：{facts}")
LIMIT_OF: Final = Text("limit {limit}", "判据 {limit}")
RULE: Final = Text("rule {rule}, certainty {value} ({origin})", "规则 {rule}，置信度 {value}（{origin}）")
STATUS: Final[dict[str, Text]] = {
    "draft": Text("draft", "草案"),
    "deprecated": Text("deprecated", "已弃用"),
}
"""A cause that is not stable."""
STREAM: Final = Text("stream {label}", "媒体流 {label}")

FACT: Final = Text("Measured", "指标")
OBSERVED: Final = Text("Value", "实测值")
LIMIT: Final = Text("Limit", "判据")
WHEN: Final = Text("When", "时间")
NOT_MEASURED: Final = Text("not measured", "未测得")
RANGE: Final = Text("{low} to {high} (mean {mean})", "{low} 至 {high}（均值 {mean}）")
YES: Final = Text("yes", "是")
NO: Final = Text("no", "否")

PLAYBOOK: Final = Text("What to do: {title}", "处理步骤：{title}")
EXPECTED: Final = Text("Expected", "预期结果")
CHECK: Final = Text("Check", "验证方法")
AFTERWARDS: Final = Text("Afterwards", "完成后")
STALE: Final = Text(
    "what was recorded before says nothing of the call any more; record it anew",
    "此前的记录不再反映当前情况，请重新采集",
)
OWNER_HEAD: Final = Text("Owner", "负责方")
ACTION: Final = Text("Action", "操作")
ESCALATE: Final = Text("Escalate", "何时升级")
ATTACH: Final = Text("Attach", "升级时附上")
SEE_PLAYBOOK: Final = Text("what to do: rtctriage playbook {id}", "处理步骤：rtctriage playbook {id}")
FOOTER: Final = Text(
    "rtctriage {program} · knowledge {knowledge} · chainer {chainer}",
    "rtctriage {program} · 知识库 {knowledge} · 推理引擎 {chainer}",
)

SUMMARY: Final = Text("Summary of {count} files", "共 {count} 个文件，汇总如下")
FILE: Final = Text("File", "文件")
VERDICT_HEAD: Final = Text("Verdict", "结论")
CAUSE: Final = Text("Cause", "原因")
SIDE_HEAD: Final = Text("Side", "方向")
UNREADABLE: Final = Text("not read", "未能读取")

SCALARS: Final = Text("Facts of the whole call", "整个通话的事实")
SERIES: Final = Text("Facts over time", "随时间变化的事实")
NO_FACTS: Final = Text("No facts were read.", "没有读到任何事实。")
NAME: Final = Text("Fact", "事实")
VALUE: Final = Text("Value", "值")
SOURCE: Final = Text("Source", "来源")
SAMPLES_HEAD: Final = Text("Samples", "样本数")
MEAN: Final = Text("Mean", "均值")
MIN: Final = Text("Min", "最小")
MAX: Final = Text("Max", "最大")
UNIT: Final = Text("Unit", "单位")
COURSE: Final = Text("Course", "走势")
SOURCE_KIND: Final = {
    "typed": Text("given by hand", "人工给出"),
    "evidence": Text("recorded", "记录"),
    "derived": Text("derived", "推算"),
}
TITLE: Final = Text("Title", "名称")
QUESTION: Final = Text("Question", "要回答的问题")
