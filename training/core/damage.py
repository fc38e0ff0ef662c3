"""What in a text is no text: control characters, lost characters, letters of a wrong encoding, and data."""

from __future__ import annotations

import hashlib
import re

# The characters that the bytes 0x80 to 0xBF become where UTF-8 is read as Windows-1252 or Latin-1.
_TAIL = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
PATTERNS = {
    "control": re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]"),
    "lost": re.compile("�|占쏙옙"),
    # Two or more letters of UTF-8 read as Latin-1 ("â€™", "ì•ˆë…•"), or Korean EUC-KR read so ("¾È³çÇÏ").
    "encoding": re.compile(
        f"(?:(?:[ÂÃ]{_TAIL}|[à-ï]{_TAIL}{{2}}).{{0,200}}?){{2}}|(?:[\xb0-\xc8][\xa1-\xfe]){{4}}", re.DOTALL
    ),
    # A long run without a space: base64, minified code, a table of numbers.
    "data": re.compile("[!-~]{400}"),
}


def damages(text: str) -> list[str]:
    """Return which kinds of damage a document has, in the order of `PATTERNS`."""
    return [name for name, pattern in PATTERNS.items() if pattern.search(text)]


def mark(text: str) -> bytes:
    """Return 8 bytes that name a document by its content."""
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
