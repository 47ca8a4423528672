"""Phones' HEIC photos: recognised here, decoded by a program of its own (heic_decoder)."""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from app.foundation.refusals import Refusal
from app.media.rules import MOST_PIXELS, NO_PICTURE, TOO_MANY_PIXELS, TOO_SLOW

BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1"}
DECODER = Path(__file__).with_name("heic_decoder.py")
PATIENCE = 40  # seconds on a busy machine; the decoder bounds its own processor time
TOO_MANY = 3
_one = threading.Lock()  # at a time: the largest takes half a gigabyte


@dataclass(frozen=True, slots=True)
class Photo:
    """Its own upright size, and the photo itself, smaller where it was large."""

    width: int
    height: int
    image: Image.Image


def is_heic(data: bytes) -> bool:
    return data[4:8] == b"ftyp" and data[8:12] in BRANDS


def decode(data: bytes, largest: int) -> Photo:
    """A Refusal where it is no photo, or too much of one. Slow (up to seconds): call it in a thread."""
    command = [sys.executable, "-I", str(DECODER), str(largest), str(MOST_PIXELS)]
    try:
        with _one:
            done = subprocess.run(command, input=data, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603 - our own
    except subprocess.TimeoutExpired:
        raise Refusal(TOO_SLOW) from None
    if done.returncode == TOO_MANY:
        raise Refusal(TOO_MANY_PIXELS)
    if done.returncode != 0:
        raise Refusal(NO_PICTURE)
    head, _, pixels = done.stdout.partition(b"\n")
    said = json.loads(head)
    image = Image.frombytes(said["mode"], tuple(said["size"]), pixels)
    if said["profile"]:
        image.info["icc_profile"] = bytes.fromhex(said["profile"])
    return Photo(said["width"], said["height"], image)
