"""Korean plots, told in 해요체 with a few hundred words; the children speak 반말 to each other."""

from training.core.stories.korean import adventures, animals, friends, home

PLOTS = (*home.PLOTS, *friends.PLOTS, *animals.PLOTS, *adventures.PLOTS)
