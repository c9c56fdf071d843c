"""How rtctriage compares with the rules that other tools publish, on the same labelled calls.

    python benchmarks/peers.py [CALLS] [--verbose]

CALLS is a folder with ``truth.json`` (for each end of a call the causes that count as right; ``["healthy"]`` where
there is no fault) and the recordings in ``calls/``; where none is given, ``../shared/corpus`` beside the repository.
Printed are

    right         ends with a fault for which a right cause is among what is named
    alone         those of them on which nothing else is named
    has a rule    ends with a fault that some rule of the peer could name
    named         things named an end with a fault, on average
    false alarms  ends without a fault on which anything is raised

What a peer names is counted kindly: a rule counts for every cause that its condition singles out, rules that stand for
the same causes are one thing, a second fault that is there may be named, too, and neither side nor time is looked at.
Of rtctriage only the primary cause counts as right; others that it calls independent are further things.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from peer_rules import Peer, load, measured, said

from rtctriage import Diagnosis, Engine
from rtctriage.errors import RtctriageError

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"
OURS = "rtctriage"
ALL = "all peers together"


class Truth(msgspec.Struct, frozen=True):
    """What is right for one end of a call; other keys of truth.json are for other measures."""

    cause: tuple[str, ...]
    others: tuple[str, ...] = ()

    @property
    def healthy(self) -> bool:
        return self.cause == ("healthy",)


class Answer(msgspec.Struct, frozen=True):
    """What was said of one end: each thing as the causes that it stands for, and whether any alarm was raised.

    Where one thing is put first, as ``primary``, it alone can be right.
    """

    things: frozenset[tuple[str, ...]] = frozenset()
    alarm: bool = False
    primary: str | None = None

    def right(self, truth: Truth) -> bool:
        if self.primary is not None:
            return self.primary in truth.cause
        return any(set(thing) & set(truth.cause) for thing in self.things)

    def alone(self, truth: Truth) -> bool:
        expected = {*truth.cause, *truth.others}
        further = [thing for thing in self.things if not set(thing) & set(truth.others) - set(truth.cause)]
        return self.right(truth) and len(further) == 1 and all(set(thing) & expected for thing in self.things)


class Count(msgspec.Struct):
    """One line of the table."""

    right: int = 0
    alone: int = 0
    reach: int = 0
    named: int = 0
    alarms: int = 0


def answer_of(peer: Peer, facts: Mapping[str, Any]) -> Answer:
    """What a peer's rules say."""
    rules = list(said(peer, facts))
    return Answer(frozenset(tuple(sorted(rule.names)) for rule in rules if rule.names), bool(rules))


def answer_of_ours(diagnosis: Diagnosis) -> Answer:
    """The primary cause and those that are independent of it. Consequences are told as such: no further things."""
    independent = [
        other.cause
        for other in diagnosis.others
        if other.relation == "independent" and other.verdict in ("fault", "suspect")
    ]
    primary = diagnosis.primary.cause if diagnosis.primary else None
    causes = {*independent, *([primary] if primary else [])}
    return Answer(frozenset((cause,) for cause in causes), bool(causes), primary)


def joined(answers: Iterable[Answer]) -> Answer:
    """What somebody reads who runs all of the peers."""
    every = list(answers)
    return Answer(frozenset().union(*(one.things for one in every)), any(one.alarm for one in every))


def read_truth(folder: Path) -> dict[Path, Truth]:
    """The labelled recordings. Raises OSError or ValueError where the folder is not of that shape."""
    if not (folder / "truth.json").is_file():
        raise FileNotFoundError("it holds no truth.json")
    labels = json.loads((folder / "truth.json").read_text("utf-8"))
    found = {folder / "calls" / name: one for name, one in msgspec.convert(labels, dict[str, Truth]).items()}
    for path in found:
        if not path.is_file():
            raise FileNotFoundError(f"truth.json names calls/{path.name}, which is not there")
    return found


def tell(path: Path, truth: Truth, answers: Mapping[str, Answer]) -> None:
    """One end in full."""
    print(f"{path.name}: {' or '.join(truth.cause)}")
    for name, answer in answers.items():
        things = "; ".join(sorted(" or ".join(thing) for thing in answer.things))
        if answer.alarm:
            print(f"    {name:32} {things or '(no cause)'}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("calls", type=Path, nargs="?", default=CORPUS)
    parser.add_argument("--verbose", action="store_true", help="what each of them says of each end")
    args = parser.parse_args()
    if not args.calls.is_dir():
        print(
            f"no labelled calls: {args.calls} is not a folder (name one that holds truth.json and calls/)",
            file=sys.stderr,
        )
        return 2
    try:
        labelled = read_truth(args.calls)
    except (OSError, ValueError) as error:
        print(f"no labelled calls in {args.calls}: {error}", file=sys.stderr)
        return 2

    engine, peers = Engine(), load()
    reach = {peer.peer: {cause for rule in peer.rules for cause in rule.names} for peer in peers}
    reach[ALL] = set().union(*reach.values())
    reach[OURS] = set(engine.knowledge.causes)
    counts = {name: Count() for name in (*sorted(reach.keys() - {ALL, OURS}, key=str.lower), ALL, OURS)}
    for path, truth in labelled.items():
        try:
            profile = engine.facts(path)
        except RtctriageError as error:
            print(f"{path.name} cannot be read: {error}", file=sys.stderr)
            return 2
        facts = measured(engine, profile)
        answers = {peer.peer: answer_of(peer, facts) for peer in peers}
        answers[ALL] = joined(answers.values())
        answers[OURS] = answer_of_ours(engine.diagnose(profile))
        if args.verbose:
            tell(path, truth, answers)
        for name, answer in answers.items():
            count = counts[name]
            if truth.healthy:
                count.alarms += answer.alarm
                continue
            count.right += answer.right(truth)
            count.alone += answer.alone(truth)
            count.reach += bool(reach[name] & set(truth.cause))
            count.named += len(answer.things)
    report(counts, labelled.values(), reach[ALL])
    return 0


def report(counts: Mapping[str, Count], truths: Iterable[Truth], known_to_peers: set[str]) -> None:
    """The table, and what no peer has a rule for."""
    truths = list(truths)
    healthy = sum(truth.healthy for truth in truths)
    faulty = len(truths) - healthy
    print(f"{len(truths)} ends of calls, {faulty} of them with a fault, {healthy} healthy\n")
    print("| | right | alone | has a rule | named | false alarms |\n|---|---|---|---|---|---|")
    for name, count in counts.items():
        mean = f"{count.named / faulty:.1f}" if faulty else "-"
        print(f"| {name} | {count.right} | {count.alone} | {count.reach} | {mean} | {count.alarms} |")
    without = sorted(
        {truth.cause[0] for truth in truths if not truth.healthy and not known_to_peers & set(truth.cause)}
    )
    print(f"\nno rule of any peer names: {', '.join(without) or 'nothing of this kind'}")


if __name__ == "__main__":
    raise SystemExit(main())
