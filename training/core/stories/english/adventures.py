"""Plots of courage: things out of reach, fears, new skills, getting lost, a treasure."""

from training.core.stories.engine import Plot
from training.core.stories.english.words import (
    ADULTS,
    COLOURS,
    FEARS,
    FLYERS,
    PEOPLE,
    PLACES,
    SKILLS,
    SNACKS,
    TREASURES,
    WHEN,
)

OUT_OF_REACH = Plot(
    "out_of_reach",
    {"hero": PEOPLE, "friend": PEOPLE, "flyer": FLYERS, "colour": COLOURS, "place": PLACES, "when": WHEN},
    (
        (
            "{when}, {hero} took {colour:a} {flyer} to the {place}.",
            "{hero} had a new {flyer}. It was {colour}. {when}, {hero.he} went to the {place} with it.",
        ),
        (
            "The wind was strong. It took the {flyer} up into a tall tree.",
            "Whoosh! The wind blew, and the {flyer} got stuck in a tree.",
        ),
        (
            "{hero} jumped and jumped, but {hero.he} could not reach it.",
            "The tree was too tall. {hero} could not get the {flyer} down.",
        ),
        (
            '"Oh no, my {flyer}!" {hero.he} said. {hero.He} was very sad.',
            '"What can I do now?" {hero.he} cried.',
        ),
        (
            'Then {friend} came. "I can help you," {friend.he} said.',
            '{friend} saw the {flyer} in the tree. "I have an idea," {friend.he} said.',
        ),
        (
            "{friend} found a long stick and gave it to {hero}. {hero} pushed the {flyer}, and it came down.",
            "{friend} ran home and came back with a ladder. {hero} went up and got the {flyer}.",
            "They shook the tree together, and the {flyer} fell down.",
        ),
        (
            '"Thank you, {friend}!" said {hero}. "Do you want to play with me?"',
            "{hero} was so glad that {hero.he} gave {friend} a big hug.",
        ),
        (
            "They played at the {place} until the sun went down.",
            "They ran and laughed with the {colour} {flyer} all day.",
        ),
    ),
)

AFRAID = Plot(
    "afraid",
    {
        "hero": PEOPLE,
        "friend": PEOPLE,
        "adult": ADULTS,
        "fear": FEARS,
        "colour": COLOURS,
        "toy": ["bear", "rabbit", "doll", "elephant"],
    },
    (
        (
            "{hero} was a little {hero.girl} who was afraid of {fear}.",
            "Once there was a {hero.girl} named {hero}. {hero.He} was afraid of {fear}.",
        ),
        (
            "{fear.heard} {hero} held {hero.his} {colour} {toy} very tight.",
            "{fear.heard} {hero.He} wanted to run away.",
        ),
        (
            '"I am scared," {hero.he} said.',
            '"I do not like it!" cried {hero}.',
            "{hero} closed {hero.his} eyes and began to cry.",
        ),
        (
            '{adult} took {hero.his} hand. "I am here with you," {adult.he} said.',
            '"When I was little, I was scared, too," said {adult}.',
        ),
        (
            '"Count to three with me," said {adult}. "One, two, three!"',
            '"Take a deep breath," said {adult}. "You are brave."',
        ),
        (
            "{hero} was brave and tried. {fear.late}",
            "{hero} did it, one little step at a time. {fear.late}",
        ),
        (
            '"It is not so bad!" said {hero}, and {hero.he} laughed.',
            '"I did it!" {hero.he} shouted. {adult} was very proud.',
        ),
        (
            "After that, {hero} was not afraid of {fear} anymore.",
            "The next day, {hero} told {friend} all about it. {friend} wanted to be brave, too.",
        ),
    ),
)

NEW_SKILL = Plot(
    "new_skill",
    {"hero": PEOPLE, "friend": PEOPLE, "adult": ADULTS, "skill": SKILLS, "place": PLACES, "when": WHEN},
    (
        (
            "{hero} wanted to learn how to {skill}.",
            '{hero} saw {friend} and said, "I want to {skill} like you!"',
            "All the children could {skill}, but {hero} could not.",
        ),
        (
            "{when}, {hero.he} tried for the first time, but {hero.he} {skill.miss}.",
            "{when}, {hero} tried very hard. But {hero.he} {skill.miss}.",
        ),
        (
            '"I can not do it," {hero.he} said. {hero.He} wanted to stop.',
            "{hero} tried again, and it was no better. {hero.He} was angry.",
        ),
        (
            '"Nobody can do it the first time," said {friend}. "Try again!"',
            '{adult} smiled. "You have to try many times," {adult.he} said.',
        ),
        (
            "So {hero} tried again, and again, and again.",
            "{friend} showed {hero.him} how to do it, and {hero} tried every day.",
        ),
        (
            'Then, one day, {hero} {skill.did} all alone! "Look at me!" {hero.he} shouted.',
            "At last, it worked. {hero} {skill.did} all by {hero.him}self!",
        ),
        (
            '"You did it!" said {friend} and clapped.',
            "{adult} and {friend} jumped for joy.",
        ),
        (
            "{hero} was very proud. {hero.He} was glad that {hero.he} did not give up.",
            '"Now I can teach you something, too," said {hero}. They all laughed.',
        ),
    ),
)

LOST_CHILD = Plot(
    "lost_child",
    {
        "hero": PEOPLE,
        "adult": ADULTS,
        "colour": COLOURS,
        "thing": ["hat", "coat", "bag", "umbrella"],
        "snack": SNACKS,
        "when": WHEN,
    },
    (
        (
            "{when}, {hero} went to the market with {adult}. It was full of people.",
            "{when}, {adult} and {hero} went to the big market to buy {snack:a}.",
        ),
        (
            "{hero} stopped to look at a toy. When {hero.he} turned around, {adult} was gone.",
            "{hero} saw a funny dog and ran after it. Then {hero.he} could not see {adult} anymore.",
        ),
        (
            '"Where are you, {adult}?" {hero.he} called. Nobody answered.',
            "{hero.He} looked left and right. {hero.He} was alone, and {hero.he} was scared.",
        ),
        (
            "But {hero} knew what to do. {hero.He} stayed in one place and waited.",
            'Then {hero} remembered. "If you are lost, stay where you are," {adult} always said.',
        ),
        (
            'A kind woman saw {hero.him}. "Are you lost?" she asked. "Yes," said {hero}.',
            'A man who sold bread asked, "Can I help you?" {hero} told him {hero.his} name.',
        ),
        (
            '"{adult} has {colour:a} {thing}," said {hero}. They looked for it.',
            '"I am looking for {colour:a} {thing}," said {hero}. "{adult} has one."',
        ),
        (
            'Soon {hero} saw {colour:a} {thing}. "{adult}!" {hero.he} shouted and ran.',
            "Then {hero} saw the {colour} {thing}. It was {adult}!",
        ),
        (
            (
                '{adult} hugged {hero.him}. "You were so smart to wait," {adult.he} said. '
                "They held hands all the way home."
            ),
            "{adult} was so glad. They got {snack:a} and went home, hand in hand.",
        ),
    ),
)

TREASURE = Plot(
    "treasure",
    {
        "hero": PEOPLE,
        "friend": PEOPLE,
        "adult": ADULTS,
        "treasure": TREASURES,
        "treasure_b": TREASURES,
        "colour": COLOURS,
        "place": PLACES,
        "when": WHEN,
    },
    (
        (
            "{when}, {hero} and {friend} were digging near the {place}.",
            "{hero} and {friend} wanted to find a treasure. {when}, they went to the {place}.",
        ),
        (
            "They found an old {colour} box in the ground.",
            '"I see something!" said {friend}. It was an old {colour} box.',
        ),
        (
            "They tried to open it, but it was shut tight.",
            "{hero} pulled and pulled, but the box did not open.",
        ),
        (
            '"We need a key," said {friend}. They looked all around.',
            '"How can we open it?" asked {hero}. {friend} did not know.',
        ),
        (
            "Then {hero} saw a small hole in a tree. A key was inside!",
            "Then {friend} looked under a stone and found a little key.",
        ),
        (
            "They opened the box. Inside was {treasure}!",
            "Click! The box opened. There was {treasure} and {treasure_b} in it.",
        ),
        (
            '"That was mine when I was a child," said {adult}. "Now it is for you."',
            'They showed it to {adult}. "What a nice treasure!" {adult.he} said.',
        ),
        (
            '"The best part was to look for it with you," said {friend}. {hero} smiled.',
            "{hero} and {friend} put the box on a shelf, so they could look at it every day.",
        ),
    ),
)

PLOTS = (OUT_OF_REACH, AFRAID, NEW_SKILL, LOST_CHILD, TREASURE)
