"""Generated children's stories, English and Korean, for corpora that a small model can learn in a minute."""

from training.core.stories.engine import Plot, Story, Value, tell
from training.core.stories.languages import LANGUAGES, Language, stories

__all__ = ["LANGUAGES", "Language", "Plot", "Story", "Value", "stories", "tell"]
