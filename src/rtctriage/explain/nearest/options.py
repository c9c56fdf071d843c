"""What a fact can be changed to so that a test comes out otherwise: the smallest change for each way they come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property, partial

from msgspec.structs import replace

from rtctriage.explain.nearest.breaks import breaks
from rtctriage.explain.nearest.goal import Wants
from rtctriage.explain.nearest.guesses import Guesses
from rtctriage.explain.nearest.lines import Line, Move, Scope, number_line, scale_of, series_lines
from rtctriage.explain.nearest.looks import Looks
from rtctriage.explain.nearest.trial import Moves, Trial, with_move
from rtctriage.explain.nearest.words import words
from rtctriage.inference.reasoning import Reasoning
from rtctriage.inference.truth import Truth
from rtctriage.inference.values import limits_of
from rtctriage.profile import Known, Streams
from rtctriage.series import Window


class Options:
    """The moves of each fact that bring a goal nearer."""

    def __init__(self, reasoning: Reasoning, wants: Wants, trial: Trial) -> None:
        self.reasoning = reasoning
        self.program = reasoning.program
        self.wants = wants
        self.trial = trial
        atoms: dict[str, list[int]] = {}
        for atom in sorted(wants.atoms):
            for fact in trial.depends_on(atom):
                atoms.setdefault(fact, []).append(atom)
        self.atoms = atoms
        """For each fact the tests that change with it."""
        self._looks = Looks(trial)
        self._guesses = Guesses(trial)
        self._lines: dict[str, list[Line]] = {}
        self._moves: dict[tuple[str, tuple[object, ...], bool], list[Move]] = {}

    def connected(self, a: str, b: str) -> bool:
        """Whether a test depends on both facts."""
        return not set(self.atoms[a]).isdisjoint(self.atoms[b])

    def moves(self, fact: str, given: Moves = (), last: bool = True) -> list[Move]:
        """The changes of a fact that gain or lose what is wanted, the smallest first, when others have changed so.

        Of several that do as much only the smallest is there. Where it is not the ``last`` one of the facts that one
        test depends on, the smallest on each line is, and the line's ends: from there another fact may do the rest.
        """
        key = (fact, tuple(move.key for move in given), last)
        if key not in self._moves:
            self._moves[key] = self._useful(fact, self._tried(fact, given, last), given, last)
        return self._moves[key]

    def effect(self, fact: str, moves: Moves) -> frozenset[int]:
        """What is as wanted among the tests that change with a fact: literals gained, and those lost as ``-1 - it``."""
        found: set[int] = set()
        for atom in self.atoms[fact]:
            truth = self.trial.truth(atom, moves)
            for literal in (2 * atom, 2 * atom + 1):
                holds = truth is not None and truth is not bool(literal & 1)
                if holds and literal in self.wants.gains:
                    found.add(literal)
                if not holds and literal in self.wants.losses:
                    found.add(-1 - literal)
        return frozenset(found)

    def reach(self, fact: str) -> frozenset[int]:
        """All that single changes of a fact can bring about, not all at once."""
        before = self.effect(fact, ())
        return frozenset(one for move in self.moves(fact) for one in self.effect(fact, (move,)) - before)

    def _useful(self, fact: str, tried: Iterable[Move], given: Moves, last: bool) -> list[Move]:
        before = self.effect(fact, given)
        kept: list[tuple[Move, frozenset[int]]] = []
        ends: list[Move] = []
        for move in sorted(tried, key=_size):
            effect = self.effect(fact, with_move(given, move))
            rivals = (e for other, e in kept if last or (other.how, other.window) == (move.how, move.window))
            if not effect <= before and not any(effect <= other for other in rivals):
                kept.append((move, effect))
            elif not last and move.end:
                ends.append(move)
        return sorted((*(move for move, _ in kept), *ends), key=_size)

    def _tried(self, fact: str, given: Moves, last: bool) -> list[Move]:
        spec = self.program.facts[fact]
        value = self.trial.given.get(fact)
        specs = [self.program.atoms[n] for n in self.atoms[fact]]
        if spec.type != "number":
            return [
                Move(fact, "set" if isinstance(value, Known) else "supplied", to, None, (), Known(to), 1.0)
                for to in words(self.program, spec, specs, self.trial.given)
            ]
        tried: dict[object, Move] = {}
        for line in self.lines(fact):
            for amount in self._amounts(line, given):
                move = line.at(amount)
                if move is not None:
                    tried.setdefault(move.key, move)
            for end in () if last else (line.points[0], line.points[-1]):
                move = line.at(end)
                if move is not None:
                    tried[move.key] = replace(move, end=True)
        return list(tried.values())

    def lines(self, fact: str) -> list[Line]:
        """The ways in which a number changes."""
        if fact not in self._lines:
            value = self.trial.given.get(fact)
            if isinstance(value, Streams):
                scopes = self.scopes(fact)
                self._lines[fact] = [line for scope in scopes for line in self._within(fact, value, scope)]
            else:
                self._lines[fact] = [number_line(self.program.facts[fact], value, *self._measure(fact))]
        return self._lines[fact]

    def _measure(self, fact: str) -> tuple[list[float], float]:
        """The limits that a fact is compared with, and the scale of its changes."""
        limits = limits_of((self.program.atoms[n] for n in self.atoms[fact]), fact)
        return limits, scale_of(self.trial.given.get(fact), limits)

    def _within(self, fact: str, value: Streams, scope: Scope) -> tuple[Line, ...]:
        return series_lines(self.program.facts[fact], value, scope, *self._measure(fact))

    def scopes(self, fact: str) -> tuple[Scope, ...]:
        """Where a series is changed: within the windows of the findings that it takes part in and that should not hold.

        From the first of these windows to the last. The whole call where one of the findings is about that, where there
        is none, or where no change within the windows turns one of its tests (what lasts long enough may do so twice).
        The streams are those that make its tests hold in these findings, all of them where none does.
        """
        value = self.trial.given[fact]
        assert isinstance(value, Streams)
        trace, results = self.reasoning.trace, self.reasoning.walk.results
        windows: list[Window | None] = []
        tests: set[int] = set()
        for rule in sorted(self.wants.losing & self._fired):
            atoms = {*self.atoms[fact]} & {literal >> 1 for literal in self.program.rules[rule].literals}
            if atoms:
                windows.append(trace.window(rule))
                tests |= atoms
        labels = {label for n in tests if n in results for label in results[n].streams}
        streams = frozenset(labels & {stream.label for stream in value.streams}) or None
        timed = [window for window in windows if window is not None]
        if not timed:
            return (Scope(streams, None),)
        span = Scope(streams, (min(w[0] for w in timed), max(w[1] for w in timed)))
        if not span.samples(value):
            return (Scope(streams, None),)
        if len(timed) < len(windows) or not self._turns(self._within(fact, value, span), sorted(tests)):
            return (span, Scope(streams, None))
        return (span,)

    def _turns(self, lines: Iterable[Line], tests: Iterable[int]) -> bool:
        """Whether each test that holds and should not is turned at the end of one of these lines."""
        ends = (line.at(end) for line in lines for end in (line.points[0], line.points[-1]))
        moves = [move for move in ends if move is not None]
        now = self.trial.base.truths
        wanted = [n for n in tests if (2 * n if now[n] else 2 * n + 1) in self.wants.losses and now[n] is not None]
        return all(any(self.trial.truth(n, (move,)) is not now[n] for move in moves) for n in wanted)

    @cached_property
    def _fired(self) -> set[int]:
        beliefs = (belief for both in self.reasoning.walk.beliefs.values() for belief in both)
        return {number for belief in beliefs for number in belief.rules}

    def _amounts(self, line: Line, given: Moves) -> Iterator[float]:
        """The far side of each break that is wanted; for a value that nobody knows both, and what its tests name."""
        start = line.start
        for atom in self.atoms[line.fact]:
            if self.trial.hopeless(atom, (line.fact,), given) and not self._wanted_not_to_hold(atom):
                continue
            seen = self._looks.seen(line, atom, given)
            truth = partial(self._truth_on, line, given, atom)
            for down in (False, True):
                # from where nothing changes outwards, first upwards and then downwards
                part = seen if start is None else [p for p in seen if (p <= start if down else p >= start)]
                if start is None and down:
                    continue
                guess = (
                    partial(self._guesses.between, line, given, atom)
                    if self._looks.directed(line, atom, given)
                    else None
                )
                for a, b in breaks(truth, part, line.points, partial(self._wanted, atom, down), guess):
                    yield a if down else b
                    if start is None:
                        yield a
        if start is None:
            yield from line.points

    def _wanted(self, atom: int, down: bool, low: Truth, high: Truth) -> bool:
        """Whether a test that comes out otherwise is as it should be then."""
        was, then = (high, low) if down else (low, high)
        gains, losses = self.wants.gains, self.wants.losses
        return (
            (then is True and 2 * atom in gains)
            or (then is False and 2 * atom + 1 in gains)
            or (was is True and 2 * atom in losses)
            or (was is False and 2 * atom + 1 in losses)
        )

    def _wanted_not_to_hold(self, atom: int) -> bool:
        """Whether more is wanted of a test than that it holds, or no longer does."""
        return 2 * atom + 1 in self.wants.gains or 2 * atom + 1 in self.wants.losses

    def _truth_on(self, line: Line, given: Moves, atom: int, amount: float) -> Truth:
        return self.trial.truth(atom, self._looks.on(line, given, amount))


def _size(move: Move) -> float:
    return move.size
