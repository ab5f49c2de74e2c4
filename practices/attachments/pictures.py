"""What is written into pictures beside what they show: taken out without touching a pixel.

For pictures inside documents. Those that are attached by themselves are drawn anew (`child.py`).
"""

from __future__ import annotations

import re
import struct

JPEG, PNG, GIF = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8"
# How a picture in a document begins, and what its name then ends in.
OTHERS = ((GIF, "gif"), (b"BM", "bmp"), (b"\xd7\xcd\xc6\x9a", "wmf"), (b"\x01\x00\x09\x00", "wmf"))
EMF_SIGNATURE = b" EMF"  # at 40

# Of a JPEG: the frame, tables and scans, the JFIF header, and Adobe's word on the colours.
_KEPT_SEGMENTS = frozenset({*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDC, 0xDD, 0xE0, 0xEE})
_STANDS_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_END = 0xD9
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_KEPT_CHUNKS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs"})
# An SVG that does more than draw.
_LIVE = re.compile(
    rb"<\s*(?:\w+:)?(?:script|foreignObject|handler|iframe)\b|\son\w+\s*=|javascript:|<!(?:DOCTYPE|ENTITY)"
    rb"|href\s*=\s*[\"'](?!#|data:image/)",
    re.IGNORECASE,
)


class UnknownPicture(ValueError):
    """It is none of the kinds that are known, or it is damaged."""


def cleaned(data: bytes) -> tuple[bytes, str]:
    """The picture without its details, and what its name ends in. Raises UnknownPicture."""
    try:
        if data.startswith(JPEG):
            return without_segments(data), "jpeg"
        if data.startswith(PNG):
            return _without_chunks(data), "png"
    except (struct.error, IndexError) as error:
        raise UnknownPicture from error
    for beginning, ending in OTHERS:
        if data.startswith(beginning):
            return data, ending
    if data[40:44] == EMF_SIGNATURE:
        return data, "emf"
    head = data[:1000].lstrip(b"\xef\xbb\xbf \r\n\t")
    if head.startswith((b"<svg", b"<?xml")) and b"<svg" in head and not _LIVE.search(data):
        return data, "svg"
    raise UnknownPicture


def without_segments(data: bytes) -> bytes:
    """A JPEG without Exif, XMP, comments and whatever comes after its end."""
    kept, at = [data[:2]], 2
    while True:
        marker = data[at + 1]
        if data[at] != 0xFF:
            raise UnknownPicture
        if marker == 0xFF:
            at += 1
            continue
        if marker == _END:
            return b"".join([*kept, data[at : at + 2]])
        if marker in _STANDS_ALONE:
            kept.append(data[at : at + 2])
            at += 2
            continue
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        end = at + 2 + length
        if marker == 0xDA:  # what is drawn follows, up to the next marker
            found = _NEXT_MARKER.search(data, end)
            end = found.start() if found else len(data)
            if not found:
                return b"".join([*kept, data[at:end], b"\xff\xd9"])
        if marker in _KEPT_SEGMENTS:
            kept.append(data[at:end])
        at = end


def _without_chunks(data: bytes) -> bytes:
    kept, at = [data[:8]], 8
    while True:
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        end = at + 12 + length
        if end > len(data):
            raise UnknownPicture
        if kind in _KEPT_CHUNKS:
            kept.append(data[at:end])
        if kind == b"IEND":
            return b"".join(kept)
        at = end
