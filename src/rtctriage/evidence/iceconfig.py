"""What a page configured for ICE, out of the ``rtcConfiguration`` of a dump.

Chromium wrote it in three ways: as brace text that is not JSON (``{ servers: [stun:…], iceTransportType: all }`` in
2014, ``{ iceServers: [turn:…], iceTransportPolicy: all, … }`` up to about 138), and later as a JSON text with only the
members that the page set. Some exporters write the object itself. Hosts and credentials are never kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from rtctriage.evidence.recording import IceServers

# RFC 7064 and 7065: stun:, stuns:, turn:, turns:, each with or without port and transport. What stands before it keeps
# a host that is itself called "turn" from being counted.
_URL: Final = re.compile(r"(?:^|(?<=[\s,\[{\"']))(stun|turn)s?:(?=\S)", re.IGNORECASE)
_SERVERS: Final = re.compile(r"\b(?:iceServers|servers)\b[\"']?\s*:", re.IGNORECASE)
_AFTER_SERVERS: Final = re.compile(r"\]\s*,\s*[\"']?(?!(?:stun|turn)s?:)[A-Za-z]+[\"']?\s*:", re.IGNORECASE)
_RELAY_ONLY: Final = re.compile(r"\biceTransport(?:Policy|Type|s)\b[\"']?\s*:\s*[\"']?\s*relay\b", re.IGNORECASE)
_POLICIES: Final = ("iceTransportPolicy", "iceTransportType", "iceTransports")


def read_ice_config(configuration: object) -> IceServers | None:
    """How many STUN and TURN URLs were configured; None where no configuration was recorded."""
    if isinstance(configuration, str):
        text = configuration.strip()
        if not text:
            return None
        try:
            configuration = msgspec.json.decode(text)
        except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
            return _from_text(text) if text.startswith("{") else None
    if not isinstance(configuration, Mapping):
        return None
    servers = configuration.get("iceServers", configuration.get("servers"))
    schemes = [m[1].lower() for url in _urls(servers) if (m := _URL.match(url.strip()))]
    policy = next((configuration[p] for p in _POLICIES if p in configuration), None)
    return IceServers(
        stun=schemes.count("stun"),
        turn=schemes.count("turn"),
        relay_only=isinstance(policy, str) and policy.lower() == "relay",
    )


def _urls(servers: object) -> Iterator[str]:
    """The URLs of ``iceServers``: each server an object with ``urls`` (text or list) or ``url``, or the URL itself."""
    for server in servers if isinstance(servers, list) else [servers]:
        urls = server.get("urls", server.get("url")) if isinstance(server, Mapping) else server
        for url in urls if isinstance(urls, list) else [urls]:
            if isinstance(url, str):
                yield url


def _from_text(text: str) -> IceServers:
    begin = _SERVERS.search(text)
    schemes: list[str] = []
    if begin:
        end = _AFTER_SERVERS.search(text, begin.end())
        schemes = [m[1].lower() for m in _URL.finditer(text[begin.end() : end.start() if end else len(text)])]
    return IceServers(stun=schemes.count("stun"), turn=schemes.count("turn"), relay_only=bool(_RELAY_ONLY.search(text)))
