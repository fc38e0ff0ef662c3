"""The words English stories are made of. A person or an animal carries its pronouns."""

from training.core.stories.engine import Value


def _person(name: str, he: str, him: str, his: str, girl: str) -> dict[str, str]:
    pronouns = {"he": he, "He": he.title(), "him": him, "his": his, "His": his.title()}
    return {"": name, "girl": girl, **pronouns}


def _she(name: str, noun: str = "girl") -> dict[str, str]:
    return _person(name, "she", "her", "her", noun)


def _he(name: str, noun: str = "boy") -> dict[str, str]:
    return _person(name, "he", "him", "his", noun)


_GIRLS = [
    "Lily",
    "Mia",
    "Anna",
    "Lucy",
    "Emma",
    "Rose",
    "Nora",
    "Sara",
    "Ella",
    "Zoe",
    "Amy",
    "Ruby",
    "Kate",
    "Ivy",
]
_BOYS = [
    "Tom",
    "Ben",
    "Sam",
    "Leo",
    "Tim",
    "Jack",
    "Finn",
    "Noah",
    "Luke",
    "Dan",
    "Adam",
    "Eli",
    "Hugo",
    "Oscar",
]

PEOPLE: list[Value] = [*map(_she, _GIRLS), *map(_he, _BOYS)]
ADULTS: list[Value] = [_she("Mom"), _he("Dad"), _she("Grandma"), _he("Grandpa")]
TEACHERS: list[Value] = [_she("Miss Green"), _she("Miss Hill"), _he("Mr. Brown"), _he("Mr. Wood")]

SMALL_ANIMALS: list[Value] = [
    _she("Mimi", "mouse"),
    _he("Pip", "mouse"),
    _he("Bobo", "rabbit"),
    _she("Lulu", "rabbit"),
    _he("Coco", "squirrel"),
    _she("Dot", "bird"),
    _he("Tic", "frog"),
    _she("Nini", "duck"),
    _he("Toto", "turtle"),
]
BIG_ANIMALS: list[Value] = [
    _he("Bruno", "bear"),
    _she("Bella", "bear"),
    _he("Rex", "lion"),
    _she("Tara", "tiger"),
    _he("Otto", "elephant"),
    _she("Greta", "goat"),
    _he("Hank", "horse"),
    _she("Wanda", "wolf"),
]
BABIES: list[Value] = ["duck", "rabbit", "bird", "bear", "sheep", "fox", "owl", "deer", "squirrel", "goat"]
PETS: list[Value] = ["dog", "cat", "puppy", "kitten"]
PET_NAMES: list[Value] = ["Spot", "Coco", "Buddy", "Snowy", "Biscuit", "Pepper", "Star", "Bean"]

WHEN: list[Value] = [
    "One day",
    "One morning",
    "One sunny day",
    "One afternoon",
    "After lunch",
    "On Sunday",
    "On Saturday",
]
LATER: list[Value] = ["Then one day", "A week later", "At last", "One bright morning"]
COLOURS: list[Value] = ["red", "blue", "green", "yellow", "orange", "pink", "purple", "white"]
TOYS: list[Value] = [
    "ball",
    "car",
    "doll",
    "boat",
    "teddy bear",
    "train",
    "drum",
    "robot",
    "truck",
    "airplane",
]
FLYERS: list[Value] = ["kite", "ball", "balloon", "paper airplane", "hat"]
SPOTS: list[Value] = [
    "under the bed",
    "behind the door",
    "in the kitchen",
    "behind the sofa",
    "in the garden",
    "under the table",
    "in the big box",
    "on the shelf",
    "behind the old tree",
    "next to the window",
    "in the bathtub",
]
PLACES: list[Value] = ["park", "garden", "forest", "beach", "field", "playground", "hill", "river"]
SNACKS: list[Value] = ["apple", "cookie", "sandwich", "orange", "banana", "muffin", "pie", "egg", "pear"]
CAKES: list[Value] = ["chocolate", "apple", "banana", "strawberry", "carrot", "lemon", "orange"]
MISSING: list[Value] = ["eggs", "sugar", "milk", "flour", "butter"]
BREAKABLES: list[Value] = ["cup", "plate", "lamp", "bowl", "vase", "clock", "jar", "teapot"]
PLANTS: list[Value] = [
    "flower",
    "sunflower",
    "carrot",
    "tomato",
    "pumpkin",
    "bean plant",
    "apple tree",
    "rose",
]
FEARS: list[Value] = [
    {
        "": "the dark",
        "heard": "The room was black, and the wind was loud.",
        "late": "The dark was quiet and soft.",
    },
    {
        "": "thunder",
        "heard": "The sky went boom, boom, boom.",
        "late": "The thunder was only a big drum in the sky.",
    },
    {"": "the big slide", "heard": "It looked so very tall.", "late": "The slide was fast and fun."},
    {"": "deep water", "heard": "The water was cold and blue.", "late": "The water was cool and nice."},
    {
        "": "the dentist",
        "heard": "The chair was big and the light was bright.",
        "late": "It did not hurt at all.",
    },
]
SKILLS: list[Value] = [
    {"": "ride a bike", "did": "rode the bike", "miss": "fell on the grass"},
    {"": "swim", "did": "swam", "miss": "got water in the nose"},
    {"": "skate", "did": "skated", "miss": "fell on the ice"},
    {"": "jump rope", "did": "jumped rope", "miss": "stepped on the rope"},
    {"": "whistle a song", "did": "whistled the song", "miss": "made only a funny sound"},
    {"": "tie a shoe", "did": "tied the shoe", "miss": "made only a big knot"},
    {"": "catch a ball", "did": "caught the ball", "miss": "let the ball drop"},
]
BUILDINGS: list[Value] = [
    {"": "sand castle", "of": "sand", "at": "at the beach", "end": "a big wave came and washed it away"},
    {"": "tower", "of": "blocks", "at": "at home", "end": "the cat jumped and knocked it down"},
    {"": "snowman", "of": "snow", "at": "in the yard", "end": "the sun came out and melted it"},
    {"": "little house", "of": "sticks", "at": "in the forest", "end": "a strong wind blew it down"},
    {"": "bridge", "of": "stones", "at": "by the river", "end": "the water pushed it over"},
]
INDOOR: list[Value] = ["a ship", "a castle", "a train", "a rocket", "a little house", "a bus", "a cave"]
TREASURES: list[Value] = [
    "a gold coin",
    "an old map",
    "a silver key",
    "a shiny stone",
    "a tiny bell",
    "a blue ring",
]
GIFTS: list[Value] = [
    "a warm soup",
    "a funny card",
    "a story book",
    "a yellow flower",
    "a soft blanket",
    "an orange",
]
