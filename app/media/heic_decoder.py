"""A program of its own: a HEIC photo from standard input; to standard output one line about it, then its pixels.

A large decoder in C, fed by strangers, must take nobody along: it runs apart, with memory and time of its own.
It imports nothing of the site.
"""

import io
import json
import resource
import sys
from contextlib import suppress

import pillow_heif
from PIL import Image

MEMORY = 1_500_000_000  # bytes of address space; 50 million pixels need half of it
SECONDS = 15
TOO_MANY = 3  # answered for a photo with too many pixels


def main(largest: int, most_pixels: int) -> int:
    for kind, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, 0)):
        with suppress(ValueError, OSError):  # macOS knows no bound on address space
            resource.setrlimit(kind, (most, most))
    Image.MAX_IMAGE_PIXELS = None  # we look ourselves
    pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=2)
    with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=("HEIF",)) as photo:
        width, height = photo.size
        if width * height > most_pixels:
            return TOO_MANY
        profile = photo.info.get("icc_profile") or b""
        photo.load()
        small = photo.reduce(max(1, max(photo.size) // largest))
    small = small if small.mode in ("RGB", "RGBA") else small.convert("RGB")
    said = {"width": width, "height": height, "mode": small.mode, "size": small.size, "profile": profile.hex()}
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + small.tobytes())
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
