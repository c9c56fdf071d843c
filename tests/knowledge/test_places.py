from __future__ import annotations

import pytest

from rtctriage.knowledge.model import Threshold
from rtctriage.knowledge.places import fill_limits

THRESHOLDS = {
    "loss.poor": Threshold(name="loss.poor", value=5.0, unit="%", min_samples=3, source="hand"),
    "loss.lasting": Threshold(name="loss.lasting", value=4.0, unit="s", min_samples=3, source="hand"),
}


@pytest.mark.parametrize(
    ("text", "overrides", "expected"),
    [
        (">= 5 %", {}, ">= 5 %"),
        (">= {loss.poor} for {loss.lasting}", {}, ">= 5 % for 4 s"),
        (">= {loss.poor} for {loss.lasting}", {"loss.poor": 2.0, "loss.lasting": 9.0}, ">= 2 % for 4 s"),
        ("mean >= {loss.poor} after {loss.lasting}", {"loss.lasting": 9.0}, "mean >= 5 % after 4 s"),
        (">= {loss.unheard-of}", {}, ">= {loss.unheard-of}"),
    ],
)
def test_names_give_way_to_values(text: str, overrides: dict[str, float], expected: str) -> None:
    assert fill_limits(text, THRESHOLDS, overrides) == expected
