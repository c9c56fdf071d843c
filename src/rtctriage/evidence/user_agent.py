"""Browser and operating system from what a dump says of them."""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct

_BROWSERS = (
    ("Edge", r"\bEdg(?:A|iOS)?/([\d.]+)"),
    ("Opera", r"\bOPR/([\d.]+)"),
    ("Samsung Internet", r"\bSamsungBrowser/([\d.]+)"),
    ("Electron", r"\bElectron/([\d.]+)"),
    ("Chrome", r"\b(?:Chrome|HeadlessChrome|CriOS)/([\d.]+)"),
    ("Firefox", r"\b(?:Firefox|FxiOS)/([\d.]+)"),
    ("Safari", r"\bVersion/([\d.]+).*Safari/"),
)
_SYSTEMS = (
    ("android", r"Android"),
    ("ios", r"iPhone|iPad"),
    ("chromeos", r"CrOS"),
    ("windows", r"Windows"),
    ("macos", r"Mac OS X"),
    ("linux", r"Linux"),
)
_CHROME = ("Chromium", "Google Chrome", "HeadlessChrome")
_BRANDS = {"Microsoft Edge": "Edge"}
# names of browsers; the list also holds a made-up brand with odd characters
_BRAND = re.compile(r"[A-Za-z][A-Za-z0-9 .-]{0,39}")


class UserAgent(Struct, frozen=True):
    """What is known; None where it is not."""

    name: str | None = None
    version: str | None = None
    os: str | None = None


def read_user_agent(text: Any, hints: Any = None) -> UserAgent:
    """From the ``UserAgent`` text and the ``UserAgentData`` hints (a list of brands, or an object that holds them)."""
    agent = text if isinstance(text, str) else ""
    name = version = None
    for browser, pattern in _BROWSERS:
        if match := re.search(pattern, agent):
            name, version = browser, match[1]
            break
    brands = hints.get("fullVersionList") or hints.get("brands") if isinstance(hints, dict) else hints
    for brand in brands if isinstance(brands, list) else ():
        label = brand.get("brand") if isinstance(brand, dict) else None
        # only the brand list knows a browser that hides behind Chrome's agent text
        if isinstance(label, str) and _BRAND.fullmatch(label) and label not in _CHROME and "Brand" not in label:
            name = _BRANDS.get(label, label)
    system = next((s for s, pattern in _SYSTEMS if re.search(pattern, agent)), None)
    return UserAgent(name, version, system)
