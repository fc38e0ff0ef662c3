"""English plots, told in the past tense with a few hundred words."""

from training.core.stories.english import adventures, animals, friends, home

PLOTS = (*home.PLOTS, *friends.PLOTS, *animals.PLOTS, *adventures.PLOTS)
