"""The recommended bitrate is that of the vendor's table, row by row."""

from __future__ import annotations

import pytest

from rtctriage import Engine, Known, Profile

ENGINE = Engine()

# AgoraIO/agora_doc_source, video_profile_android.md and video_profile_web_ng.md: width, height, fps, kbit/s of a call
TABLE = [
    (120, 120, 15, 50),
    (160, 120, 15, 65),
    (180, 180, 15, 100),
    (240, 180, 15, 120),
    (240, 240, 15, 140),
    (320, 180, 15, 140),
    (320, 240, 15, 200),
    (424, 240, 15, 220),
    (360, 360, 15, 260),
    (360, 360, 30, 400),
    (480, 360, 15, 320),
    (480, 360, 30, 490),
    (640, 360, 15, 400),
    (640, 360, 30, 600),
    (480, 480, 15, 400),
    (480, 480, 30, 600),
    (640, 480, 10, 400),
    (640, 480, 15, 500),
    (640, 480, 30, 750),
    (848, 480, 15, 610),
    (848, 480, 30, 930),
    (960, 720, 15, 910),
    (960, 720, 30, 1380),
    (1280, 720, 15, 1130),
    (1280, 720, 30, 1710),
    (1920, 1080, 15, 2080),
    (1920, 1080, 30, 3150),
    (1920, 1080, 60, 4780),
    (2560, 1440, 30, 4850),
    (2560, 1440, 60, 7350),
    (3840, 2160, 30, 8910),
    (3840, 2160, 60, 13500),
]


def of_profile(width: float, height: float, fps: float, kbps: float) -> tuple[float, float]:
    """What is recommended, in kbit/s, and what is configured as a share of it, in percent."""
    facts = {"width": width, "height": height, "frame_rate": fps, "bitrate": kbps}
    known = ENGINE.derived(Profile(facts={f"encoder.{name}": Known(float(value)) for name, value in facts.items()}))
    recommended, share = known.facts["encoder.recommended_bitrate"], known.facts["encoder.profile_share"]
    assert isinstance(recommended, Known)
    assert isinstance(share, Known)
    return float(recommended.value), float(share.value)


@pytest.mark.parametrize(("width", "height", "fps", "kbps"), TABLE)
def test_it_follows_the_table(width: int, height: int, fps: int, kbps: int) -> None:
    recommended, share = of_profile(width, height, fps, kbps)
    assert recommended == pytest.approx(kbps, rel=0.16)
    assert share == pytest.approx(100, rel=0.19)


def test_it_does_not_matter_which_way_the_phone_is_held() -> None:
    assert of_profile(720, 1280, 15, 1130) == pytest.approx(of_profile(1280, 720, 15, 1130))


def test_more_pixels_and_more_frames_take_more() -> None:
    sizes = [(160, 120), (320, 180), (640, 360), (1280, 720), (1920, 1080), (3840, 2160)]
    bitrates = [of_profile(*size, 15, 100)[0] for size in sizes]
    assert bitrates == sorted(bitrates)
    rates = [of_profile(640, 360, fps, 100)[0] for fps in (5, 10, 15, 24, 30, 60)]
    assert rates == sorted(rates)
