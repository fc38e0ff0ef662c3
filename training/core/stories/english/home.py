"""Plots at home: things lost, broken, baked, planted and built indoors."""

from training.core.stories.engine import Plot
from training.core.stories.english.words import (
    ADULTS,
    BREAKABLES,
    CAKES,
    COLOURS,
    INDOOR,
    LATER,
    MISSING,
    PEOPLE,
    PLANTS,
    SPOTS,
    TOYS,
    WHEN,
)

LOST_TOY = Plot(
    "lost_toy",
    {
        "hero": PEOPLE,
        "adult": ADULTS,
        "toy": TOYS,
        "colour": COLOURS,
        "when": WHEN,
        "spot": SPOTS,
        "spot_b": SPOTS,
        "spot_c": SPOTS,
    },
    (
        (
            "{hero} was a little {hero.girl} who had {colour:a} {toy}. {hero.He} loved it very much.",
            (
                "Once upon a time, there was a {hero.girl} named {hero}. "
                "{hero.His} favorite toy was {colour:a} {toy}."
            ),
            "{hero} had {colour:a} {toy}. {hero.He} played with it every day.",
        ),
        (
            "{when}, {hero} could not find the {toy} anywhere.",
            "{when}, {hero.he} wanted to play, but the {toy} was gone.",
        ),
        (
            "{hero.He} looked {spot}, but it was not there.",
            "{hero.He} looked {spot} and {spot_b}, but the {toy} was not there.",
        ),
        (
            '"Where is my {toy}?" {hero.he} cried.',
            '{hero} felt sad. "Oh no, I lost my {toy}!" {hero.he} said.',
        ),
        (
            '"Do not cry," said {adult}. "We can look together."',
            '{adult} gave {hero.him} a hug. "When did you play with it last?" {adult.he} asked.',
            '"Think hard," said {adult}. "Where were you last night?"',
        ),
        (
            "They looked {spot_c}, and there was the {colour} {toy}!",
            "Then {hero} remembered. {hero.He} ran to look {spot_c}, and the {toy} was there!",
        ),
        (
            '{hero} hugged the {toy}. "Thank you, {adult}!" {hero.he} said.',
            '"I found it!" {hero} shouted. {adult} smiled.',
        ),
        (
            "After that, {hero} put the {toy} in a box every night.",
            "From that day on, {hero.he} always put {hero.his} toys away.",
            "{hero} was happy and played until it was time for dinner.",
        ),
    ),
)

BROKEN = Plot(
    "broken",
    {"hero": PEOPLE, "adult": ADULTS, "thing": BREAKABLES, "toy": TOYS, "colour": COLOURS, "when": WHEN},
    (
        (
            "{when}, {hero} was playing in the house with {hero.his} {toy}.",
            "{when}, {hero} ran around the house. {hero.He} had {hero.his} {toy} and made a lot of noise.",
            "{hero} liked to play with {hero.his} {toy}. {when}, {hero.he} played in the living room.",
        ),
        (
            "Crash! The {toy} hit the {colour} {thing}, and it broke.",
            "The {toy} hit a table, and the {colour} {thing} fell down. Crash! It broke.",
        ),
        (
            "{hero} was scared. {hero.He} wanted to hide.",
            '{hero.His} face turned red. "What should I do now?" {hero.he} thought.',
            "At first, {hero} wanted to run away and say nothing.",
        ),
        (
            '{adult} came in and asked, "What was that sound?"',
            '"Is everything all right?" called {adult}.',
        ),
        (
            'But {hero} told the truth. "I broke the {thing}," {hero.he} said. "I am sorry."',
            '{hero} was brave. "It was me," {hero.he} said. "I am very sorry about the {thing}."',
        ),
        (
            '"Thank you for telling me," said {adult}. "We can fix it together."',
            '{adult} was not angry. "It is good to tell the truth," {adult.he} said.',
        ),
        (
            "They got some glue and fixed the {thing}.",
            "They picked up all the pieces and fixed the {thing} with glue.",
        ),
        (
            "{hero} felt much better.",
            "After that, {hero} played with the {toy} outside.",
            "{hero} learned that it is best to tell the truth.",
        ),
    ),
)

BIRTHDAY_CAKE = Plot(
    "birthday_cake",
    {
        "hero": PEOPLE,
        "friend": PEOPLE,
        "adult": ADULTS,
        "guest": ADULTS,
        "cake": CAKES,
        "missing": MISSING,
        "colour": COLOURS,
    },
    (
        (
            "It was {guest}'s birthday. {hero} wanted to make {cake:a} cake.",
            'Tomorrow was {guest}\'s birthday. "I will make {cake:a} cake," said {hero}.',
            "{hero} loved {guest}. So {hero.he} wanted to bake {cake:a} cake for {guest.his} birthday.",
        ),
        (
            "{adult} said {adult.he} would help, and they went to the kitchen.",
            '"I will help you," said {adult}. They got a big {colour} bowl.',
        ),
        (
            '"Oh no!" said {hero}. "We have no {missing}!"',
            "But when {hero} looked on the shelf, there was no more {missing}.",
        ),
        (
            "{hero} ran next door to see {friend}.",
            '"Maybe {friend} can help," said {adult}. {hero} ran next door.',
        ),
        (
            '"Do you have some {missing}?" {hero} asked. "Yes, here you are!" said {friend}.',
            '{friend} gave {hero.him} some {missing}. "May I help too?" {friend} asked.',
        ),
        (
            "They mixed it all in the bowl and put the cake in the oven. Soon the house smelled sweet.",
            "They all made the cake together. It smelled very good.",
        ),
        (
            '"Happy birthday!" they shouted. {guest} was so surprised.',
            '{guest} saw the cake and smiled. "This is the best cake ever!" {guest.he} said.',
        ),
        (
            "They all sat down and ate the {cake} cake. It was yummy.",
            "{hero} gave {friend} the biggest piece of cake.",
            "Everyone sang a song, and {hero} was very proud.",
        ),
    ),
)

GARDEN = Plot(
    "garden",
    {"hero": PEOPLE, "adult": ADULTS, "plant": PLANTS, "colour": COLOURS, "when": WHEN, "when_b": LATER},
    (
        (
            "{when}, {adult} gave {hero} a tiny seed.",
            '{when}, {hero} found a little seed. "What is it?" {hero.he} asked {adult}.',
        ),
        (
            '"If you take care of it, {plant:a} will grow," said {adult}.',
            '"It will grow into {plant:a}," said {adult}. "But you must wait."',
        ),
        (
            "{hero} put the seed in {colour:a} pot and gave it water.",
            "{hero} made a small hole in the garden. {hero.He} put the seed in and gave it water.",
        ),
        (
            "The next day {hero.he} looked, but nothing was there. {hero.He} was sad.",
            '{hero.He} waited and waited, but nothing came up. "Why does it not grow?" {hero.he} asked.',
        ),
        (
            '"Good things take time," said {adult}.',
            '"It is still asleep," said {adult}. "Be kind to it and wait."',
        ),
        (
            "So {hero} gave it water every morning and sang to it.",
            "So every day {hero} gave it water, and the sun kept it warm.",
        ),
        (
            '{when_b}, {hero} saw something green. "Look! It is growing!" {hero.he} shouted.',
            "{when_b}, a little green leaf came up. {hero} jumped with joy.",
        ),
        (
            "It grew and grew, and soon there was a beautiful {plant}. {hero} was very proud.",
            "In the summer, it was a big {plant}. {hero} was glad that {hero.he} had waited.",
        ),
    ),
)

RAINY_DAY = Plot(
    "rainy_day",
    {
        "hero": PEOPLE,
        "friend": PEOPLE,
        "adult": ADULTS,
        "made": INDOOR,
        "colour": COLOURS,
        "colour_b": COLOURS,
        "toy": TOYS,
    },
    (
        (
            "It rained all day. {hero} and {friend} could not go outside.",
            "{hero} and {friend} wanted to play in the park, but it began to rain.",
            "Drip, drop, drip! The rain fell, and {hero} and {friend} had to stay in the house.",
        ),
        (
            '"This is no fun," said {friend}.',
            "{friend} looked out of the window and felt sad.",
            '"What can we do now?" asked {friend}.',
        ),
        (
            "Then {hero} saw a big box near the door. {hero.He} had an idea.",
            '{adult} came in with a big box. "Can you use this?" {adult.he} asked.',
        ),
        (
            '"We can make {made}!" said {hero}.',
            '"I know!" said {hero}. "This box can be {made}!"',
        ),
        (
            "They painted the box {colour} and made a door. {friend} put {colour_b:a} {toy} inside.",
            "{hero} painted the box {colour}, and {friend} painted it {colour_b}, too.",
        ),
        (
            '"Here we go!" {hero} shouted. They played for a long time.',
            'They sat in the box and laughed. "Hold on!" said {friend}.',
        ),
        (
            "When {adult} called them, the rain had stopped. But they did not want to go out!",
            "Soon the sun came out, and a rainbow was in the sky. But they wanted to play in the box.",
        ),
        (
            '"Rainy days are fun, too," said {friend}.',
            "It was the best rainy day ever.",
            "{hero} and {friend} were happy all day.",
        ),
    ),
)

PLOTS = (LOST_TOY, BROKEN, BIRTHDAY_CAKE, GARDEN, RAINY_DAY)
