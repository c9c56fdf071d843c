from __future__ import annotations

from typing import Any

import pytest

from rtctriage.evidence.user_agent import UserAgent, read_user_agent

_CHROME = "Mozilla/5.0 ({}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36"
_WINDOWS = _CHROME.format("Windows NT 10.0; Win64; x64")
_MAC = "Macintosh; Intel Mac OS X 10_15_7"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (_WINDOWS, UserAgent("Chrome", "144.0.0.0", "windows")),
        (_CHROME.format("X11; Linux x86_64"), UserAgent("Chrome", "144.0.0.0", "linux")),
        (_CHROME.format("Linux; Android 10; K"), UserAgent("Chrome", "144.0.0.0", "android")),
        (_CHROME.format("X11; CrOS x86_64 14541.0.0"), UserAgent("Chrome", "144.0.0.0", "chromeos")),
        (_CHROME.format(_MAC), UserAgent("Chrome", "144.0.0.0", "macos")),
        (_WINDOWS + " Edg/144.0.3719.82", UserAgent("Edge", "144.0.3719.82", "windows")),
        (_WINDOWS + " OPR/120.0.0.0", UserAgent("Opera", "120.0.0.0", "windows")),
        (_WINDOWS.replace("Chrome/", "HeadlessChrome/"), UserAgent("Chrome", "144.0.0.0", "windows")),
        (_WINDOWS.replace(" Safari", " Electron/31.0.1 Safari"), UserAgent("Electron", "31.0.1", "windows")),
        (f"Mozilla/5.0 ({_MAC}; rv:141.0) Gecko/20100101 Firefox/141.0", UserAgent("Firefox", "141.0", "macos")),
        (
            f"Mozilla/5.0 ({_MAC}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
            UserAgent("Safari", "18.5", "macos"),
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 CriOS/126.0.1 Safari/604.1",
            UserAgent("Chrome", "126.0.1", "ios"),
        ),
        ("", UserAgent()),
        (None, UserAgent()),
        (17, UserAgent()),
    ],
)
def test_browser_and_system_of_the_agent_text(text: Any, expected: UserAgent) -> None:
    assert read_user_agent(text) == expected


@pytest.mark.parametrize(
    ("hints", "name"),
    [
        ([{"brand": "Not)A;Brand", "version": "8"}, {"brand": "Chromium", "version": "138"}], "Chrome"),
        ([{"brand": "Brave", "version": "138"}, {"brand": "Chromium", "version": "138"}], "Brave"),
        ({"brands": [{"brand": "Brave", "version": "144"}], "mobile": False}, "Brave"),
        ({"fullVersionList": [{"brand": "Google Chrome", "version": "144.0.1.2"}], "brands": []}, "Chrome"),
        ([{"brand": "Microsoft Edge"}], "Edge"),
        ([{"brand": "HeadlessChrome"}], "Chrome"),
        ([{"brand": "https://example.org/10.0.0.1"}], "Chrome"),
        ([7, {"brand": 7}, {}], "Chrome"),
        ({"brands": "none"}, "Chrome"),
        ("none", "Chrome"),
    ],
)
def test_a_browser_that_only_the_brands_tell(hints: Any, name: str) -> None:
    found = read_user_agent(_WINDOWS, hints)
    assert (found.name, found.version, found.os) == (name, "144.0.0.0", "windows")
