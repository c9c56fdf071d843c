"""How many questions a consultation asks people until it ends, and how often it ends right, against a fixed order.

    python benchmarks/consultations.py [CALLS] [--written | --recorded] [--seeds N] [--order gain|fixed] [--verbose]

The people know what was seen on the labelled calls with a fault (CALLS, a folder as ``partial.py`` takes it; of a
series they know one rounded value while the fault shows), or what cases.yaml tells. All of them know what bothers them
and say so first, which counts as a question; of the rest they do not know 20 % (``--unknown``) besides what they could
not see, and get one in ten answers wrong (``--wrong``), each drawn once for each person, fact and seed, so that both
orders hear the same. A wrong answer is one that is right in another case. A consultation ends by
itself. Printed is for each order, over all people of all seeds,

    ends right  the share that ends with a right primary cause, and its 95 % interval (for as many samples as people)
    questions   asked until the end: median, mean, the worst
    until right questions until a right cause was primary and stayed so, of those that end right: the same three

and how the consultations ended. The cases that are called aside in cases.yaml are counted apart.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import fmean, median
from typing import get_args

import msgspec
from partial import COMPLAINT, CORPUS, WRONG, Call, complaint_of, mistaken, read_calls, read_people, told
from reliability import wilson

from rtctriage import Engine
from rtctriage.consult import Conclusion, Consultation, Order
from rtctriage.errors import RtctriageError
from rtctriage.profile import Scalar

UNKNOWN = 0.2
"""The share of answers that a person does not know."""
SCENARIO = "scenario"


class Person(msgspec.Struct, frozen=True):
    """Somebody who is asked about one call."""

    call: Call
    knows: Mapping[str, Scalar]
    """What they answer; what is not in here they do not know."""
    mistakes: frozenset[str]
    """The facts that they get wrong."""


class Course(msgspec.Struct, frozen=True):
    """One consultation."""

    call: Call
    questions: int
    ending: str
    primary: str | None
    right_from: int | None
    """After how many questions a right cause was primary until the end; None where it ends wrong."""
    asked: tuple[str, ...]

    @property
    def right(self) -> bool:
        return self.primary in self.call.label.cause


def people(calls: Sequence[Call], engine: Engine, seed: int, unknown: float, wrong: float) -> Iterator[Person]:
    """One person for each call, with the holes and mistakes of the seed."""
    catalogue = engine.knowledge.facts
    seen = {call.name: told(call, catalogue) for call in calls}
    for call in calls:
        alike = [other.name for other in calls if other.written == call.written]
        knows: dict[str, Scalar] = {}
        mistakes: set[str] = set()
        for name, value in sorted(seen[call.name].items()):
            rng = random.Random(f"{call.name} {name} {seed}")
            lot = rng.random()
            if name == SCENARIO:
                knows[name] = value
            elif lot >= unknown:
                elsewhere = [seen[other][name] for other in alike if name in seen[other]]
                knows[name] = value
                # of those that they know
                if lot < unknown + (1 - unknown) * wrong:
                    knows[name] = mistaken(catalogue[name], value, rng, elsewhere)
                    mistakes.add(name)
        complaint = complaint_of(call, random.Random(f"{call.name} {seed}"))
        if complaint is not None:
            knows[COMPLAINT] = complaint
        yield Person(call, knows, frozenset(mistakes))


def consult(engine: Engine, person: Person, order: Order) -> Course:
    """Asks until the consultation ends."""
    consultation = Consultation(engine, order=order, clock=lambda: 0.0)
    asked: list[str] = []
    right_from: int | None = None
    while True:
        step = consultation.ask()
        primary = consultation.so_far().primary
        cause = None if primary is None else primary.cause
        if cause not in person.call.label.cause:
            right_from = None
        elif right_from is None:
            right_from = len(asked)
        if isinstance(step, Conclusion):
            return Course(person.call, len(asked), step.ending, cause, right_from, tuple(asked))
        asked.append(step.fact)
        value = person.knows.get(step.fact)
        if value is None:
            consultation.unknown()
        else:
            consultation.answer(value, sure=True)


def spread(numbers: Sequence[int]) -> str:
    """Median, mean and worst."""
    return f"{median(numbers):g} | {fmean(numbers):.1f} | {max(numbers)}" if numbers else "- | - | -"


def report(title: str, courses: Mapping[Order, Sequence[Course]]) -> None:
    """One table."""
    count = len(next(iter(courses.values())))
    if not count:
        return
    names = {course.call.name for course in next(iter(courses.values()))}
    print(f"\n{title}: {count} consultations about {len(names)} calls\n")
    print(
        "| order | ends right | 95 % | questions, median | mean | worst | until right, median | mean | worst | ended |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for order, found in courses.items():
        right = [course for course in found if course.right]
        part = len(right) / count
        least, most = wilson(part, len(names))
        until = [course.right_from for course in right if course.right_from is not None]
        ended = ", ".join(f"{ending} {n}" for ending, n in Counter(c.ending for c in found).most_common())
        asked = spread([course.questions for course in found])
        print(f"| {order} | {part:.2f} | {least:.2f}–{most:.2f} | {asked} | {spread(until)} | {ended} |")


def tell(person: Person, course: Course) -> None:
    """One consultation in full."""
    print(f"{'right' if course.right else 'WRONG'} {course.questions:3} {course.call.name}: {course.primary}", end="")
    print(f" ({' or '.join(course.call.label.cause)}), {course.ending}, right from {course.right_from}")
    said = [f"{fact}={person.knows.get(fact, '?')}{'!' if fact in person.mistakes else ''}" for fact in course.asked]
    print(f"    {' '.join(said)}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("calls", type=Path, nargs="?", default=CORPUS)
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--written", action="store_true", help="only the people of cases.yaml")
    only.add_argument("--recorded", action="store_true", help="only the people of the labelled calls")
    parser.add_argument("--seeds", type=int, default=3, help="how many times each is asked, with other mistakes")
    parser.add_argument("--first-seed", type=int, default=0, help="the seed to begin with")
    parser.add_argument("--unknown", type=float, default=UNKNOWN, help="share of answers they do not know")
    parser.add_argument("--wrong", type=float, default=WRONG, help="share of answers they get wrong")
    parser.add_argument("--order", choices=get_args(Order), action="append", help="only this order")
    parser.add_argument("--verbose", action="store_true", help="tell each consultation (? not known, ! wrong)")
    args = parser.parse_args()
    engine = Engine()
    try:
        recorded = [] if args.written else [c for c in read_calls(args.calls, engine) if not c.label.healthy]
        calls = [*recorded, *([] if args.recorded else read_people(engine))]
    except (OSError, ValueError, RtctriageError) as error:
        print(f"no labelled calls: {error}", file=sys.stderr)
        return 2
    courses: dict[Order, list[Course]] = {order: [] for order in args.order or get_args(Order)}
    for order, found in courses.items():
        for seed in range(args.first_seed, args.first_seed + args.seeds):
            for person in people(calls, engine, seed, args.unknown, args.wrong):
                course = consult(engine, person, order)
                found.append(course)
                if args.verbose:
                    tell(person, course)
    for title, wanted in (
        ("all", lambda call: True),
        ("recorded calls", lambda call: not call.written),
        ("written cases", lambda call: call.written and not call.aside),
        ("written cases that were put aside", lambda call: call.aside),
    ):
        report(title, {order: [one for one in found if wanted(one.call)] for order, found in courses.items()})
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
