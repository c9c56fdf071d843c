from __future__ import annotations

from typing import Any

from dumps import T0, Stats, connection, counting, dump, poll, profile_of, report, scalar, stat, times, values

from rtctriage.evidence.transport_facts import summed

POLLS = tuple(range(10))


def pair(id: str = "CP1", *, at: tuple[int, ...] = POLLS, **members: Any) -> Stats:
    usual: dict[str, Any] = {"state": "succeeded", "nominated": True}
    return report(id, "candidate-pair", {**usual, **members}, at=at)


def transport(*, at: tuple[int, ...] = POLLS, **members: Any) -> Stats:
    return report("T01", "transport", members, at=at)


def far(id: str = "RIV1", *, at: tuple[float, ...], **members: Any) -> Stats:
    usual = {"kind": "video", "ssrc": 1, "packetsLost": 0}
    return report(id, "remote-inbound-rtp", {**usual, **members}, at=at)


def facts(*reports: Stats) -> Any:
    return profile_of(dump(connection(*reports)))


def test_packets_of_the_transport() -> None:
    profile = facts(
        transport(packetsReceived=counting(80), packetsSent=counting(90)), pair(packetsReceived=counting(7))
    )
    assert values(profile, "network.packets_received") == [80.0] * 9
    assert values(profile, "network.packets_sent") == [90.0] * 9


def test_packets_of_the_pair_where_there_is_no_transport() -> None:
    assert values(facts(pair(packetsReceived=counting(70))), "network.packets_received") == [70.0] * 9


def test_packets_of_the_streams_where_nothing_else_counts_them() -> None:
    streams = [
        report(id, "inbound-rtp", {"kind": "audio", "ssrc": i, "packetsReceived": counting(rate)})
        for i, (id, rate) in enumerate((("IT01A1", 50), ("IT01A2", 20)))
    ]
    assert values(facts(transport(), *streams), "network.packets_received") == [70.0] * 9


def test_growth_of_several_counters_at_nearly_the_same_time() -> None:
    one = [(0.0, 1.0, 10.0), (1.0, 2.0, 10.0)]
    two = [(0.049, 1.049, 5.0), (1.051, 2.051, 5.0), (2.051, 3.051, 5.0)]
    assert summed([one, two]) == [(0.0, 1.0, 15.0), (1.0, 2.0, 15.0), (2.051, 3.051, 5.0)]
    assert summed([one, []]) == one
    assert summed([]) == []


def test_round_trips_that_the_far_end_reported() -> None:
    profile = facts(
        pair(currentRoundTripTime=0.5, responsesReceived=counting(1)),
        far(at=(1, 2.5, 4), roundTripTime=[0.1, 0.2, 0.3], roundTripTimeMeasurements=[1, 2, 3]),
    )
    assert times(profile, "network.rtt") == [1.0, 2.5, 4.0]
    assert values(profile, "network.rtt") == [100.0, 200.0, 300.0]


def test_a_gauge_that_repeats_itself_is_measured_once() -> None:
    profile = facts(pair(currentRoundTripTime=[0.1] * 5 + [0.2] * 5, responsesReceived=[0, 1, 1, 1, 2, 2, 3, 3, 3, 3]))
    assert times(profile, "network.rtt") == [0.0, 1.0, 4.0, 6.0]
    assert values(profile, "network.rtt") == [100.0, 100.0, 100.0, 200.0]


def test_a_round_trip_of_nothing_was_not_measured() -> None:
    assert "network.rtt" not in facts(pair(currentRoundTripTime=0)).facts
    assert "network.rtt" not in facts(far(at=(1, 2, 3), roundTripTime=0)).facts


def test_few_reports_of_the_far_end_give_way_to_the_checks() -> None:
    checks = pair(currentRoundTripTime=0.05, responsesReceived=counting(1))
    reported = far(at=(1, 5), roundTripTime=[0.1, 0.1], roundTripTimeMeasurements=[1, 2])
    assert values(facts(checks, reported), "network.rtt") == [50.0] * 10
    assert values(facts(transport(bytesSent=0), reported), "network.rtt") == [100.0, 100.0]


def test_the_stream_with_most_round_trips_speaks_for_the_path() -> None:
    few = far("RIA1", at=(1, 4, 7), roundTripTime=0.3)
    many = far("RIV1", at=(1, 2, 3, 4), roundTripTime=0.1)
    assert values(facts(transport(bytesSent=0), few, many), "network.rtt") == [100.0] * 4


def test_the_pair_that_the_transport_names() -> None:
    profile = facts(
        transport(selectedCandidatePairId=["CP1"] * 5 + ["CP2"] * 5),
        pair("CP1", at=(0, 1, 2, 3, 4), availableOutgoingBitrate=1_000_000),
        pair("CP2", at=(5, 6, 7, 8, 9), availableOutgoingBitrate=2_000_000),
        pair("CP3", availableOutgoingBitrate=9_000_000),
    )
    assert values(profile, "network.available_outgoing_bitrate") == [1000.0] * 5 + [2000.0] * 5


def test_without_a_transport_the_nominated_pair() -> None:
    profile = facts(
        pair("CP1", availableOutgoingBitrate=1_000_000, bytesReceived=9),
        pair("CP2", availableOutgoingBitrate=9_000_000, nominated=False),
        pair("CP3", availableOutgoingBitrate=9_000_000, state="failed"),
    )
    assert values(profile, "network.available_outgoing_bitrate") == [1000.0] * 10


def test_firefox_says_which_pair_is_selected() -> None:
    lines = [
        poll("A", s, [stat("p", "candidate-pair", s, selected=True, nominated=False, packetsSent=10 * s)])
        for s in range(4)
    ]
    assert values(profile_of(b"".join(lines)), "network.packets_sent") == [10.0] * 3


def test_checks_over_all_pairs() -> None:
    profile = facts(
        pair("CP1", requestsSent=counting(1), responsesReceived=counting(1), requestsReceived=2),
        pair("CP2", requestsSent=5, responsesReceived=0, requestsReceived=1, nominated=False),
    )
    found = [scalar(profile, f"ice.checks_{n}") for n in ("sent", "answered", "received")]
    assert found == [14.0, 9.0, 3.0]


def test_checks_that_nobody_counted_are_unknown() -> None:
    profile = facts(pair(bytesSent=1))
    assert "ice.checks_sent" not in profile.facts
    assert "network.checks_unanswered" not in profile.facts


def test_checks_without_an_answer() -> None:
    sent = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    answered = [0, 1, 2, 2, 2, 4, 6, 7, 8, 9]
    profile = facts(pair(requestsSent=sent, responsesReceived=answered))
    # answers that come late are no negative
    assert values(profile, "network.checks_unanswered") == [0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0]


def test_checks_of_consent_beside_the_others() -> None:
    profile = facts(
        pair(requestsSent=3, consentRequestsSent=counting(1), responsesReceived=[3, 4, 5, 5, 6, 7, 8, 9, 10, 11])
    )
    assert values(profile, "network.checks_unanswered") == [0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]


def test_checks_of_consent_within_the_others() -> None:
    profile = facts(pair(requestsSent=counting(2), consentRequestsSent=counting(1), responsesReceived=counting(2)))
    assert values(profile, "network.checks_unanswered") == [0.0] * 9


def test_checks_of_consent_alone() -> None:
    profile = facts(pair(consentRequestsSent=counting(2), responsesReceived=counting(1)))
    assert values(profile, "network.checks_unanswered") == [1.0] * 9


def test_types_of_the_selected_candidates() -> None:
    def candidate(id: str, kind: str, **members: Any) -> Stats:
        return report(id, f"{kind}-candidate", members)

    profile = facts(
        pair(localCandidateId="I1", remoteCandidateId="I2"),
        candidate("I1", "local", candidateType="relay", protocol="udp", relayProtocol="tls", networkType="wifi"),
        candidate("I2", "remote", candidateType="srflx", protocol="tcp"),
    )
    names = ("ice.local_type", "ice.remote_type", "ice.protocol", "ice.relay_protocol", "network.type")
    assert [scalar(profile, n) for n in names] == ["relay", "srflx", "udp", "tls", "wifi"]


def test_names_that_are_not_known_are_left_out() -> None:
    profile = facts(
        pair(localCandidateId="I1", remoteCandidateId="I2"),
        report("I1", "local-candidate", {"candidateType": "10.0.0.1", "protocol": "x", "networkType": "unknown"}),
    )
    for name in ("ice.local_type", "ice.remote_type", "ice.protocol", "network.type"):
        assert name not in profile.facts


def test_a_connection_that_was_never_polled() -> None:
    profile = profile_of(dump(connection(log=[{"type": "close", "value": "", "timestamp": T0}])))
    assert not [n for n in profile.facts if n.startswith("network.")]
