"""Explanations as JSON: the contract ``rtctriage/explanation@1``."""

from __future__ import annotations

from typing import Any

import msgspec

from rtctriage.text import Language, Text


def render(explanation: msgspec.Struct, language: Language) -> str:
    """An explanation as one JSON object, its texts in that language; ends with a line end."""
    return msgspec.json.format(msgspec.json.encode(plain(explanation, language)), indent=2).decode() + "\n"


def plain(value: object, language: Language) -> Any:
    """What an explanation is made of, as mappings, lists and single values."""
    if isinstance(value, Text):
        return value.in_(language)
    if isinstance(value, msgspec.Struct):
        config = value.__struct_config__
        tag = {config.tag_field: config.tag} if config.tag_field is not None else {}
        members = {name: plain(getattr(value, name), language) for name in value.__struct_fields__}
        return {**tag, **members}
    if isinstance(value, dict):
        return {name: plain(one, language) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [plain(one, language) for one in value]
    return value
