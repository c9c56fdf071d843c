"""The benchmarks still run, and what they measure without a clock is within its aim. Speed is measured by hand."""

from __future__ import annotations

import fnmatch
import importlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rtctriage import Engine, Known, Profile, Series, Stream, Streams
from rtctriage.inference import durable

FOLDER = Path(__file__).parent.parent / "benchmarks"
CALL = FOLDER.parent / "examples" / "recorded-call.json.gz"


def run(script: str, *arguments: object) -> str:
    command = [sys.executable, str(FOLDER / script), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_commands_of_its_readme_are_of_scripts_that_are_there() -> None:
    text = (FOLDER / "README.md").read_text("utf-8")
    named = re.findall(r"^python benchmarks/(\S+)", text, re.M)
    assert set(named) == {path.name for path in FOLDER.glob("*.py")}
    for line in re.findall(r"^python benchmarks/.*", text, re.M):
        script, *arguments = line.removeprefix("python benchmarks/").split()
        assert [a for a in arguments if a.startswith("--") and a not in run(script, "--help")] == []


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak of memory as Linux tells it")
@pytest.mark.parametrize("shape", ["streams", "connections"])
def test_a_dump_takes_at_most_four_times_its_size_in_memory(shape: str, tmp_path: Path) -> None:
    dump = tmp_path / "dump.json"
    run("make_dump.py", CALL, dump, "--megabytes", 16, "--shape", shape)
    assert 15e6 < dump.stat().st_size < 20e6
    said = run("reading.py", dump, "--runs", 1)
    # the start of the program does not grow with the file; of one of 50 MB it is less than another
    times = re.search(r"([\d.]+) without the start", said)
    assert times, said
    assert float(times[1]) <= 3.0


@pytest.mark.skipif(not durable.available(), reason="durable_rules cannot be imported here")
def test_the_bare_run_fires_what_a_diagnosis_does() -> None:
    said = run("warm.py", "--runs", 1)
    assert {"bare run, its Host", "diagnosis, durable_rules", "diagnosis, plain chainer"} <= {
        line[:26].strip() for line in said.splitlines()
    }


class TestPeers:
    """``peers.py`` over a folder of labelled calls; the example's fault is loss on the way out, for ten seconds."""

    @pytest.fixture
    def labelled(self, tmp_path: Path) -> Path:
        (tmp_path / "calls").mkdir()
        for name in ("lossy", "called-healthy"):
            shutil.copy(CALL, tmp_path / "calls" / f"{name}.json.gz")
        truth = {
            "lossy.json.gz": {"cause": ["network.packet-loss"], "window_s": [12, 22], "side": "uplink"},
            "called-healthy.json.gz": {"cause": ["healthy"]},
        }
        (tmp_path / "truth.json").write_text(json.dumps(truth))
        return tmp_path

    def test_counts_what_each_names(self, labelled: Path) -> None:
        said = run("peers.py", labelled)
        rows = {cells[1]: cells[2:7] for line in said.splitlines() if len(cells := re.split(r" *\| *", line)) == 8}
        # right, alone, has a rule, named, false alarms
        assert rows["rtctriage"] == ["1", "1", "1", "1.0", "1"]
        # more than 5 % of what was sent, in an interval of 5 s
        assert rows["webrtc-issue-detector"] == ["1", "1", "1", "1.0", "1"]
        # only of received audio, of which nothing was lost
        assert rows["Telnyx CallReportCollector"] == ["0", "0", "1", "0.0", "0"]
        # nothing but how a connection failed
        assert rows["Webex, why ICE failed"] == ["0", "0", "0", "0.0", "0"]
        assert rows["all peers together"][0] == "1"
        assert rows["all peers together"][4] == "1"
        assert "2 ends of calls, 1 of them with a fault, 1 healthy" in said
        assert "no rule of any peer names: nothing of this kind" in said

    def test_says_which_fault_no_peer_has_a_rule_for(self, labelled: Path) -> None:
        (labelled / "truth.json").write_text(json.dumps({"lossy.json.gz": {"cause": ["usage.camera-black"]}}))
        assert "no rule of any peer names: usage.camera-black" in run("peers.py", labelled)

    def test_a_second_fault_that_is_there_may_be_named(self, labelled: Path) -> None:
        truth = {"cause": ["media.bitrate-too-low"], "others": ["network.packet-loss"]}
        (labelled / "truth.json").write_text(json.dumps({"lossy.json.gz": truth}))
        row = next(line for line in run("peers.py", labelled).splitlines() if "webrtc-stats-extension" in line)
        # it names both, and of rtctriage only what it puts first can be right
        assert row.startswith("| webrtc-stats-extension | 1 | 1 | 1 | 2.0 |")
        assert "| rtctriage | 0 | 0 | 1 | 1.0 | 0 |" in run("peers.py", labelled)

    @pytest.mark.parametrize(
        ("breaks", "message"),
        [
            (lambda folder: shutil.rmtree(folder), "is not a folder"),
            (lambda folder: (folder / "truth.json").unlink(), "it holds no truth.json"),
            (lambda folder: (folder / "truth.json").write_text("{"), "no labelled calls in"),
            (lambda folder: (folder / "truth.json").write_text('{"a": {"cause": 1}}'), "Expected `array`"),
            (lambda folder: (folder / "calls" / "lossy.json.gz").unlink(), "names calls/lossy.json.gz"),
            (lambda folder: (folder / "calls" / "lossy.json.gz").write_text("no dump"), "cannot be read"),
        ],
    )
    def test_says_what_is_missing(self, labelled: Path, breaks: Callable[[Path], object], message: str) -> None:
        breaks(labelled)
        command = [sys.executable, str(FOLDER / "peers.py"), str(labelled)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert message in done.stderr
        assert "Traceback" not in done.stderr


class TestPeerRules:
    """How a published rule is applied to the facts of a recording."""

    @pytest.fixture
    def module(self, monkeypatch: pytest.MonkeyPatch) -> Any:
        monkeypatch.syspath_prepend(str(FOLDER))
        yield importlib.import_module("peer_rules")
        sys.modules.pop("peer_rules", None)

    def holds(self, module: Any, facts: dict[str, Known | list[float]], every: float = 1.0, **rule: Any) -> bool:
        known = {
            name: value if isinstance(value, Known) else Streams((Stream("", Series(range(len(value)), value)),))
            for name, value in facts.items()
        }
        one = module.Rule(says="", names=(), **rule)
        return bool(list(module.said(module.Peer("", "", every, "", (one,)), known)))

    def test_speaks_of_facts_and_causes_that_there_are(self, module: Any) -> None:
        knowledge = Engine().knowledge
        facts = {*knowledge.facts, *module.QUANTITIES}
        for peer in module.load():
            for rule in peer.rules:
                assert set(rule.names) <= set(knowledge.causes), rule
                for pattern in (*rule.when, *rule.unless):
                    assert fnmatch.filter(facts, pattern), pattern

    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ([40, 0, 40, 0, 40], True),
            ([40, 0, 0, 40, 0, 40], False),
            ([40, 40, 30, 30, 30], False),
            ([0, 0, 0, 0, 40, 40, 40], True),
        ],
    )
    def test_three_of_five(self, module: Any, values: list[float], expected: bool) -> None:
        found = self.holds(module, {"network.rtt": values}, when={"network.rtt": "> 30"}, hold="3 of 5")
        assert found is expected

    @pytest.mark.parametrize(
        ("test", "expected"),
        [
            ("mean > 3", True),  # 20 / 6
            ("mean > 3.4", False),
            ("mean 2 >= 10", True),
            ("mean 2 > 10", False),
            ("max 3 == 0", True),
            ("max 4 == 0", False),
            ("last == 0", True),
            ("max == 15", True),
            ("sd > 5", True),  # the root of (15² + 5²) / 6 - (20 / 6)² is 5.5
            ("sd > 6", False),
            ("spread 2 == 50", True),  # 15 and 5: 5 on average from a mean of 10
            ("spread 2 > 100", False),
        ],
    )
    def test_over_time(self, module: Any, test: str, expected: bool) -> None:
        assert self.holds(module, {"network.rtt": [0, 15, 5, 0, 0, 0]}, when={"network.rtt": test}) is expected

    def test_a_tick_is_as_long_as_the_peer_says(self, module: Any) -> None:
        facts: dict[str, Known | list[float]] = {"network.rtt": [0, 40, 40, 0]}
        assert self.holds(module, facts, every=1, when={"network.rtt": "> 30"})
        assert not self.holds(module, facts, every=2, when={"network.rtt": "> 30"})

    def test_all_at_the_same_time_and_none_of_the_rest(self, module: Any) -> None:
        facts: dict[str, Known | list[float]] = {
            "downlink.audio.jitter": [0, 40, 0],
            "downlink.video.jitter": [0, 0, 40],
            "network.rtt": [300, 0, 300],
            "connection.state": Known("failed"),
            "connection.lost": Known(True),
        }
        high = {"network.rtt": "> 250"}
        assert self.holds(module, facts, when={**high, "downlink.*.jitter": "> 30"})
        assert not self.holds(module, facts, when={**high, "downlink.audio.jitter": "> 30"})
        assert self.holds(module, facts, when=high, unless={"downlink.*.jitter": "> 30"})
        assert not self.holds(module, facts, when=high, unless={"downlink.*.jitter": ">= 0"})
        assert not self.holds(module, facts, when=high, unless={"connection.lost": "== true"})
        assert self.holds(module, facts, when={**high, "connection.state": "== failed"})
        assert not self.holds(module, facts, when={**high, "connection.state": "!= failed"})

    @pytest.mark.parametrize("test", ["> 30", "== 0", "max 3 < 1", "mean < 1", "!= none", "== false"])
    def test_what_is_not_known_holds_nowhere(self, module: Any, test: str) -> None:
        assert not self.holds(module, {}, when={"network.rtt": test})

    @pytest.mark.parametrize("test", ["30", "> ", "median > 3", "mean 3", "=> 4"])
    def test_what_is_not_a_test_is_an_error(self, module: Any, test: str) -> None:
        with pytest.raises(ValueError, match="not a test"):
            module.parse(test)

    def test_scores_are_the_peers_own(self, module: Any) -> None:
        steady = {"network.rtt": 100.0, "downlink.audio.jitter": 10.0, "downlink.audio.packet_loss": 2.0}
        profile = Profile({n: Streams((Stream("", Series([1, 2], [v, v])),)) for n, v in steady.items()})
        facts = module.measured(Engine(), profile)
        mos = {name: facts[f"peer.mos_{name}"].streams[0].series.values[0] for name in ("telnyx", "twilio")}
        # R = 93.2 - 0.11 * 10 - 2.5 * 2 - 0.01 * 100 = 86.1; 1 + 3.0135 + 7e-6 * 86.1 * 26.1 * 13.9
        assert mos["telnyx"] == pytest.approx(4.2321, abs=1e-3)
        # R = 94.768 - 130 / 40 - 5 = 86.518; 1 + 3.02813 + 7e-6 * 86.518 * 26.518 * 13.482
        assert mos["twilio"] == pytest.approx(4.2447, abs=1e-3)

    def test_a_jump_of_the_round_trip_time_is_beyond_its_band(self, module: Any) -> None:
        rtt = Series(range(4), [100, 100, 180, 108])
        profile = Profile({"network.rtt": Streams((Stream("", rtt),))})
        series = module.measured(Engine(), profile)["peer.rtt_deviation"].streams[0].series
        # averages before each: 100, 100, 108; the band is 50 ms, as a third of them is less
        assert list(series.values) == pytest.approx([-50, 30, -50])

    def test_without_a_connection_no_stream_speaks(self, module: Any) -> None:
        silent = Streams((Stream("", Series(range(9), [0.0] * 9)),))
        for up, there in ((True, True), (False, False)):
            profile = Profile({"connection.established": Known(up), "uplink.audio.bitrate": silent})
            assert ("uplink.audio.bitrate" in module.measured(Engine(), profile)) is there

    def test_tells_of_one_recording(self) -> None:
        said = run("peer_rules.py", CALL)
        assert re.search(r"^webrtc-issue-detector +outbound-network-quality +network\.packet-loss$", said, re.M)
        assert "HIGH_PACKET_LOSS" not in said
        assert "VLprojects/webrtc-issue-detector at c21f383" in run("peer_rules.py", CALL, "--source")


class TestLabelled:
    """How right claims are, and whom a consultation leads to the right cause, over one call and the written cases."""

    @pytest.fixture
    def labelled(self, tmp_path: Path) -> Path:
        (tmp_path / "calls").mkdir()
        (tmp_path / "getstats").mkdir()
        shutil.copy(CALL, tmp_path / "calls" / "lossy.caller.json.gz")
        truth = {"lossy.caller.json.gz": {"cause": ["network.packet-loss"], "window_s": [12, 22]}}
        (tmp_path / "truth.json").write_text(json.dumps(truth))
        return tmp_path

    @pytest.fixture
    def modules(self, monkeypatch: pytest.MonkeyPatch) -> Any:
        monkeypatch.syspath_prepend(str(FOLDER))
        names = ("partial", "reliability", "consultations")
        yield [importlib.import_module(name) for name in names]
        for name in names:
            sys.modules.pop(name, None)

    def test_tells_how_evidence_is_made_partial(self, labelled: Path) -> None:
        said = run("partial.py", labelled)
        rows = {cells[1]: cells[2] for line in said.splitlines() if len(cells := re.split(r" *\| *", line)) == 5}
        assert rows["whole dump"] == "1"
        # nobody polled this call
        assert not any(way.startswith("polls") for way in rows)
        assert rows["person, 8 facts"] == "3"

    def test_counts_claims_by_their_certainty(self, labelled: Path) -> None:
        said = run("reliability.py", labelled)
        # one end, one claim, which is right; what is measured on one call leaves all between a fifth and all
        assert "| whole dump | 1 | 1 | 1 | 1.00 | 0.93 | 0 | 0 |" in said
        assert re.search(r"\| 0\.85–1\.00 \| 0\.93 \| 1 \| 1 \| 1 \| 1\.00 \| 0\.21–1\.00 \|", said)
        assert re.search(r"^\| stated \| 0\.9 \|", said, re.M)

    def test_says_what_is_missing(self, tmp_path: Path) -> None:
        for script in ("partial.py", "reliability.py", "consultations.py"):
            command = [sys.executable, str(FOLDER / script), str(tmp_path)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            assert done.returncode == 2
            assert "holds no truth.json" in done.stderr
            assert "Traceback" not in done.stderr

    def test_an_interval_is_wilsons(self, modules: Any) -> None:
        _, reliability, _ = modules
        # E. B. Wilson's interval of 8 of 10: (0.8 + 0.1921 ± 1.96 * sqrt(0.016 + 0.0096)) / 1.3841
        low, high = reliability.wilson(0.8, 10)
        assert low == pytest.approx(0.4902, abs=1e-3)
        assert high == pytest.approx(0.9433, abs=1e-3)
        assert reliability.wilson(0.0, 0) == (0.0, 1.0)

    def test_a_map_rises_and_is_not_fitted_to_what_it_is_judged_on(self, modules: Any) -> None:
        _, reliability, _ = modules

        def claim(phenomenon: str, certainty: float, right: bool) -> Any:
            return reliability.Claim("", phenomenon, "", "", certainty, right, False, ())

        found = [claim("a", 0.5, True), claim("a", 0.9, False), claim("b", 0.5, False), claim("b", 0.9, True)]
        # pooled, as the later one is worse: (1 + 1) / (2 + 2); and rising, (0 + 1) / (1 + 2) and (1 + 1) / (1 + 2)
        assert reliability.left_out(found) == pytest.approx([1 / 3, 2 / 3, 0.5, 0.5])

    def test_errors_of_calibration(self, modules: Any) -> None:
        _, reliability, _ = modules
        found = [reliability.Claim("", "", "", "", 0.9, right, False, ()) for right in (True, True, True, False)]
        assert reliability.calibration_error(found, [0.9] * 4) == pytest.approx(0.15)
        assert reliability.brier(found, [0.9] * 4) == pytest.approx((3 * 0.01 + 0.81) / 4)

    def test_cases_are_of_all_layers_and_complaints(self, modules: Any) -> None:
        partial, _, _ = modules
        engine = Engine()
        calls = partial.read_people(engine)
        assert len(calls) >= 40
        assert 3 * sum(call.aside for call in calls) >= len(calls) - 2
        assert {call.label.cause[0].partition(".")[0] for call in calls} == {
            layer.id for layer in engine.knowledge.layers
        }
        assert {call.whole.facts["complaint"].value for call in calls} == set(engine.knowledge.complaints)
        for call in calls:
            assert set(call.label.cause) <= set(engine.knowledge.causes)
            # everything in a case is something that people can be asked
            assert all(engine.knowledge.facts[name].question for name in call.whole.facts), call.name

    def test_mistakes_are_mistakes(self, modules: Any) -> None:
        partial, _, _ = modules
        rng = importlib.import_module("random").Random(0)
        facts = Engine().knowledge.facts
        assert partial.mistaken(facts["network.vpn"], True, rng) is False
        assert partial.mistaken(facts["network.rtt"], 50.0, rng, [50.0, 620.0]) == 620.0
        assert partial.mistaken(facts["network.type"], "wifi", rng) != "wifi"
        assert 0 <= partial.mistaken(facts["uplink.packet_loss"], 30.0, rng) <= 100

    def test_asks_people_until_the_consultation_ends(self, modules: Any) -> None:
        partial, _, consultations = modules
        engine = Engine()
        call = next(one for one in partial.read_people(engine) if one.name == "a token made for another uid")
        for order in ("gain", "fixed"):
            (person,) = consultations.people([call], engine, 0, unknown=0.0, wrong=0.0)
            course = consultations.consult(engine, person, order)
            assert course.right
            assert course.asked[0] == "complaint"
            assert course.questions == len(set(course.asked))
            assert course.right_from is not None
            assert course.right_from <= course.questions
