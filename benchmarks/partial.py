"""Evidence of labelled calls made partial, in the ways in which it is partial in the field.

    python benchmarks/partial.py [CALLS]

CALLS is a folder as ``peers.py`` takes it, with the same calls as ``getStats()`` polls in ``getstats/`` where they are
to be used (``NAME.getstats.jsonl.gz`` for the ends ``NAME.caller.json.gz``, ``pc`` A, and ``NAME.callee.json.gz``, B).
Beside them there are the people of cases.yaml. Printed is for each way how many profiles it makes and how many facts
they hold. ``reliability.py`` measures what is claimed of them, ``consultations.py`` asks the people.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import msgspec
import yaml

from rtctriage import Engine, Known, Profile, Streams
from rtctriage.errors import EvidenceError, RtctriageError
from rtctriage.knowledge.model import FactSpec
from rtctriage.profile import Scalar

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"
PEOPLE = Path(__file__).resolve().with_name("cases.yaml")
FEW = 8
"""How many facts a person reports who was not asked for each."""
DRAWS = 3
"""How many persons look at each end of a call."""
WRONG = 0.1
"""The share of facts that a person gets wrong."""
FIRST = 10.0
"""Seconds of a recording that was broken off."""


class Label(msgspec.Struct, frozen=True):
    """What is right for one end of a call; other keys of truth.json are for other measures."""

    cause: tuple[str, ...]
    others: tuple[str, ...] = ()
    window_s: tuple[float, float] | None = None

    @property
    def healthy(self) -> bool:
        return self.cause == ("healthy",)

    @property
    def phenomenon(self) -> str:
        return self.cause[0]


class Case(msgspec.Struct, frozen=True):
    """One profile that is judged. What is said of one ``end`` in several ways is not independent."""

    end: str
    way: str
    profile: Profile
    label: Label


class Call(msgspec.Struct, frozen=True):
    """One end of a labelled call: what is known of it whole, and its polls where there are any."""

    name: str
    label: Label
    whole: Profile
    polls: tuple[dict[str, Any], ...] = ()
    written: bool = False
    """Whether somebody wrote it down, and nothing was recorded."""
    aside: bool = False
    """Whether it was not looked at while the program was improved."""


class _Base(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    facts: dict[str, str]
    extends: str | None = None
    forget: tuple[str, ...] = ()


class _Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    case: str
    source: str
    base: str
    complaint: str
    cause: tuple[str, ...]
    facts: dict[str, str]
    scenario: str | None = None
    aside: bool = False


class _People(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """cases.yaml, which explains its fields."""

    bases: dict[str, _Base]
    cases: tuple[_Written, ...]


COMPLAINT = "complaint"
COMPLAINTS: Mapping[str, tuple[str, ...]] = {
    "access": ("cannot-connect",),
    "network.packet-loss": ("choppy-audio", "stutter"),
    "network.jitter": ("choppy-audio", "stutter"),
    "network.high-latency": ("delay",),
    "network.bandwidth-limited": ("blurry", "stutter"),
    "network.interruption": ("disconnects", "no-audio"),
    "resources": ("stutter", "hot-or-slow-device"),
    "media.bitrate-too-low": ("blurry",),
    "media.resolution-too-low": ("blurry",),
    "media.framerate-too-low": ("stutter",),
    "media.audio-bitrate-too-low": ("noise",),
    "media.av-desync": ("av-out-of-sync",),
    "media.no-video": ("no-video",),
    "media.no-audio": ("no-audio",),
    "usage.camera-black": ("black-screen",),
    "usage.mic-silent": ("no-audio",),
    "usage.permission-denied": ("no-video", "no-audio"),
    "usage.device-not-found": ("no-video", "no-audio"),
    "usage.direction-mismatch": ("no-video",),
    "compatibility.codec-mismatch": ("no-video",),
}
"""What those on the call say, by the cause that is right, or its layer."""


def read_calls(folder: Path, engine: Engine) -> list[Call]:
    """The labelled calls. Raises OSError, ValueError or RtctriageError where the folder is not of that shape."""
    if not (folder / "truth.json").is_file():
        raise FileNotFoundError(f"{folder} holds no truth.json")
    labels = msgspec.convert(json.loads((folder / "truth.json").read_text("utf-8")), dict[str, Label])
    calls = []
    for file, label in labels.items():
        path = folder / "calls" / file
        if not path.is_file():
            raise FileNotFoundError(f"truth.json names calls/{file}, which is not there")
        name = file.partition(".json")[0]
        calls.append(Call(name, label, engine.facts(path), tuple(_polls(folder / "getstats", name))))
    return calls


def read_people(engine: Engine, path: Path = PEOPLE) -> list[Call]:
    """The written cases, each with all that its person could say. Raises OSError, ValueError or RtctriageError."""
    # scalars are read as text, as in a profile: "off" is no truth value
    people = msgspec.convert(yaml.load(path.read_text("utf-8"), yaml.BaseLoader), _People, strict=False)
    calls = []
    for one in people.cases:
        facts = {**_base(people, one.base), **one.facts}
        profile = engine.facts({"facts": facts}, complaint=one.complaint, scenario=one.scenario, name=one.case)
        calls.append(Call(one.case, Label(one.cause), profile, written=True, aside=one.aside))
    return calls


def _base(people: _People, name: str) -> dict[str, str]:
    base = people.bases[name]
    facts = _base(people, base.extends) if base.extends is not None else {}
    kept = {
        fact: value
        for fact, value in facts.items()
        if not any(fact == gone or (gone.endswith(".") and fact.startswith(gone)) for gone in base.forget)
    }
    return {**kept, **base.facts}


def _polls(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    stem, _, end = name.rpartition(".")
    path = folder / f"{stem}.getstats.jsonl.gz"
    if path.is_file():
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for poll in map(json.loads, lines):
                if poll["pc"] == {"caller": "A", "callee": "B"}.get(end):
                    yield poll


Way = Callable[[Engine, Sequence[Call], Call], Iterator[tuple[Profile, Label]]]


def _whole(_engine: Engine, _calls: Sequence[Call], call: Call) -> Iterator[tuple[Profile, Label]]:
    yield call.whole, call.label


def _of_types(wanted: Callable[[dict[str, Any]], bool]) -> Way:
    """Polls with some kinds of statistics only, as monitors store them."""

    def made(engine: Engine, _calls: Sequence[Call], call: Call) -> Iterator[tuple[Profile, Label]]:
        polls = [{**poll, "stats": [one for one in poll["stats"] if wanted(one)]} for poll in call.polls]
        yield from ((profile, call.label) for profile in _read(engine, polls))

    return made


def _first(engine: Engine, _calls: Sequence[Call], call: Call) -> Iterator[tuple[Profile, Label]]:
    """Polls that break off. A fault that begins later is not in them; one that has just begun is left out."""
    label = call.label
    if label.window_s is not None and label.window_s[0] > 0:
        if label.window_s[0] < FIRST:
            return
        label = Label(("healthy",))
    polls = [poll for poll in call.polls if poll["timestamp"] <= call.polls[0]["timestamp"] + FIRST * 1000]
    yield from ((profile, label) for profile in _read(engine, polls))


def _read(engine: Engine, polls: list[dict[str, Any]]) -> Iterator[Profile]:
    lines = "\n".join(json.dumps(poll) for poll in polls if poll["stats"])
    try:
        yield engine.facts(lines.encode())
    except EvidenceError:
        return


def _person(count: int | None, wrong: float, seed: int) -> Way:
    """What people report who look at the statistics while the fault shows: so many facts, each one rounded number."""

    def made(engine: Engine, calls: Sequence[Call], call: Call) -> Iterator[tuple[Profile, Label]]:
        for draw in range(DRAWS):
            rng = random.Random(f"{call.name} {count} {wrong} {seed} {draw}")
            seen = dict(sorted(told(call, engine.knowledge.facts).items()))
            facts = dict(rng.sample(list(seen.items()), min(count or len(seen), len(seen))))
            for name in facts:
                if rng.random() < wrong:
                    facts[name] = mistaken(engine.knowledge.facts[name], facts[name], rng, _elsewhere(name, calls))
            complaint = complaint_of(call, rng)
            said = {COMPLAINT: Known(complaint)} if complaint else {}
            yield Profile({**{name: Known(value) for name, value in facts.items()}, **said}), call.label

    return made


def _elsewhere(name: str, calls: Sequence[Call]) -> list[Scalar]:
    """What the fact is in other calls: a plausible mistake."""
    values = [call.whole.facts[name] for call in calls if name in call.whole.facts]
    return [value.value if isinstance(value, Known) else rounded(_typical(value, None)) for value in values]


def complaint_of(call: Call, rng: random.Random) -> str | None:
    """What the people of a call complain of; None where nothing is wrong."""
    said = call.whole.facts.get(COMPLAINT)
    if isinstance(said, Known):
        return str(said.value)
    name = call.label.phenomenon
    if name == "usage.capture-ended":
        return "no-audio" if _stopped(call, "audio") else "no-video"
    found = COMPLAINTS.get(name, COMPLAINTS.get(name.partition(".")[0], ()))
    return rng.choice(found) if found else None


def _stopped(call: Call, kind: str) -> bool:
    """Whether a stream of that kind had come to an end."""
    found = [call.whole.facts.get(f"{way}.{kind}.packets") for way in ("uplink", "downlink")]
    streams = [stream.series for value in found if isinstance(value, Streams) for stream in value.streams]
    return any(len(series) and series.values[-1] == 0 < series.high for series in streams)


def told(call: Call, catalogue: Mapping[str, FactSpec]) -> dict[str, Scalar]:
    """All that a person can say of a call: of a series the usual value while the fault shows, rounded."""
    # the labelled calls are a page's own, between two browsers
    said: dict[str, Scalar] = {} if call.written else {"sdk.vendor": "webrtc", "sdk.platform": "web"}
    for name, value in call.whole.facts.items():
        if catalogue[name].question is None or name == COMPLAINT:
            continue
        if isinstance(value, Known):
            said[name] = rounded(value.value) if isinstance(value.value, float) else value.value
        else:
            said[name] = rounded(_typical(value, call.label.window_s))
    return said


def _typical(value: Streams, window: tuple[float, float] | None) -> float:
    """The median of the longest stream (in the window, where samples are in it): what the screen shows mostly."""
    series = max((stream.series for stream in value.streams), key=len)
    pairs = list(zip(series.times, series.values, strict=True))
    inside = [one for time, one in pairs if window is None or window[0] <= time <= window[1]]
    return median(inside or series.values)


def rounded(value: Scalar) -> Scalar:
    """Two digits, as people say numbers."""
    return float(f"{value:.2g}") if isinstance(value, float) else value


def mistaken(spec: FactSpec, value: Scalar, rng: random.Random, plausible: Sequence[Scalar] = ()) -> Scalar:
    """A wrong answer: one that is right elsewhere, the opposite, another choice, a number misread by far."""
    if isinstance(value, bool):
        return not value
    others = [one for one in dict.fromkeys(plausible) if one != value]
    if others:
        return rng.choice(others)
    if isinstance(value, float):
        wrong = value * rng.choice((0.1, 0.2, 5.0, 10.0)) if value else rng.choice((1.0, 10.0, 100.0))
        return max(
            spec.low if spec.low is not None else wrong, min(wrong, spec.high if spec.high is not None else wrong)
        )
    choices = [choice for choice in spec.choices if choice != value]
    return rng.choice(choices) if choices else value


_TOLD, _WRITTEN = "person, ", "person of a written case, "
_SENT = ("outbound-rtp", "remote-inbound-rtp", "media-source")
_RECEIVED = ("inbound-rtp", "remote-outbound-rtp", "media-playout")
_REPORTED = ("remote-inbound-rtp", "remote-outbound-rtp")
_MEDIA = (*_SENT, *_RECEIVED)


def _kind(kind: str) -> Callable[[dict[str, Any]], bool]:
    return lambda one: one["type"] not in _MEDIA or one.get("kind", one.get("mediaType")) == kind


def ways(seed: int = 0) -> dict[str, Way]:
    """From the whole dump to a few facts of which one in ten is wrong; ``seed`` chooses the facts and mistakes."""
    return {
        "whole dump": _whole,
        "polls without a log": _of_types(lambda one: True),
        "polls, first 10 s": _first,
        "polls, sent streams": _of_types(lambda one: one["type"] in (*_SENT, "codec")),
        "polls, received streams": _of_types(lambda one: one["type"] in (*_RECEIVED, "codec")),
        "polls, transport": _of_types(lambda one: one["type"] not in (*_MEDIA, "codec")),
        "polls, audio": _of_types(_kind("audio")),
        "polls, video": _of_types(_kind("video")),
        "polls, no far end's reports": _of_types(lambda one: one["type"] not in _REPORTED),
        "person, all facts": _person(None, 0.0, seed),
        f"person, {FEW} facts": _person(FEW, 0.0, seed),
        "person, all facts, 10 % wrong": _person(None, WRONG, seed),
        f"person, {FEW} facts, 10 % wrong": _person(FEW, WRONG, seed),
    }


def cases(engine: Engine, calls: Sequence[Call], seed: int = 0) -> Iterator[Case]:
    """Every end of a call in every way; what somebody wrote down as what persons tell."""
    for call in calls:
        # a plausible mistake is what people of the same kind of call would see
        alike = [other for other in calls if other.written == call.written]
        for way, made in ways(seed).items():
            if not call.written or way.startswith(_TOLD):
                for profile, label in made(engine, alike, call):
                    yield Case(call.name, way.replace(_TOLD, _WRITTEN) if call.written else way, profile, label)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("calls", type=Path, nargs="?", default=CORPUS)
    args = parser.parse_args()
    engine = Engine()
    try:
        calls = [*read_calls(args.calls, engine), *read_people(engine)]
    except (OSError, ValueError, RtctriageError) as error:
        print(f"no labelled calls: {error}", file=sys.stderr)
        return 2
    sizes: dict[str, list[int]] = {}
    for case in cases(engine, calls):
        sizes.setdefault(case.way, []).append(len(case.profile.facts))
    print("| way | profiles | facts, median |\n|---|---|---|")
    for way, sized in sizes.items():
        print(f"| {way} | {len(sized)} | {median(sized):.0f} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
