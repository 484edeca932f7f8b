"""Draws one picture anew: `python -I child.py image/png`, the picture on standard input and the new
one on standard output; with a number behind it only its middle, as a WebP square of so many pixels.
Status 1 for what is no picture of that kind, or asks too much.

It runs as a process of its own that may not do much: what a fault in a decoder could be made to do
ends in here. And what lies beside the picture (where it was taken, notes, another file behind its
end) stays behind. It imports nothing of ours.
"""

import os
import resource
import sys
import warnings
from io import BytesIO
from typing import IO, Any

from PIL import Image, ImageCms, ImageOps, ImageSequence, MpoImagePlugin, WebPImagePlugin

FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
LATE = (MpoImagePlugin, WebPImagePlugin)
"""Decoders that Pillow loads when it meets their pictures, which is too late here."""
MOVING = ("PNG", "GIF", "WEBP")
MOST_PIXELS = 25_000_000
MOST_PIXELS_MOVING = 100_000_000
"""Of all frames of a moving picture together."""
MOST_FRAMES = 500
MEMORY = 1_500_000_000
CPU_SECONDS = 20
NICE = 10
FRAME_MS = 100
"""How long a frame is shown that does not say it."""


class Refused(Exception):
    """It asks for more than a picture needs."""


def bound() -> None:
    """No more memory and time than a picture needs; from here on no file is opened, nor one that is
    open written to, nor a line to anywhere; no memory images."""
    limits = {
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_NOFILE: sys.stderr.fileno() + 1,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    if sys.platform == "linux":  # elsewhere the system can't, or doesn't, hold to it
        limits[resource.RLIMIT_AS] = MEMORY
    for limit, most in limits.items():
        resource.setrlimit(limit, (most, most))
    os.nice(NICE)


def rehearse(media_type: str, side: int) -> None:
    """Draw one that is ours: much is loaded only where it is met, which later it can't be."""
    kind, notes = FORMATS[media_type], Image.Exif()
    notes[0x0112] = 6  # lies on its side
    more: dict[str, Any] = {}
    if kind in MOVING:
        more = {"save_all": True, "append_images": [Image.new("RGB", (4, 4), "white")]}
    if kind != "GIF":
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
        more |= {"exif": notes.tobytes(), "icc_profile": profile.tobytes()}
    out = BytesIO()
    Image.new("RGB", (4, 4)).save(out, kind, **more)
    draw(out, media_type, side)


def draw(source: IO[bytes], media_type: str, side: int = 0) -> bytes:
    """The same picture, upright and in the colours that every screen has, and nothing else; or
    a square of its middle."""
    kind = FORMATS[media_type]
    with Image.open(source, formats=[kind]) as picture:
        # A JPEG with more pictures in it is a camera's, which shows the first.
        frames = getattr(picture, "n_frames", 1) if kind in MOVING else 1
        width, height = picture.size
        pixels = width * height
        if pixels > MOST_PIXELS or frames * pixels > MOST_PIXELS_MOVING or frames > MOST_FRAMES:
            raise Refused
        if side:
            return _square(picture, side)
        return _moving(picture, kind) if frames > 1 else _still(picture, kind)


def _still(picture: Image.Image, kind: str) -> bytes:
    picture.load()
    seen = _usual_colours(ImageOps.exif_transpose(picture))
    if kind == "JPEG" and seen.mode not in ("L", "RGB"):
        seen = seen.convert("RGB")
    _forget(seen)
    out = BytesIO()
    if kind in ("JPEG", "WEBP"):
        seen.save(out, kind, quality=90)
    else:
        seen.save(out, kind)
    return out.getvalue()


def _square(picture: Image.Image, side: int) -> bytes:
    picture.load()
    seen = _usual_colours(ImageOps.exif_transpose(picture)).convert("RGBA")
    small = ImageOps.fit(seen, (side, side), Image.Resampling.LANCZOS)
    _forget(small)
    out = BytesIO()
    small.save(out, "WEBP", quality=85)
    return out.getvalue()


def _moving(picture: Image.Image, kind: str) -> bytes:
    frames, shown = [], []
    repeats = {"loop": picture.info["loop"]} if "loop" in picture.info else {}
    for frame in ImageSequence.Iterator(picture):
        shown.append(frame.info.get("duration", FRAME_MS))
        frames.append(frame.convert("RGBA"))
        _forget(frames[-1])
    out = BytesIO()
    first, *others = frames
    first.save(
        out, kind, save_all=True, append_images=others, duration=shown, disposal=2, **repeats
    )
    return out.getvalue()


def _usual_colours(picture: Image.Image) -> Image.Image:
    """A camera's own colours as sRGB: its description of them is a stranger's file as well."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "RGBA", "CMYK"):
        return picture
    mode = "RGB" if picture.mode == "CMYK" else picture.mode
    try:
        theirs = ImageCms.ImageCmsProfile(BytesIO(profile))
        ours = ImageCms.createProfile("sRGB")
        changed = ImageCms.profileToProfile(picture, theirs, ours, outputMode=mode)
    except (ImageCms.PyCMSError, OSError):
        return picture
    return picture if changed is None else changed


def _forget(picture: Image.Image) -> None:
    """What encoders would write again: comments, profiles, notes of the camera."""
    for name in picture.info.keys() - {"transparency"}:
        del picture.info[name]


def main() -> int:
    """Status 0 once the whole picture is written."""
    media_type, side = sys.argv[1], int((sys.argv[2:] or ["0"])[0])
    rehearse(media_type, side)
    bound()
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        drawn = draw(BytesIO(sys.stdin.buffer.read()), media_type, side)
    except Exception as fault:
        sys.stderr.write(type(fault).__name__)
        return 1
    sys.stdout.buffer.write(drawn)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
