"""Pictures of strangers are drawn anew: the same to see, and nothing else in them."""

import asyncio
import struct
import subprocess
import sys
import time
import zlib
from contextlib import aclosing
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageSequence

from scrm.files.pictures import service
from scrm.files.pictures.child import FORMATS, MOST_FRAMES, MOST_PIXELS
from scrm.files.pictures.service import PICTURES, BadPicture, Studio

RED, BLUE = (200, 20, 20), (20, 20, 200)
HIDDEN = b"<script>alert(1)</script>"


async def _redrawn(tmp_path: Path, body: bytes, media_type: str) -> bytes:
    path = tmp_path / "picture"
    path.write_bytes(body)
    async with aclosing(Studio().redrawn(path, media_type)) as chunks:
        return b"".join([chunk async for chunk in chunks])


def _encoded(picture: Image.Image, kind: str, **more: object) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def _two_halves() -> Image.Image:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", (64, 32), RED)
    picture.paste(BLUE, (32, 0, 64, 32))
    return picture


def _near(one: object, other: tuple[int, ...]) -> bool:
    assert isinstance(one, tuple)
    return all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


def test_it_draws_what_visitors_may_send() -> None:
    assert set(FORMATS) == PICTURES


@pytest.mark.parametrize("media_type", sorted(PICTURES))
async def test_it_looks_the_same(tmp_path: Path, media_type: str) -> None:
    body = await _redrawn(tmp_path, _encoded(_two_halves(), FORMATS[media_type]), media_type)
    with Image.open(BytesIO(body)) as picture:
        assert (picture.format, picture.size) == (FORMATS[media_type], (64, 32))
        seen = picture.convert("RGB")
        assert _near(seen.getpixel((8, 8)), RED)
        assert _near(seen.getpixel((56, 8)), BLUE)


@pytest.mark.parametrize("media_type", sorted(PICTURES))
async def test_nothing_else_comes_along(tmp_path: Path, media_type: str) -> None:
    """Notes of the camera, where it stood, comments, and what was glued to the end."""
    kind = FORMATS[media_type]
    notes = Image.Exif()
    notes[0x010E] = HIDDEN.decode()
    more: dict[str, object] = {"comment": HIDDEN} if kind in ("GIF", "JPEG") else {}
    if kind != "GIF":
        more["exif"] = notes.tobytes()
    body = _encoded(_two_halves(), kind, **more) + HIDDEN
    assert body.count(HIDDEN) >= 2
    drawn = await _redrawn(tmp_path, body, media_type)
    assert HIDDEN not in drawn
    with Image.open(BytesIO(drawn)) as picture:
        assert not picture.getexif()


async def test_a_photo_held_sideways_stands_upright(tmp_path: Path) -> None:
    notes = Image.Exif()
    notes[0x0112] = 6  # turn it by a quarter to the right
    drawn = await _redrawn(
        tmp_path, _encoded(_two_halves(), "JPEG", exif=notes.tobytes()), "image/jpeg"
    )
    with Image.open(BytesIO(drawn)) as picture:
        assert picture.size == (32, 64)
        assert _near(picture.getpixel((8, 8)), RED)
        assert _near(picture.getpixel((8, 56)), BLUE)


async def test_a_moving_picture_moves_as_before(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (16, 16), colour) for colour in (RED, BLUE, RED)]
    moving = _encoded(
        frames[0], "GIF", save_all=True, append_images=frames[1:], duration=[50, 70, 90], loop=3
    )
    drawn = await _redrawn(tmp_path, moving, "image/gif")
    with Image.open(BytesIO(drawn)) as picture:
        assert picture.info["loop"] == 3
        shown = [frame.info["duration"] for frame in ImageSequence.Iterator(picture)]
    assert shown == [50, 70, 90]


async def test_of_a_photo_with_more_pictures_in_it_the_first_is_shown(tmp_path: Path) -> None:
    """As many cameras write them: a small one, or one for each eye, behind the photo."""
    small = Image.new("RGB", (16, 16), BLUE)
    body = _encoded(_two_halves(), "MPO", save_all=True, append_images=[small])
    drawn = await _redrawn(tmp_path, body, "image/jpeg")
    with Image.open(BytesIO(drawn)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (64, 32))
        assert _near(picture.getpixel((8, 8)), RED)


async def test_a_picture_may_move_for_long(tmp_path: Path) -> None:
    drawn = await _redrawn(tmp_path, _gif_of(MOST_FRAMES), "image/gif")
    with Image.open(BytesIO(drawn)) as picture:
        assert getattr(picture, "n_frames", 0) == MOST_FRAMES


async def test_what_can_be_seen_through_stays_so(tmp_path: Path) -> None:
    drawn = await _redrawn(
        tmp_path, _encoded(Image.new("RGBA", (8, 8), (0, 0, 0, 0)), "PNG"), "image/png"
    )
    with Image.open(BytesIO(drawn)) as picture:
        assert picture.convert("RGBA").getpixel((4, 4)) == (0, 0, 0, 0)


async def test_a_cameras_colours_become_those_of_every_screen(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    body = _encoded(_two_halves(), "JPEG", icc_profile=profile)
    drawn = await _redrawn(tmp_path, body, "image/jpeg")
    with Image.open(BytesIO(drawn)) as picture:
        assert "icc_profile" not in picture.info
        assert _near(picture.getpixel((8, 8)), RED)


def _png_of(width: int, height: int) -> bytes:
    """Few bytes that claim to be a picture of this size: its lines are all zeros."""

    def chunk(name: bytes, data: bytes) -> bytes:
        checked = name + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    lines = zlib.compress(bytes((width + 1) * 8))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def _gif_of(frames: int) -> bytes:
    """One point that blinks."""
    first, second = (Image.new("P", (1, 1), index) for index in (0, 1))
    shown = [(second, first)[number % 2] for number in range(frames - 1)]
    first.putpalette(RED + BLUE)
    return _encoded(first, "GIF", save_all=True, append_images=shown, optimize=False)


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (_gif_of(MOST_FRAMES + 1), "image/gif"),
        (_png_of(50_000, 50_000), "image/png"),
        (_png_of(MOST_PIXELS + 1, 1), "image/png"),
        (_png_of(64, 64)[:40], "image/png"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "image/png"),
        (_encoded(_two_halves(), "PNG"), "image/jpeg"),
        (b"", "image/gif"),
    ],
    ids=[
        "too many frames",
        "a bomb",
        "one pixel too many",
        "cut off",
        "no picture",
        "of another kind",
        "empty",
    ],
)
async def test_what_is_no_picture_is_refused(tmp_path: Path, body: bytes, media_type: str) -> None:
    with pytest.raises(BadPicture):
        await _redrawn(tmp_path, body, media_type)


DEEDS = {
    "a file": "open(sys.argv[2], 'wb', buffering=0).write(b'x')",
    "a secret": "print(open(child.__file__).read())",
    "a line": "child.os.pipe()",
    "time": "exec('while True: pass')",
}
if sys.platform == "linux":  # elsewhere the system holds nobody to their memory
    DEEDS["memory"] = "bytes(2_000_000_000)"


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_the_child_may_do_little(tmp_path: Path, deed: str) -> None:
    """Whatever a decoder is made to do, it does within these bounds."""
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); import child; child.CPU_SECONDS = 1; "
        f"child.bound(); {deed}"
    )
    command = [
        sys.executable,
        "-I",
        "-c",
        script,
        *(str(path) for path in (service.CHILD.parent, tmp_path / "x")),
    ]
    begun = time.monotonic()
    done = subprocess.run(command, capture_output=True, timeout=30, check=False)
    assert done.returncode != 0
    assert b"ImportError" not in done.stderr
    assert time.monotonic() - begun < 20


async def test_a_picture_that_nobody_wants_holds_nobody_up(tmp_path: Path) -> None:
    """Whoever stops taking the bytes ends the child, and the next one gets a turn."""
    body = _encoded(Image.effect_noise((1_000, 1_000), 90), "PNG")
    path = tmp_path / "picture"
    path.write_bytes(body)
    studio = Studio(at_once=1)
    async with asyncio.timeout(20):
        async with aclosing(studio.redrawn(path, "image/png")) as chunks:
            await anext(chunks)
        async with aclosing(studio.redrawn(path, "image/png")) as chunks:
            assert sum([len(chunk) async for chunk in chunks]) > 500_000


async def test_a_reader_that_is_slow_and_then_leaves_holds_nobody_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By then so much is waiting to be read that the pipe is not looked at any more."""
    full = asyncio.Event()
    feed = asyncio.StreamReader.feed_data

    def fed(reader: asyncio.StreamReader, data: bytes) -> None:
        feed(reader, data)
        if reader._paused:  # type: ignore[attr-defined]
            full.set()

    monkeypatch.setattr(asyncio.StreamReader, "feed_data", fed)
    path = tmp_path / "picture"
    path.write_bytes(_encoded(Image.effect_noise((1_000, 1_000), 90), "PNG"))
    studio = Studio(at_once=1)
    async with asyncio.timeout(20):
        async with aclosing(studio.redrawn(path, "image/png")) as chunks:
            await anext(chunks)
            await full.wait()
        async with aclosing(studio.redrawn(path, "image/png")) as chunks:
            assert sum([len(chunk) async for chunk in chunks]) > 500_000
