"""What certainty means: how often claims are right, by how certain they are said to be.

    python benchmarks/reliability.py [CALLS] [--seed N] [--wrong]

CALLS is a folder as ``partial.py`` takes it; each end of a call is judged whole and in the ways in which evidence is
partial, and beside them the people of cases.yaml. A claim is the primary cause or one called independent, suspects
included. It is right if truth.json lists the cause, as one that is acceptable or as a second fault; every claim about a
healthy call is wrong. Consequences are judged apart: as right if what they are said to follow from is. Printed are

- for each way the claims, how many are right, and how certain they were on average;
- for each group of ways claims by their certainty, with the share that is right and its 95 % interval (Wilson), the
  expected calibration error and the Brier score;
- the same scores of certainties that were corrected by a rising map (isotonic regression), fitted each time without the
  phenomenon on which it is judged: where they are no better, no map is supported;
- for each named certainty how often the claims are right that rest on it most, and how far that moves when any one
  phenomenon is left out.

What is said of one end of a call in several ways is not independent, so the intervals are those of as many samples as
there are ends. ``--wrong`` tells what is wrong and by which rules; ``--seed`` draws other facts and mistakes for the
persons.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from math import sqrt
from pathlib import Path

import msgspec
from partial import CORPUS, Case, cases, read_calls, read_people

from rtctriage import Diagnosis, Engine, Hypothesis
from rtctriage.errors import RtctriageError

BINS = (0.2, 0.4, 0.6, 0.7, 0.85, 1.0)
"""Limits of the bins; faults begin at 0.6."""
Z = 1.959964
"""Of the normal distribution, for 95 %."""


class Claim(msgspec.Struct, frozen=True):
    """One cause that was named, and whether that is right."""

    end: str
    phenomenon: str
    way: str
    cause: str
    certainty: float
    right: bool
    consequence: bool
    rules: tuple[str, ...]
    """Those that speak for it, the strongest first."""


def claims(case: Case, diagnosis: Diagnosis) -> Iterable[Claim]:
    """What is claimed of one profile."""
    expected = {*case.label.cause, *case.label.others}
    named = [*([diagnosis.primary] if diagnosis.primary else []), *diagnosis.others]
    roots = {one.cause: one.of for one in named}
    for one in named:
        right = one.cause in expected
        if one.relation == "consequence":
            right = right or _root(one, roots) in expected
        rules = tuple(finding.rule for finding in one.findings if finding.certainty > 0)
        yield Claim(
            case.end,
            case.label.phenomenon,
            case.way,
            one.cause,
            one.certainty,
            right,
            one.relation == "consequence",
            rules,
        )


def _root(one: Hypothesis, roots: Mapping[str, str | None]) -> str:
    """What a consequence follows from in the end."""
    at, seen = one.cause, {one.cause}
    while (above := roots.get(at)) is not None and above not in seen:
        at = above
        seen.add(at)
    return at


def wilson(right: float, of: int) -> tuple[float, float]:
    """The 95 % interval of a share (E. B. Wilson, 1927): ``of`` samples, a share ``right`` of them."""
    if not of:
        return (0.0, 1.0)
    middle = (right + Z * Z / (2 * of)) / (1 + Z * Z / of)
    half = Z / (1 + Z * Z / of) * sqrt(right * (1 - right) / of + Z * Z / (4 * of * of))
    return (max(0.0, middle - half), min(1.0, middle + half))


def share(found: Sequence[Claim]) -> float:
    """The share that is right."""
    return sum(one.right for one in found) / len(found) if found else 0.0


def ends(found: Iterable[Claim]) -> int:
    """How many ends of calls they are about."""
    return len({one.end for one in found})


def brier(found: Sequence[Claim], stated: Sequence[float]) -> float:
    """The mean squared difference between what was stated and what is right (1 or 0)."""
    return sum((one.right - said) ** 2 for one, said in zip(found, stated, strict=True)) / len(found)


def calibration_error(found: Sequence[Claim], stated: Sequence[float]) -> float:
    """The expected calibration error: |mean stated - share right| of each bin, weighted by its claims."""
    error = 0.0
    for one in range(len(BINS) - 1):
        at = [i for i, said in enumerate(stated) if _bin(said) == one]
        if at:
            mean = sum(stated[i] for i in at) / len(at)
            error += len(at) / len(found) * abs(mean - share([found[i] for i in at]))
    return error


def _bin(certainty: float) -> int:
    return next((i for i, limit in enumerate(BINS[1:-1]) if certainty < limit), len(BINS) - 2)


def isotonic(found: Sequence[Claim]) -> Callable[[float], float]:
    """A rising map of certainty onto the share that is right (pool adjacent violators), between points a step."""
    blocks: list[list[float]] = []  # highest certainty, sum right, count
    by_value: dict[float, list[bool]] = {}
    for one in found:
        by_value.setdefault(one.certainty, []).append(one.right)
    for value, right in sorted(by_value.items()):
        blocks.append([value, float(sum(right)), float(len(right))])
        while len(blocks) > 1 and blocks[-2][1] * blocks[-1][2] >= blocks[-1][1] * blocks[-2][2]:
            last = blocks.pop()
            blocks[-1] = [last[0], blocks[-1][1] + last[1], blocks[-1][2] + last[2]]
    # one right and one wrong more in each, so that a few right ones never make certainty 1
    steps = [(high, (right + 1) / (count + 2)) for high, right, count in blocks]

    def mapped(certainty: float) -> float:
        if not steps:
            return certainty
        return next((level for high, level in steps if certainty <= high), steps[-1][1])

    return mapped


def left_out(found: Sequence[Claim]) -> list[float]:
    """The certainties corrected by a map that was fitted without the phenomenon of the claim."""
    maps = {
        phenomenon: isotonic([one for one in found if one.phenomenon != phenomenon])
        for phenomenon in {one.phenomenon for one in found}
    }
    return [maps[one.phenomenon](one.certainty) for one in found]


GROUPS: Mapping[str, Callable[[str], bool]] = {
    "the whole dump": lambda way: way == "whole dump",
    "recordings that are partial": lambda way: way.startswith("polls"),
    "a person's facts": lambda way: way.startswith("person, ") and "wrong" not in way,
    "a person's facts, one in ten wrong": lambda way: way.startswith("person, ") and "wrong" in way,
    "written cases": lambda way: way.startswith("person of") and "wrong" not in way,
    "written cases, one in ten wrong": lambda way: way.startswith("person of") and "wrong" in way,
}


def report_ways(found: Sequence[Claim], counts: Mapping[str, int]) -> None:
    """The table of ways."""
    print("| way | profiles | claims | right | share | certainty, mean | consequences | of these right |")
    print("|---|---|---|---|---|---|---|---|")
    for way, count in counts.items():
        of_way = [one for one in found if one.way == way]
        own, following = [o for o in of_way if not o.consequence], [o for o in of_way if o.consequence]
        mean = sum(one.certainty for one in own) / len(own) if own else 0.0
        print(
            f"| {way} | {count} | {len(own)} | {sum(o.right for o in own)} | {share(own):.2f} | {mean:.2f} "
            f"| {len(following)} | {sum(o.right for o in following)} |"
        )


def report_bins(title: str, found: Sequence[Claim]) -> None:
    """The reliability table of one group of ways."""
    print(f"\n{title}: {len(found)} claims about {ends(found)} ends\n")
    print("| certainty | mean | claims | ends | right | share | 95 % |\n|---|---|---|---|---|---|---|")
    for number, (low, high) in enumerate(pairwise(BINS)):
        inside = [one for one in found if _bin(one.certainty) == number]
        if inside:
            mean = sum(one.certainty for one in inside) / len(inside)
            least, most = wilson(share(inside), ends(inside))
            print(
                f"| {low:.2f}–{high:.2f} | {mean:.2f} | {len(inside)} | {ends(inside)} "
                f"| {sum(one.right for one in inside)} | {share(inside):.2f} | {least:.2f}–{most:.2f} |"
            )
    if not found:
        return
    stated, mapped = [one.certainty for one in found], left_out(found)
    print(
        f"\nexpected calibration error {calibration_error(found, stated):.3f}, Brier {brier(found, stated):.3f}; "
        f"corrected by a map that never saw the phenomenon: {calibration_error(found, mapped):.3f}, "
        f"{brier(found, mapped):.3f}"
    )


def report_names(found: Sequence[Claim], engine: Engine) -> None:
    """How right claims are by the named certainty of their strongest rule."""
    knowledge = engine.knowledge
    strengths = {rule.id: rule.strength for cause in knowledge.causes.values() for rule in cause.rules}
    groups: dict[str, list[Claim]] = {}
    for one in found:
        name = strengths[one.rules[0]] if one.rules else ""
        groups.setdefault(name if name in knowledge.certainties else "(a number)", []).append(one)
    print("\n| rests on | value | claims | ends | share right | 95 % | leaving out any one phenomenon |")
    print("|---|---|---|---|---|---|---|")
    for name in (*knowledge.certainties, "(a number)"):
        of_name = groups.get(name, [])
        if not of_name:
            continue
        least, most = wilson(share(of_name), ends(of_name))
        rests = [
            [one for one in of_name if one.phenomenon != gone] for gone in sorted({one.phenomenon for one in of_name})
        ]
        shares = [share(rest) for rest in rests if rest]
        moved = f"{min(shares):.2f}–{max(shares):.2f}" if shares else "-"
        value = knowledge.certainties[name].value if name in knowledge.certainties else None
        print(
            f"| {name} | {'-' if value is None else value} | {len(of_name)} | {ends(of_name)} | {share(of_name):.2f} "
            f"| {least:.2f}–{most:.2f} | {moved} |"
        )


def report_wrong(found: Sequence[Claim]) -> None:
    """What is wrong, by the rules that say so."""
    by_rules: dict[tuple[str, ...], list[Claim]] = {}
    for one in found:
        by_rules.setdefault(one.rules, []).append(one)
    print()
    for rules, of_rules in sorted(by_rules.items(), key=lambda item: sum(o.right for o in item[1]) - len(item[1])):
        wrong = [one for one in of_rules if not one.right]
        if wrong:
            where = Counter(f"{one.phenomenon} ({one.way})" for one in wrong).most_common(3)
            told = "; ".join(f"{count} {what}" for what, count in where)
            print(f"{len(wrong)} of {len(of_rules)} wrong at {wrong[0].certainty}: {', '.join(rules)}\n    {told}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("calls", type=Path, nargs="?", default=CORPUS)
    parser.add_argument("--seed", type=int, default=0, help="draws other facts and mistakes")
    parser.add_argument("--wrong", action="store_true", help="tell what is wrong and by which rules")
    args = parser.parse_args()
    engine = Engine()
    found: list[Claim] = []
    counts: Counter[str] = Counter()
    try:
        calls = [*read_calls(args.calls, engine), *read_people(engine)]
        for case in cases(engine, calls, args.seed):
            counts[case.way] += 1
            found.extend(claims(case, engine.diagnose(case.profile)))
    except (OSError, ValueError, RtctriageError) as error:
        print(f"no labelled calls: {error}", file=sys.stderr)
        return 2
    report_ways(found, counts)
    own = [one for one in found if not one.consequence]
    for title, wanted in GROUPS.items():
        report_bins(title, [one for one in own if wanted(one.way)])
    report_names([one for one in own if "wrong" not in one.way], engine)
    if args.wrong:
        report_wrong(own)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
