"""Published families of language models, one file each: config and weights, both ways."""

from architectures.core.families.base import Family
from architectures.core.families.errors import FamilyError
from architectures.core.families.registry import families, family_of, matching, read_config

__all__ = ["Family", "FamilyError", "families", "family_of", "matching", "read_config"]
