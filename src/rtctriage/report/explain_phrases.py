"""The fixed words of explanations, in both languages."""

from __future__ import annotations

from typing import Final

from rtctriage.text import Text

TRUTH: Final = {"true": "✓", "false": "✗", "unknown": "?"}

VERDICT: Final = {
    "fault": Text("FAULT", "故障"),
    "suspect": Text("SUSPECT", "疑似故障"),
    "observation": Text("OBSERVATION", "现象"),
    "excluded": Text("RULED OUT", "已排除"),
    "undecided": Text("NOT DECIDED", "未能判定"),
    "not-applicable": Text("NOT APPLICABLE", "不适用"),
}

# certainty
HOW_SURE: Final = Text("How sure, and how that was combined", "置信度及其合成过程")
FACTOR: Final = Text(
    "certainty {factor} = (MB − MD) / (1 − min(MB, MD)), MB {mb}, MD {md}",
    "置信度 {factor} =（MB − MD）/（1 − min(MB, MD)），MB {mb}，MD {md}",
)
BELIEF: Final = Text("for it, MB {value} = {sum}", "支持度 MB {value} = {sum}")
DISBELIEF: Final = Text("against it, MD {value} = {sum}", "反对度 MD {value} = {sum}")
GROUP_COUNTS: Final = Text("evidence group {group}: the strongest, so it counts", "证据组 {group}：组内最强，计入")
GROUP_DROPS: Final = Text(
    "evidence group {group}: another rule of it is stronger, so it does not count",
    "证据组 {group}：组内另有更强的规则，不计入",
)
HELD: Final = Text("held at {limit}: rules are never quite certain", "限制在 {limit}：规则得出的结论从不绝对确定")
NO_RULE_FIRED: Final = Text("no rule of it fired", "没有任何规则命中")
FROM_ON: Final = Text(
    "a fault from {established} on, suspected from {suspected} on, ruled out from {excluded} down",
    "{established} 起为故障，{suspected} 起为疑似，{excluded} 及以下为排除",
)

# relation
PLACE: Final = Text("Among the other hypotheses", "与其他假设的关系")
ONLY_ONE: Final = Text("It is the only fault or suspect.", "这是唯一的故障或疑似原因。")
FIRST: Final = Text("It is the cause to act on:", "这是应优先处理的根因：")
FOLLOWS: Final = Text(
    "It follows from {of}: that cause leads to it, their sides agree, and {time}.",
    "由“{of}”引起：该原因会导致本问题，方向相符，且{time}。",
)
SAME_TIME: Final = Text(
    "its time ({own}) overlaps that one's ({other}) or begins within {within} s of its end",
    "本问题的时间（{own}）与其时间（{other}）重叠，或在其结束后 {within} 秒内开始",
)
WHOLE_TIME: Final = Text("one of them is about the whole call", "其中之一涉及整个通话")
INDEPENDENT: Final = Text(
    "It follows from none of the others, and is not the first to act on.", "不由其他问题引起，也不是应优先处理的根因。"
)
OBSERVED: Final = Text(
    "It is no fault by itself: all that speaks for it is marked as an observation, and no complaint was given that it"
    " explains ({complaints}).",
    "它本身不算故障：支持它的规则均标记为“现象”，且用户反馈中没有它能解释的问题（{complaints}）。",
)
NO_COMPLAINT: Final = Text("there is none", "无")
CONSEQUENCE_OF: Final = Text("follows from {cause}", "由“{cause}”引起")
COULD_TOO: Final = Text(
    "it may follow from this one, too; what follows from nothing itself, then the more certain one counts",
    "也可能由它引起；优先取自身不由他因引起者，再取置信度较高者",
)
RANKS_BEFORE: Final = Text("comes before it: {why}", "排在其前：{why}")
RANKS_BEHIND: Final = Text("comes behind it: {why}", "排在其后：{why}")
NO_CONSEQUENCE: Final = Text("{low} does not follow from {high}: {why}", "“{low}”不是“{high}”的结果：{why}")
DECIDED_BY: Final = {
    "verdict": Text("a fault goes before a suspect", "故障先于疑似"),
    "complaint": Text("what explains the complaint goes first", "能解释用户反馈者优先"),
    "scenario": Text("what the scenario suspects goes first", "业务场景优先怀疑者优先"),
    "layer": Text("the earlier layer goes first", "排查层次靠前者优先"),
    "certainty": Text("the higher certainty goes first", "置信度高者优先"),
    "start": Text("the earlier start goes first", "出现时间早者优先"),
    "order": Text("all else is equal, so the order of the knowledge base decides", "其余均相同，按知识库中的顺序"),
}
OBSTACLE: Final = {
    "cause": Text("both are the same cause", "两者是同一原因"),
    "layer": Text("that one is of a later layer", "后者所在层次更靠后"),
    "leads-to": Text("that one is not known to lead to it", "知识库中没有后者导致前者的关系"),
    "stands-alone": Text("a finding of its own stands alone", "前者有独立成立的判据"),
    "verdict": Text("that one is less serious", "后者严重程度较低"),
    "side": Text("they are on different sides", "两者方向不同"),
    "time": Text("they are not at the same time", "两者时间不重叠"),
}

# rules, tests and facts
FINDINGS: Final = Text("What it rests on", "依据")
RULE: Final = Text("rule {rule}, certainty {value}", "规则 {rule}，置信度 {value}")
ORIGIN: Final = Text("from {origin}", "出自 {origin}")
RULE_SOURCE: Final = Text("source: {source}", "依据：{source}")
ALL: Final = Text("all of these", "同时满足以下各项")
ANY: Final = Text("at least one of these", "至少满足以下一项")
NOT: Final = Text("not this", "以下不成立")
TOGETHER: Final = Text("at the same time for {time} s", "以下各项同时持续 {time} 秒")
HELD_FOR: Final = Text(
    "the value is the mean of the samples that pass; a pause no longer than the time asked for does not end it",
    "该值为满足条件的各样本的均值；不长于所要求时长的间断不算中止",
)
NEAREST: Final = Text("nearest {value}", "最接近值 {value}")
PREMISE: Final = {
    "established": Text("{cause} is established", "“{cause}”已确认"),
    "excluded": Text("{cause} is ruled out", "“{cause}”已排除"),
}
ALREADY: Final = Text("explained above", "见上文")
NOTHING_KNOWN: Final = Text("nothing is known of it", "对此一无所知")
LIMIT: Final = Text("limit {name} = {value}: {source}", "阈值 {name} = {value}：{source}")
LIMIT_AGAIN: Final = Text("limit {name} = {value}", "阈值 {name} = {value}")
LIMIT_OF_SCENARIO: Final = Text(
    "limit {name} = {value} in this scenario: {source}", "阈值 {name} = {value}（当前业务场景的取值）：{source}"
)
TYPED: Final = Text("given by hand", "人工给出")
TYPED_IN: Final = Text("given by hand in {place}", "人工给出，见 {place}")
READ: Final = Text("read from {what}", "读自 {what}")
STATISTIC: Final = Text("statistic {name}", "统计项 {name}")
FORMULA: Final = Text("computed as: {formula}", "计算方法：{formula}")
REFERENCE: Final = Text("reference: {source}", "参考：{source}")
DERIVED: Final = Text("derived: {formula}", "推算公式：{formula}")
LOOKED_UP: Final = Text("looked up in the table of codes: {row} ({origin})", "查错误码表：{row}（{origin}）")
SERIES: Final = Text("{count} samples, {range}", "{count} 个样本，{range}")
UNKNOWN_FACT: Final = Text("not known", "未知")
ASK: Final = Text("ask: {question}", "可询问：{question}")
FIND: Final = Text("how to find it: {how}", "查找方法：{how}")
SUPPLIED_BY: Final = Text("evidence that has it: {formats}", "可从以下数据读取：{formats}")

# the verdict
LAYERS: Final = Text("What the verdict rests on, layer by layer", "结论依据（逐层）")
SKIPPED: Final = Text("The layer does not apply", "该层不适用")
ALSO_RULED_OUT: Final = Text(
    "also ruled out, though the layer does not hang on them: {causes}", "另有非必要项已排除：{causes}"
)
ALSO_OPEN: Final = Text(
    "not measured either, though the layer does not hang on them: {causes}", "另有非必要项未测得：{causes}"
)
IS_RULED_OUT: Final = Text("{cause}: ruled out, {value}", "“{cause}”：已排除，{value}")
IS_FOUND: Final = Text("{cause}: {verdict}, {value}", "“{cause}”：{verdict}，{value}")
IS_OPEN: Final = Text("{cause}: could not be decided", "“{cause}”：未能判定")
NEEDS: Final = Text("needs: {facts}", "需要：{facts}")

# why not
ANSWER: Final = {
    "primary": Text("IT IS the cause to act on", "它正是应优先处理的根因"),
    "consequence": Text("it was found, and follows from another cause", "已发现，但由其他原因引起"),
    "independent": Text("it was found, and another cause comes first", "已发现，但另一原因排在其前"),
    "observation": Text("it was seen, and is no fault by itself", "已观察到，但本身不算故障"),
    "excluded": Text("it was ruled out", "已排除"),
    "undecided": Text("it was neither found nor ruled out", "既未发现也未能排除"),
    "not-applicable": Text("its layer does not apply to this call", "所在层次不适用于本次通话"),
}
WHOLE: Final = Text("All sides", "不分方向")
FIRED_FOR: Final = Text("Speaks for it: rules that fired", "支持它的规则（已命中）")
FIRED_AGAINST: Final = Text("Speaks against it: rules that fired", "反对它的规则（已命中）")
NEAR: Final = Text(
    "Would speak for it: rules that did not fire, the nearest first", "本可支持它的规则（未命中，最接近者在前）"
)
NEAR_AGAINST: Final = Text(
    "Would speak against it: rules that did not fire, the nearest first", "本可反对它的规则（未命中，最接近者在前）"
)
UNMEASURED: Final = Text("Rules of which nothing is known", "涉及的事实全部未知的规则")
UNKNOWN_FACTS: Final = Text("What is not known, and who would supply it", "未知的事实及获取途径")
SHORT: Final = Text("{have}, {need} needed: {absolute} off", "实测 {have}，需 {need}：相差 {absolute}")
SHORT_RELATIVE: Final = Text(
    "{have}, {need} needed: {absolute} off ({relative} of the limit)",
    "实测 {have}，需 {need}：相差 {absolute}（为阈值的 {relative}）",
)
BEYOND: Final = Text("{have}, beyond the limit of {need} by {absolute}", "实测 {have}，超出阈值 {need} 达 {absolute}")
STRETCH: Final = Text(
    "longest stretch {have}, {need} needed: {absolute} short", "最长持续 {have}，需 {need}：差 {absolute}"
)
STRETCH_BEYOND: Final = Text("longest stretch {have}, and it must be under {need}", "最长持续 {have}，须少于 {need}")
SAMPLES: Final = Text("{have} samples, {need} needed", "仅 {have} 个样本，需 {need} 个")
SHARE: Final = Text("share of time {value}", "时间占比 {value}")
