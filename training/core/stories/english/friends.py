"""Plots about friends: sharing, quarrels, a new child, an ill friend, building again."""

from training.core.stories.engine import Plot
from training.core.stories.english.words import (
    ADULTS,
    BUILDINGS,
    COLOURS,
    GIFTS,
    PEOPLE,
    PLACES,
    SNACKS,
    TEACHERS,
    TOYS,
    WHEN,
)

SHARING = Plot(
    "sharing",
    {
        "hero": PEOPLE,
        "friend": PEOPLE,
        "snack": SNACKS,
        "toy": TOYS,
        "colour": COLOURS,
        "place": PLACES,
        "when": WHEN,
    },
    (
        (
            "{when}, {hero} went to the {place} with {snack:a}.",
            "{hero} got {snack:a} from Grandma. {when}, {hero.he} took it to the {place}.",
        ),
        (
            "{hero.His} friend {friend} was there, but {friend.he} had nothing to eat.",
            "There {hero.he} met {friend}, who had forgotten {friend.his} lunch.",
        ),
        (
            '"I am so hungry," said {friend}.',
            '{friend} looked at the {snack} and said, "That looks good."',
        ),
        (
            "{hero} looked at the {snack}. There was only one, and {hero.he} was hungry, too.",
            "{hero} wanted to eat it all. But {friend} looked so sad.",
        ),
        (
            'Then {hero} cut the {snack} in two. "Here, this half is for you," {hero.he} said.',
            '"We can share it," said {hero}, and {hero.he} gave {friend} half of the {snack}.',
        ),
        (
            '"Thank you!" said {friend}. They sat down and ate together.',
            "{friend} smiled a big smile, and they ate side by side.",
        ),
        (
            'Then {friend} took out {colour:a} {toy}. "Now we can share this, too," {friend.he} said.',
            '"Do you want to play with my {colour} {toy}?" asked {friend}. "Yes!" said {hero}.',
        ),
        (
            "They played all day and were very happy.",
            "{hero} learned that sharing makes everything better.",
            "After that day, {hero} and {friend} were best friends.",
        ),
    ),
)

QUARREL = Plot(
    "quarrel",
    {"hero": PEOPLE, "friend": PEOPLE, "adult": ADULTS, "toy": TOYS, "colour": COLOURS, "when": WHEN},
    (
        (
            "{hero} and {friend} were good friends. {when}, they played with {toy:a}.",
            "{when}, {friend} came to play with {hero}. There was {colour:a} {toy} on the floor.",
        ),
        (
            '"It is mine!" said {hero}. "No, I want it!" said {friend}.',
            '"I want the {toy}," said {friend}. "No, I want it first!" said {hero}.',
        ),
        (
            "They pulled and pulled. Then the {toy} fell and broke.",
            "{hero} pulled on one side, and {friend} pulled on the other side. Snap! The {toy} broke.",
        ),
        (
            "Now nobody could play with it. They both began to cry.",
            "They looked at the broken {toy}. {hero} was angry, and {friend} was sad.",
        ),
        (
            '{adult} heard them and came in. "What happened here?" {adult.he} asked.',
            '{adult} sat down with them. "Friends are more important than toys," {adult.he} said.',
        ),
        (
            '"I am sorry," said {hero}. "I am sorry, too," said {friend}.',
            (
                "{hero} took {friend}'s hand. "
                '"I am sorry that I pulled," {hero.he} said. {friend} was sorry, too.'
            ),
        ),
        (
            "{adult} helped them to fix the {toy}.",
            "They fixed the {toy} together with some tape.",
        ),
        (
            '"You can play first," said {hero}. Then they took turns and had fun.',
            "After that, they always took turns.",
            "They hugged and played with the {toy} together.",
        ),
    ),
)

NEW_CHILD = Plot(
    "new_child",
    {"hero": PEOPLE, "friend": PEOPLE, "teacher": TEACHERS, "toy": TOYS, "colour": COLOURS, "place": PLACES},
    (
        (
            "A new {friend.girl} came to school. {friend.His} name was {friend}.",
            'One morning, {teacher} said, "This is {friend}. {friend.He} is new here."',
        ),
        (
            "{friend} was shy and sat all alone.",
            "{friend} did not know anyone. {friend.He} looked down at {friend.his} shoes.",
        ),
        (
            "{hero} saw that {friend} was sad.",
            '"{friend} looks lonely," thought {hero}.',
        ),
        (
            'So {hero} walked over and said, "Hello! Do you want to play with me?"',
            'At lunch, {hero} sat next to {friend}. "Hi, I am {hero}," {hero.he} said.',
        ),
        (
            "{friend} said nothing. {hero} did not know what to do.",
            "{friend} looked up, but {friend.he} did not say a word.",
        ),
        (
            'Then {hero} saw {colour:a} {toy} in {friend}\'s bag. "I love your {toy}!" {hero.he} said.',
            "Then {hero} took out {colour:a} {toy} and put it on the table. {friend} began to smile.",
        ),
        (
            '"I have another {toy} at home," said {friend}. "We can play with it."',
            '"I like it, too!" said {friend}. They laughed and played together.',
        ),
        (
            "Soon they were good friends, and {friend} was not lonely anymore.",
            "After school, they ran to the {place} together. {friend} was happy to have a friend.",
            "{teacher} saw them and smiled. It was a good day.",
        ),
    ),
)

ILL_FRIEND = Plot(
    "ill_friend",
    {"hero": PEOPLE, "friend": PEOPLE, "adult": ADULTS, "gift": GIFTS, "place": PLACES, "when": WHEN},
    (
        (
            "{when}, {hero} waited for {friend} at the {place}, but {friend} did not come.",
            "{hero} and {friend} played at the {place} every day. But one day, {friend} was not there.",
        ),
        (
            '"{friend} is sick in bed," said {adult}.',
            '{hero} asked {adult}, "Where is {friend}?" "{friend.He} is sick today," said {adult}.',
        ),
        (
            '{hero} was worried. "What can I do for {friend}?" {hero.he} asked.',
            "{hero} felt sad and wanted to help.",
        ),
        (
            '"Why do you not bring {friend.him} something nice?" said {adult}.',
            "{hero} thought and thought. Then {hero.he} had an idea.",
        ),
        (
            "So {hero} took {gift} and went to {friend}'s house.",
            "{hero} got {gift} and ran to see {friend}.",
        ),
        (
            '"This is for you," said {hero}. "I hope you feel better soon."',
            '{hero} came in softly. "Look what I have for you!" {hero.he} said.',
        ),
        (
            '{friend} sat up and smiled. "You are so kind," {friend.he} said.',
            '"Thank you!" said {friend}. "I feel better now."',
        ),
        (
            "A few days later, {friend} was well again. They ran to the {place} and played.",
            "Soon {friend} could play again, and they were both very happy.",
        ),
    ),
)

BUILD_AGAIN = Plot(
    "build_again",
    {"hero": PEOPLE, "friend": PEOPLE, "built": BUILDINGS, "adult": ADULTS, "colour": COLOURS, "when": WHEN},
    (
        (
            "{when}, {hero} was {built.at}. {hero.He} made {built:a}.",
            "{hero} loved to build things. {when}, {hero.he} made {built:a} {built.at}.",
        ),
        (
            "It was tall, and {hero} put {colour:a} flag on it.",
            '"This is the best {built} ever!" {hero.he} said.',
        ),
        (
            "But then {built.end}.",
            "{hero} was so proud. Then, all at once, {built.end}.",
        ),
        (
            '"My {built} is gone!" cried {hero}.',
            "{hero} sat down and cried. All {hero.his} work was gone.",
        ),
        (
            '{friend} came by and asked, "Why are you sad?" {hero} told {friend.him} what happened.',
            "{friend} heard {hero} and came to help.",
        ),
        (
            '"We can make a new one," said {friend}. "Two can build better than one."',
            '"Do not be sad," said {friend}. "I will help you make a bigger one."',
        ),
        (
            "They worked together all day.",
            "{friend} brought more {built.of}, and {hero} put it in the right place.",
        ),
        (
            "The new {built} was even better. {hero} and {friend} smiled and held hands.",
            'Soon there was a new {built}. "Look, {adult}!" {hero} called. {adult} clapped.',
            'The new {built} was so big! "Thank you, {friend}," said {hero}.',
        ),
    ),
)

PLOTS = (SHARING, QUARREL, NEW_CHILD, ILL_FRIEND, BUILD_AGAIN)
