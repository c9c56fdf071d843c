"""What all tests share: settings of hypothesis, a cache folder of their own, and the recordings beside the project."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from rtctriage.knowledge import drafting, yamltext

ROOT = Path(__file__).resolve().parent.parent

# the machine that runs the tests may be busy, so time is no criterion; what CI runs is the same each time
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("default"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


@pytest.fixture(autouse=True, scope="session")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The compiled knowledge goes where nothing else of this user is touched; child processes inherit it."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RTCTRIAGE_CACHE_DIR", str(folder))
        yield folder


@pytest.fixture(autouse=True, scope="session")
def parsed_once() -> Iterator[None]:
    """Hundreds of tests lay a pack over the same built-in files: what those parse to is frozen, and kept."""
    keep = lru_cache(maxsize=2_000)(yamltext.parse)

    def parse(data: bytes, file: str) -> yamltext.Parsed:
        return keep(data, file) if file.startswith(("rules/", "playbooks/")) else yamltext.parse(data, file)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drafting, "parse", parse)
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """Recordings of others and labelled calls, which lie beside the project where they are kept."""
    folder = ROOT.parent / "shared"
    if not (folder / "corpus").is_dir():
        pytest.skip("the folder with labelled calls is not here")
    return folder
