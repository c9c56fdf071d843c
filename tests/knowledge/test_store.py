from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest

from rtctriage import knowledge
from rtctriage.errors import KnowledgeError
from rtctriage.knowledge import builtin, cache, loader, store
from rtctriage.knowledge.base import SECTIONS, KnowledgeBase

Files = dict[str, str]
posix = pytest.mark.skipif(sys.platform == "win32", reason="rights of files are another thing there")


@pytest.fixture
def checkout(tmp_path: Path, small: Files, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A built-in knowledge base and a cache of their own."""
    for name, text in small.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    places = builtin.Places(*(str(tmp_path / name) for name in ("rules", "playbooks", "knowledge.compiled")))
    monkeypatch.setattr(builtin, "places", lambda: places)
    monkeypatch.setenv(cache.CACHE_VARIABLE, str(tmp_path / "cache"))
    return tmp_path


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The content hashes of what was compiled from YAML."""
    seen: list[str] = []
    real: Callable[..., KnowledgeBase] = loader.compile_knowledge

    def counted(sources: Any, hash: str) -> KnowledgeBase:
        seen.append(hash)
        return real(sources, hash)

    monkeypatch.setattr(loader, "compile_knowledge", counted)
    return seen


def entries(checkout: Path) -> list[Path]:
    return sorted((checkout / "cache").glob("*"))


def test_the_second_start_parses_nothing(checkout: Path, compilations: list[str]) -> None:
    first, second = knowledge.load(), knowledge.load()
    assert first == second
    assert compilations == [first.hash]
    assert [path.suffix for path in entries(checkout)] == [".compiled"]


def test_whatever_changes_is_seen(checkout: Path, compilations: list[str]) -> None:
    before = knowledge.load()
    rules = checkout / "rules/network/loss.yaml"
    status = rules.stat()
    rules.write_bytes(rules.read_bytes().replace(b"certainty: 0.9", b"certainty: 0.8"))
    # same size, same time: only the content tells
    os.utime(rules, ns=(status.st_atime_ns, status.st_mtime_ns))
    after = knowledge.load()
    assert (before.causes["network.loss"].rules[0].certainty, after.causes["network.loss"].rules[0].certainty) == (
        0.9,
        0.8,
    )
    assert before.hash != after.hash
    assert len(compilations) == 2


def test_a_file_that_was_renamed_or_added_is_seen(checkout: Path, compilations: list[str]) -> None:
    knowledge.load()
    (checkout / "rules/network/loss.yaml").rename(checkout / "rules/network/lost.yaml")
    assert knowledge.load().causes["network.loss"].origin == "builtin rules/network/lost.yaml:1"
    (checkout / "rules/facts/more.yaml").write_text("facts: {}\n", encoding="utf-8")
    knowledge.load()
    assert len(compilations) == 3


def test_packs_have_entries_of_their_own(checkout: Path, compilations: list[str]) -> None:
    for name in ("a", "b"):
        (checkout / name).mkdir()
        (checkout / name / "thresholds.yaml").write_text("thresholds: {loss.poor: {value: 7 %, source: s}}")
    a, b = checkout / "a", checkout / "b"
    packs: list[list[Path]] = [[a], [b], [a, b], [b, a], []]
    origins = [[knowledge.load(pack).thresholds["loss.poor"].origin for pack in packs] for _ in range(2)]
    assert origins[0] == origins[1]
    assert origins[0] == [f"{name} thresholds.yaml:1" for name in "abba"] + ["builtin rules/thresholds.yaml:2"]
    assert len(compilations) == 5


def test_a_change_of_the_program_is_seen(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "copy" / "rtctriage"
    (copy / "knowledge").mkdir(parents=True)
    for folder in ("", "knowledge"):
        for path in (Path(builtin.PACKAGE) / folder).glob("*.py"):
            (copy / folder / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(builtin, "PACKAGE", str(copy))
    keys = [store.key_of("x")]
    for name in ("knowledge/grammar.py", "units.py", "series.py"):
        data = bytearray((copy / name).read_bytes())
        data[-2] ^= 1  # of the same length
        (copy / name).write_bytes(data)
        keys.append(store.key_of("x"))
    (copy / "knowledge/one_more.py").write_text("")
    keys.append(store.key_of("x"))
    assert None not in keys
    assert len(set(keys)) == 5
    (copy / "knowledge/model.py").unlink()
    assert store.key_of("x") is None


def test_every_module_that_takes_part_in_reading_is_part_of_the_key() -> None:
    """Whatever is imported to compile rules can change what they are compiled to."""
    code = (
        "import sys, rtctriage.knowledge.loader\n"
        "print(*(n for n in sys.modules if n.startswith('rtctriage.') and not n.startswith('rtctriage.knowledge')))"
    )
    environment = {**os.environ, "PYTHONPATH": os.path.dirname(builtin.PACKAGE)}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    modules = {f"{name.removeprefix('rtctriage.')}.py" for name in run.stdout.split()}
    assert "units.py" in modules
    assert modules <= set(store.MEANING)


def test_an_entry_of_another_version_of_the_program_is_not_taken(
    checkout: Path, compilations: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It lies under a key of its own, and does not pass for ours under our name either."""
    base = knowledge.load()
    (ours,) = entries(checkout)
    with monkeypatch.context() as other_version:
        other_version.setattr(store, "MEANING", store.MEANING[:-1])
        knowledge.load()
    assert len(compilations) == 2
    (theirs,) = {*entries(checkout)} - {ours}
    ours.write_bytes(theirs.read_bytes().replace(b'"certainty":0.9', b'"certainty":0.8'))
    assert knowledge.load() == base
    assert len(compilations) == 3


def test_writers_at_the_same_time_do_not_disturb_each_other(checkout: Path) -> None:
    begin = threading.Barrier(8)

    def work(number: int) -> KnowledgeBase:
        begin.wait()
        return knowledge.load()

    with ThreadPoolExecutor(8) as pool:
        bases = list(pool.map(work, range(8)))
    assert bases == bases[:1] * 8
    assert [path.suffix for path in entries(checkout)] == [".compiled"]
    assert knowledge.load() == bases[0]


def test_an_entry_that_another_process_removed_first_is_no_error(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(path: str) -> None:
        raise FileNotFoundError(path)

    for number in range(20):
        (checkout / "rules/facts/more.yaml").write_text(f"facts: {{}} # {number}\n", encoding="utf-8")
        with monkeypatch.context() as another_process:
            another_process.setattr(os, "unlink", gone)
            knowledge.load()
    assert len(entries(checkout)) == 20


@posix
@pytest.mark.skipif(sys.platform != "win32" and os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_no_error(checkout: Path, compilations: list[str]) -> None:
    (checkout / "cache").mkdir(mode=0o500)
    assert knowledge.load() == knowledge.load()
    assert len(compilations) == 2


def damages() -> dict[str, Callable[[bytes], bytes]]:
    return {
        "empty": lambda data: b"",
        "cut off": lambda data: data[:-10],
        "half": lambda data: data[: len(data) // 2],
        "another number": lambda data: data.replace(b'"certainty":0.9', b'"certainty":0.1'),
        "another digest": lambda data: re.sub(rb"\n[0-9a-f]{8}", b"\n01234567", data, count=1),
        "another length": lambda data: re.sub(rb"\nfacts \d+", b"\nfacts 12", data, count=1),
        "a length that is none": lambda data: re.sub(rb"\nfacts \d+", b"\nfacts -1", data, count=1),
        "an enormous length": lambda data: re.sub(rb"\nfacts \d+", b"\nfacts " + b"9" * 20, data, count=1),
        "a section missing": lambda data: re.sub(rb"\nfacts \d+", b"", data, count=1),
        "something else": lambda data: b"\x80\x04\x95pickle",
        "one endless line": lambda data: data.replace(b"\n", b" "),
    }


@pytest.mark.parametrize("damage", damages())
def test_damaged_entries_are_made_again(damage: str, checkout: Path, compilations: list[str]) -> None:
    base = knowledge.load(cases=True)
    (entry,) = entries(checkout)
    whole = entry.read_bytes()
    spoilt = damages()[damage](whole)
    assert spoilt != whole
    entry.write_bytes(spoilt)
    assert knowledge.load(cases=True) == base
    assert len(compilations) == 2
    assert entry.read_bytes() == whole


@posix
def test_an_entry_that_others_could_have_written_is_passed_over(checkout: Path, compilations: list[str]) -> None:
    knowledge.load()
    (entry,) = entries(checkout)
    assert entry.stat().st_mode & 0o077 == 0
    entry.chmod(0o666)
    knowledge.load()
    assert len(compilations) == 2


@posix
def test_an_entry_of_somebody_else_is_passed_over(
    checkout: Path, compilations: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    knowledge.load()
    (entry,) = entries(checkout)
    if os.geteuid() == 0:
        os.chown(entry, 12345, 12345)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: 12345)
    knowledge.load()
    assert len(compilations) == 2


def test_a_cache_that_cannot_be_written_is_no_error(
    checkout: Path, compilations: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (checkout / "file").write_text("in the way")
    monkeypatch.setenv(cache.CACHE_VARIABLE, str(checkout / "file" / "cache"))
    assert knowledge.load() == knowledge.load()
    assert len(compilations) == 2


def test_the_cache_can_be_turned_off(checkout: Path, compilations: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.CACHE_VARIABLE, "")
    assert knowledge.load() == knowledge.load()
    assert len(compilations) == 2
    assert cache.cache_folder() is None


def test_old_entries_go(checkout: Path) -> None:
    for number in range(30):
        (checkout / "rules/facts/more.yaml").write_text(f"facts: {{}} # {number}\n", encoding="utf-8")
        knowledge.load()
    assert 1 <= len(entries(checkout)) <= 20


def test_the_compiled_form_beside_the_rules_is_used(
    checkout: Path, compilations: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(cache.CACHE_VARIABLE, "")
    (checkout / "knowledge.compiled").write_bytes(store.compile_builtin())
    assert len(compilations) == 1
    base = knowledge.load()
    assert len(compilations) == 1
    (checkout / "rules/facts/more.yaml").write_text("facts: {}\n", encoding="utf-8")
    assert knowledge.load().hash != base.hash
    assert len(compilations) == 2


def test_wrong_rules_are_never_stored(checkout: Path) -> None:
    (checkout / "rules/network/loss.yaml").write_text("cause: network.loss\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(KnowledgeError):
            knowledge.load()
    assert not (checkout / "cache").exists()


def test_what_is_stored_is_plain_json(checkout: Path) -> None:
    knowledge.load()
    (entry,) = entries(checkout)
    head, _, sections = entry.read_text(encoding="utf-8").partition("\n\n")
    names = [line.split()[0] for line in head.splitlines()[3:]]
    read = dict(zip(names, map(json.loads, sections.splitlines()), strict=True))
    assert {"facts", "causes", "playbooks", "tests"} <= set(read)
    assert read["causes"]["network.loss"]["rules"][0]["certainty"] == 0.9


def test_damaged_tests_are_made_again_where_they_are_asked_for(checkout: Path, compilations: list[str]) -> None:
    base = knowledge.load(cases=True)
    (entry,) = entries(checkout)
    whole = entry.read_bytes()
    for spoilt in (whole[:-5], whole + b" "):
        entry.write_bytes(spoilt)
        assert not knowledge.load().causes["network.loss"].tests
        assert knowledge.load(cases=True) == base
        assert entry.read_bytes() == whole
    assert len(compilations) == 3


def test_an_entry_forged_with_its_digest_is_a_plain_error(checkout: Path) -> None:
    """Only this user and the administrator could have written it; it is told, and nothing in it is run."""
    base = knowledge.load()
    (entry,) = entries(checkout)
    key = entry.stem
    body = b"7\n" * len(SECTIONS)
    head = [f"rtctriage {key}", *[blake2b(data, digest_size=32).hexdigest() for data in (body, b"")]]
    head += [f"{name} 2" for name in SECTIONS] + ["tests 0", "", ""]
    entry.write_bytes("\n".join(head).encode() + body)
    forged = knowledge.load()
    assert forged.hash == base.hash
    with pytest.raises(KnowledgeError, match="damaged in causes"):
        _ = forged.causes


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {"XDG_CACHE_HOME": "/x/cache", "HOME": "/h"}, "/x/cache/rtctriage"),
        ("linux", {"XDG_CACHE_HOME": "relative", "HOME": "/h"}, "/h/.cache/rtctriage"),
        ("linux", {"HOME": "/h"}, "/h/.cache/rtctriage"),
        ("darwin", {"HOME": "/h", "XDG_CACHE_HOME": "/x"}, "/h/Library/Caches/rtctriage"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/rtctriage/Cache"),
        ("win32", {}, None),
        ("linux", {"HOME": "/h", cache.CACHE_VARIABLE: "/mine"}, "/mine"),
        ("linux", {"HOME": "/h", cache.CACHE_VARIABLE: ""}, None),
    ],
)
@posix
def test_where_the_cache_is(
    platform: str, environment: dict[str, str], expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    for name in ("XDG_CACHE_HOME", "HOME", "LOCALAPPDATA", cache.CACHE_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    folder = cache.cache_folder()
    assert (Path(folder).as_posix() if folder else None) == expected


def test_a_start_from_the_cache_imports_no_yaml(checkout: Path) -> None:
    knowledge.load()
    code = (
        "import sys\n"
        "from rtctriage import knowledge; from rtctriage.knowledge import builtin\n"
        f"places = builtin.Places({str(checkout / 'rules')!r}, {str(checkout / 'playbooks')!r}, None)\n"
        "builtin.places = lambda: places\n"
        "assert 'network.loss' in knowledge.load().causes\n"
        "print(sorted({'yaml', 'jinja2', 'rtctriage.knowledge.loader'} & set(sys.modules)))\n"
    )
    path = os.pathsep.join([os.path.dirname(builtin.PACKAGE), os.environ.get("PYTHONPATH", "")])
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
        check=False,
    )
    assert (run.stderr, run.stdout.strip()) == ("", "[]")


def test_looking_whether_the_knowledge_is_the_same_decodes_nothing(checkout: Path) -> None:
    """A start that needs no more than that shall not pay for the types."""
    knowledge.load()
    code = (
        "import sys\n"
        "from rtctriage import knowledge; from rtctriage.knowledge import builtin\n"
        f"places = builtin.Places({str(checkout / 'rules')!r}, {str(checkout / 'playbooks')!r}, None)\n"
        "builtin.places = lambda: places\n"
        "base = knowledge.load()\n"
        "print('msgspec' in sys.modules, 'network.loss' in base.causes, 'msgspec' in sys.modules)\n"
    )
    path = os.pathsep.join([os.path.dirname(builtin.PACKAGE), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": path}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert (run.stderr, run.stdout.split()) == ("", ["False", "True", "True"])
