from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from rtctriage.diagnosis import Diagnosis
from rtctriage.report import json as json_report
from rtctriage.report import schema
from rtctriage.text import Language

jsonschema = pytest.importorskip("jsonschema")


def test_the_published_schema_is_what_the_objects_say() -> None:
    assert schema.PUBLISHED.read_text(encoding="utf-8") == schema.text()


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(schema.text()))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_output_obeys_it(fault: Callable[..., Diagnosis], empty: Callable[..., Diagnosis], language: Language) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schema.text()))
    for diagnosis in (fault(language), empty(language), empty(language, "healthy")):
        validator.validate(json.loads(json_report.render(diagnosis)))


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
