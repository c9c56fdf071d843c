from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from rtctriage import knowledge
from rtctriage.errors import KnowledgeError
from rtctriage.knowledge import builtin


def test_a_checkout_and_an_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "src" / "rtctriage"
    package.mkdir(parents=True)
    monkeypatch.setattr(builtin, "PACKAGE", str(package))
    with pytest.raises(KnowledgeError, match="not in this installation"):
        builtin.places()
    (tmp_path / "rules").mkdir()
    assert builtin.places() == builtin.Places(str(tmp_path / "rules"), str(tmp_path / "playbooks"), None)
    (package / "_data" / "rules").mkdir(parents=True)
    data = package / "_data"
    assert builtin.places() == builtin.Places(
        *(str(data / name) for name in ("rules", "playbooks", "knowledge.compiled"))
    )


def test_rules_somewhere_above_an_installation_are_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rules").mkdir()
    monkeypatch.setattr(builtin, "PACKAGE", str(tmp_path / "site-packages" / "rtctriage"))
    with pytest.raises(KnowledgeError):
        builtin.places()


def test_the_built_in_files_need_no_libyaml() -> None:
    """Where PyYAML was built without it, its own parser reads them, which ends a plain text in braces at a "?"."""
    places = builtin.places()
    files = [path for folder in (places.rules, places.playbooks) for path in Path(folder).rglob("*.yaml")]
    assert len(files) > 200
    for path in files:
        with path.open("rb") as file:
            assert sum(1 for _ in yaml.parse(file, Loader=yaml.SafeLoader)) > 2, path


def test_the_built_in_knowledge_is_right() -> None:
    base = knowledge.load()
    assert [layer.id for layer in base.layers] == [
        "access", "network", "resources", "media", "usage", "compatibility",
    ]  # fmt: skip
    assert all(cause.rules for cause in base.causes.values())
