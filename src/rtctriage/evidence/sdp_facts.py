"""Facts about what both ends agreed on: directions, codecs, and tracks that nobody sends."""

from __future__ import annotations

from collections.abc import Mapping

from rtctriage.evidence.gathered import Gathered
from rtctriage.evidence.recording import Connection
from rtctriage.evidence.sdp import MediaSection, parse_sdp

_FLIP = {"sendonly": "recvonly", "recvonly": "sendonly"}


def sdp_facts(connection: Connection, out: Gathered) -> None:
    """``sdp.*``, from the last pair of offer and answer and from the transceivers."""
    offered, answered, local_is_offer = _last_pair(connection)
    transceivers = _transceivers(connection)
    for kind in ("audio", "video"):
        ours = [s for s in offered if s.kind == kind]
        theirs = [s for s in answered if s.kind == kind]
        if ours and theirs:
            _agreed(kind, list(zip(ours, theirs, strict=False)), local_is_offer, out)
        mine = [t for t in transceivers if t.get("kind") == kind]
        unsent = [_unsent(t, bool(answered)) for t in mine]
        known = [u for u in unsent if u is not None]
        if known:
            # several transceivers of a kind: one that sends its track is enough (a pool of spare ones is usual)
            attached = any(_track(t) for t in mine)
            value = attached and all(u for u, t in zip(unsent, mine, strict=True) if _track(t))
            out.scalar(f"sdp.{kind}_track_unsent", value, "update log: transceiverModified")


def _last_pair(connection: Connection) -> tuple[tuple[MediaSection, ...], tuple[MediaSection, ...], bool]:
    """Sections of the last offer that was answered and of its answer, and whether the offer was this end's."""
    offer: tuple[str, str] | None = None
    pair: tuple[str, str, bool] | None = None
    for entry in connection.log:
        if entry.kind not in ("setlocaldescription", "setremotedescription") or not isinstance(entry.value, dict):
            continue
        kind, sdp = entry.value.get("type"), entry.value.get("sdp")
        if not isinstance(sdp, str):
            continue
        side = entry.kind
        if kind == "offer":
            offer = (side, sdp)
        elif kind in ("answer", "pranswer") and offer is not None and offer[0] != side:
            pair = (offer[1], sdp, offer[0] == "setlocaldescription")
    if pair is None:
        return (), (), True
    return parse_sdp(pair[0]), parse_sdp(pair[1]), pair[2]


def _agreed(kind: str, pairs: list[tuple[MediaSection, MediaSection]], local_is_offer: bool, out: Gathered) -> None:
    log = "update log: setLocalDescription, setRemoteDescription"
    live = [(o, a) for o, a in pairs if not a.rejected and not o.rejected]
    refused = bool(pairs) and not live and any(a.rejected and not o.rejected for o, a in pairs)
    out.scalar(f"sdp.{kind}_rejected", refused, log)
    if live:
        answered = {a.direction for _, a in live}
        sends = bool(answered & {"sendrecv", "sendonly"})
        receives = bool(answered & {"sendrecv", "recvonly"})
        both = "sendrecv" if receives else "sendonly"
        direction = both if sends else "recvonly" if receives else "inactive"
        # an answer speaks of its own end
        out.scalar(f"sdp.{kind}_direction", _FLIP.get(direction, direction) if local_is_offer else direction, log)
    common = [set(o.codecs) & set(a.codecs) for o, a in (live or pairs) if o.codecs or a.codecs]
    if common:
        out.scalar(f"sdp.{kind}_codecs_common", max(len(c) for c in common), log)


def _transceivers(connection: Connection) -> list[Mapping[str, object]]:
    """The transceivers as they were last, by their place in the connection."""
    last: dict[object, Mapping[str, object]] = {}
    for entry in connection.log:
        if entry.kind in ("transceiveradded", "transceivermodified") and isinstance(entry.value, dict):
            index = entry.value.get("transceiverIndex")
            key = index if index is not None else (entry.value.get("mid"), entry.value.get("kind"))
            last[key] = {**last.get(key, {}), **entry.value}
    return list(last.values())


def _track(transceiver: Mapping[str, object]) -> bool:
    sender = transceiver.get("sender")
    return isinstance(sender, Mapping) and bool(sender.get("track"))


def _unsent(transceiver: Mapping[str, object], answered: bool) -> bool | None:
    """Whether a track is attached and agreed not to be sent, although this end wanted to; None before an answer.

    A transceiver that got no place in any description, although a pair of them was set, is sent by nobody.
    """
    current, wanted = transceiver.get("currentDirection"), transceiver.get("direction")
    wants = wanted in ("sendrecv", "sendonly") if isinstance(wanted, str) else True
    if isinstance(current, str):
        return _track(transceiver) and wants and current in ("recvonly", "inactive")
    forgotten = answered and "mid" in transceiver and transceiver["mid"] is None
    return True if forgotten and _track(transceiver) and wants else None
