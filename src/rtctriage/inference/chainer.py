"""What every forward chainer offers."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Literal, Protocol, TypeAlias

from rtctriage.errors import ChainerError
from rtctriage.inference.program import Program
from rtctriage.text import Text

ChainerName: TypeAlias = Literal["durable_rules", "plain"]


class Chainer(Protocol):
    """Finds the rules of one layer that fire. Made for one program; may be used by several threads at once."""

    @property
    def name(self) -> ChainerName:
        """Which one it is, for the report."""

    @property
    def note(self) -> Text | None:
        """What the reader of a report must know about it, such as why it is not the usual one."""

    def run(self, layer: int, known: AbstractSet[int]) -> tuple[int, ...]:
        """The numbers of the rules that fire, ascending.

        ``known`` are the literals known to hold, among them those of earlier layers' conclusions; literals that no rule
        of the layer waits for may be there and change nothing. Raises ChainerError if it failed in the middle of a run.
        """

    def close(self) -> None:
        """Gives back what it holds; it may be used again, and makes it anew then."""


def best_chainer(program: Program) -> Chainer:
    """The durable_rules chainer where it can be imported and the program is within its limits, else the plain one."""
    from rtctriage.inference import durable, durable_limits, plain

    if not durable.available():
        return plain.PlainChainer(program)
    reason = durable_limits.limits(program)
    if reason is None:
        return durable.DurableChainer(program)
    return plain.PlainChainer(
        program,
        Text(
            f"The rules are beyond the limits of durable_rules ({reason.en}); the plain chainer ran in its place.",
            f"规则超出 durable_rules 的限制（{reason.zh}），已改用纯 Python 推理器。",
        ),
    )


def chosen_chainer(program: Program, choice: Literal["auto"] | ChainerName) -> Chainer:
    """The chainer of that name, the best one for ``auto``. Raises ChainerError where durable_rules cannot run."""
    if choice == "plain":
        from rtctriage.inference.plain import PlainChainer

        return PlainChainer(program)
    chainer = best_chainer(program)
    if choice == "durable_rules" and chainer.name != choice:
        why = chainer.note.en if chainer.note else "durable_rules cannot be imported here"
        raise ChainerError(f"{why} (use the chainer auto or plain)")
    return chainer


def substitute(program: Program, error: ChainerError) -> Chainer:
    """The plain chainer in the place of one that failed; its answer says so."""
    from rtctriage.inference.plain import PlainChainer

    return PlainChainer(
        program,
        Text(
            f"durable_rules failed ({error}); the plain chainer ran in its place.",
            f"durable_rules 运行失败（{error}），已改用纯 Python 推理器。",
        ),
    )
