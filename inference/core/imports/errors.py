"""Why a folder is not taken in, as a code and values; `inference/words.py` has the sentences."""

from training.core.errors import CoreError


class ImportRefused(CoreError):  # noqa: N818  # a refusal is what it is
    """Something in the files that a person can put right."""
