"""Plots about animals: a lost baby, a small helper, a greedy one, a pet that ran away."""

from training.core.stories.engine import Plot
from training.core.stories.english.words import (
    ADULTS,
    BABIES,
    BIG_ANIMALS,
    COLOURS,
    PEOPLE,
    PET_NAMES,
    PETS,
    PLACES,
    SMALL_ANIMALS,
    SNACKS,
    SPOTS,
    WHEN,
)

LOST_BABY = Plot(
    "lost_baby",
    {"hero": PEOPLE, "friend": PEOPLE, "baby": BABIES, "place": PLACES, "place_b": PLACES, "when": WHEN},
    (
        (
            "{when}, {hero} and {friend} walked to the {place}.",
            "{when}, {hero} went to the {place} with {hero.his} friend {friend}.",
        ),
        (
            "They heard a small cry. It was a baby {baby}.",
            "Under a tree, they saw a baby {baby}. It was all alone.",
        ),
        (
            '"I can not find my mom," said the baby {baby}.',
            'The baby {baby} was scared. "Where is my mom?" it cried.',
        ),
        (
            '"Do not be afraid," said {hero}. "We will help you."',
            '{hero} sat down next to it. "We will find your mom," {hero.he} said.',
        ),
        (
            "They looked behind every tree, but she was not there.",
            "They called and called, but nobody came.",
            "They asked a butterfly, but it did not know.",
        ),
        (
            "Then {friend} saw something near the {place_b}. It was the mother {baby}!",
            'Then they went to the {place_b}. "Look over there!" said {friend}. It was the mother {baby}!',
        ),
        (
            '"My baby!" said the mother. "Thank you so much."',
            "The baby ran to its mother, and she kissed it.",
        ),
        (
            "{hero} and {friend} waved goodbye. They felt warm inside.",
            "From then on, the little {baby} came to play with them every day.",
            '"It is good to help," said {hero}, and they walked home.',
        ),
    ),
)

SMALL_HELPER = Plot(
    "small_helper",
    {
        "small": SMALL_ANIMALS,
        "big": BIG_ANIMALS,
        "place": PLACES,
        "trap": ["net", "hole", "bush", "fence"],
        "when": WHEN,
    },
    (
        (
            "Once there was a {small.girl} named {small}. {small.He} was very small.",
            "{small} was a little {small.girl} who lived near the {place}.",
        ),
        (
            (
                "A big {big.girl} named {big} lived there, too. "
                '"You are too small to do anything," {big.he} said.'
            ),
            '{big} the {big.girl} laughed at {small.him}. "You are so tiny!" {big.he} said.',
        ),
        (
            "{small} was sad, but {small.he} did not get angry.",
            '"One day I may help you," said {small}. {big} only laughed.',
        ),
        (
            "{when}, {big} got stuck in a {trap}.",
            "{when}, {big} did not look where {big.he} was going and got caught in a {trap}.",
        ),
        (
            '"Help! Help!" cried {big}. {big.He} pulled and pulled, but {big.he} could not get out.',
            '{big.He} was big and strong, but {big.he} could not get out. "Please help me!" {big.he} cried.',
        ),
        (
            "{small} heard {big.him} and came fast.",
            '"I am coming!" called {small}.',
        ),
        (
            (
                "{small.He} was so small that {small.he} could go right in. "
                "{small.He} worked hard and set {big} free."
            ),
            "{small.He} worked and worked with {small.his} small mouth, and soon {big} was free.",
        ),
        (
            '"Thank you," said {big}. "You are small, but you are a big help." They became friends.',
            '{big} said, "I am sorry that I laughed at you." After that, they were good friends.',
        ),
    ),
)

GREEDY = Plot(
    "greedy",
    {
        "hero": SMALL_ANIMALS,
        "friend": BIG_ANIMALS,
        "snack": SNACKS,
        "colour": COLOURS,
        "place": PLACES,
        "when": WHEN,
    },
    (
        (
            (
                "{hero} the {hero.girl} loved to eat. "
                "{when}, {hero.he} found {colour:a} basket near the {place}."
            ),
            "{when}, {hero} the {hero.girl} went to the {place}. There {hero.he} found {colour:a} basket.",
        ),
        (
            "The basket was full of food. There was even {snack:a} in it!",
            '"So much food!" {hero.he} said. {hero.He} saw {snack:a} on top.',
        ),
        (
            '{friend} the {friend.girl} came by. "May I have some?" {friend.he} asked.',
            '"That smells good," said {friend} the {friend.girl}. "Can we share?"',
        ),
        (
            '"No! It is all mine," said {hero}.',
            '{hero} shook {hero.his} head. "I want it all," {hero.he} said.',
        ),
        (
            "{hero} ate and ate until the basket was empty.",
            "{hero.He} ate the {snack} and then everything else, very fast.",
        ),
        (
            '"Ow, my tummy hurts!" {hero.he} cried.',
            "Soon {hero} did not feel well. {hero.His} tummy hurt, and {hero.he} could not walk.",
        ),
        (
            "{friend} heard {hero.him} and took {hero.him} home. {friend.He} was very kind.",
            "{friend} came back with some warm tea. It helped a lot.",
        ),
        (
            '"I am sorry," said {hero}. "Next time, I will share." And {hero.he} did.',
            '{hero} felt bad. The next day, {hero.he} gave {friend} {snack:a} and said, "This is for you."',
        ),
    ),
)

PET_RAN_AWAY = Plot(
    "pet_ran_away",
    {
        "hero": PEOPLE,
        "friend": PEOPLE,
        "adult": ADULTS,
        "pet": PETS,
        "name": PET_NAMES,
        "colour": COLOURS,
        "place": PLACES,
        "spot": SPOTS,
        "when": WHEN,
    },
    (
        (
            "{hero} had a {pet} named {name}. They went everywhere together.",
            "{hero} had a little {pet}. Its name was {name}, and it had {colour:a} ribbon.",
        ),
        (
            "{when}, the door was open, and {name} ran away.",
            "{when}, {hero} came home, but {name} was not there.",
        ),
        (
            '"{name}! {name}!" called {hero}. But the {pet} did not come.',
            "{hero} looked {spot}, but {name} was not there. {hero.He} began to cry.",
        ),
        (
            '"We will find {name}," said {adult}. They went out to look.',
            (
                'Then {hero} asked {friend}, "Did you see my {pet}?" '
                '"No, but I will help you look," said {friend}.'
            ),
        ),
        (
            "They went to the {place} and looked for a long time.",
            "They walked all the way to the {place}. It was getting late.",
        ),
        (
            "Then they heard a sound. {name} was under a bush and could not get out!",
            "At last, {hero} saw a small tail behind a tree. It was {name}!",
        ),
        (
            '{hero} picked up {name} and hugged it. "I missed you so much," {hero.he} said.',
            '"You are safe now," said {hero}. {name} licked {hero.his} hand.',
        ),
        (
            "They went home, and {hero} always closed the door after that.",
            "That night, {name} slept next to {hero}, and they were both happy.",
        ),
    ),
)

PLOTS = (LOST_BABY, SMALL_HELPER, GREEDY, PET_RAN_AWAY)
