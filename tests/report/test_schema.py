from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from rtctriage.diagnosis import Diagnosis
from rtctriage.engine import Engine
from rtctriage.report import json as json_report
from rtctriage.report import schema
from rtctriage.text import Language

jsonschema = pytest.importorskip("jsonschema")
EXAMPLES = Path(__file__).parent.parent.parent / "examples"


def test_the_published_schema_is_what_the_objects_say() -> None:
    assert schema.PUBLISHED.read_text(encoding="utf-8") == schema.text()


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(schema.text()))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_output_obeys_it(fault: Callable[..., Diagnosis], empty: Callable[..., Diagnosis], language: Language) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schema.text()))
    for diagnosis in (fault(language), empty(language), empty(language, "healthy")):
        validator.validate(json.loads(json_report.render(diagnosis)))


REAL = ["nothing", *sorted(file.name for file in EXAMPLES.glob("*.*") if file.suffix in (".yaml", ".gz"))]


@pytest.fixture(scope="module")
def real() -> Callable[[str, Language], Any]:
    """The JSON that the program gives for an example, or for nothing known, with a pack laid over its rules."""
    engine = Engine(packs=EXAMPLES / "our-rules")

    def answer(name: str, language: Language) -> Any:
        diagnosis = engine.diagnose({} if name == "nothing" else EXAMPLES / name, language=language)
        return json.loads(json_report.render(diagnosis))

    return answer


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", REAL)
def test_real_answers_obey_the_published_one(real: Callable[..., Any], name: str, language: Language) -> None:
    document = real(name, language)
    jsonschema.Draft202012Validator(json.loads(schema.PUBLISHED.read_text("utf-8"))).validate(document)
    assert document["schema"] == "rtctriage/diagnosis@1"
    assert document["language"] == language


def members(value: Any, path: str = "") -> Iterator[tuple[str, Any, str]]:
    """Each member of each object once, however often the object comes: its path, the object and the name."""
    seen: set[str] = set()
    stack = [(value, path)]
    while stack:
        at, place = stack.pop()
        if isinstance(at, list):
            stack += [(item, f"{place}[]") for item in at]
        elif isinstance(at, dict):
            for name, item in at.items():
                stack.append((item, f"{place}.{name}"))
                if f"{place}.{name}" not in seen:
                    seen.add(f"{place}.{name}")
                    yield f"{place}.{name}", at, name


def test_a_real_answer_with_any_member_gone_or_of_another_kind_is_refused(real: Callable[..., Any]) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schema.PUBLISHED.read_text("utf-8")))
    document = real("recorded-call.json.gz", "en")
    accepted, tried = [], 0
    for path, holder, name in list(members(document)):
        right = holder.pop(name)
        if validator.is_valid(document):
            accepted.append(f"{path} gone")
        holder[name] = {"of": "another kind"}
        if validator.is_valid(document):
            accepted.append(f"{path} of another kind")
        holder[name] = right
        tried += 1
    assert validator.is_valid(document)
    assert tried > 80
    assert accepted == []


def test_it_refuses_what_is_not_in_the_contract(fault: Callable[..., Diagnosis]) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schema.text()))
    document = json.loads(json_report.render(fault("en")))
    assert not validator.is_valid({**document, "schema": "rtctriage/diagnosis@2"})
    assert not validator.is_valid({**document, "verdict": "fine"})
    assert not validator.is_valid({k: v for k, v in document.items() if k != "layers"})
    assert validator.is_valid({**document, "added_later": 1})


def test_lines_and_pages_hold_the_same(fault: Callable[..., Diagnosis]) -> None:
    one_line = json_report.render(fault("zh"), lines=True)
    assert one_line.count("\n") == 1
    assert json.loads(one_line) == json.loads(json_report.render(fault("zh")))


def test_ascii_only_is_the_same_document(fault: Callable[..., Diagnosis]) -> None:
    text = json_report.render(fault("zh")) + '"😀"'
    escaped = json_report.ascii_only(text)
    assert escaped.isascii()
    assert json.loads(escaped.rpartition("}")[0] + "}") == json.loads(text.rpartition("}")[0] + "}")
    assert json.loads(escaped.rpartition("\n")[2]) == "😀"
