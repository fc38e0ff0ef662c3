"""Plots about animals: a lost baby, a small helper, a greedy one, a pet that ran away."""

from training.core.stories.engine import Plot
from training.core.stories.korean.words import (
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
            "{when}, {hero:과} {friend:은} {place:으로} 걸어갔어요.",
            "{when}, {hero:은} 친구 {friend:과} 함께 {place}에 갔어요.",
        ),
        (
            "어디선가 작은 울음소리가 들렸어요. 아기 {baby:이} 울고 있었어요.",
            "나무 밑에 아기 {baby:이} 있었어요. 아기 {baby:은} 혼자였어요.",
        ),
        (
            '"엄마를 찾을 수가 없어요." 아기 {baby:이} 말했어요.',
            '아기 {baby:은} 무서웠어요. "우리 엄마는 어디 있어요?" 아기 {baby:이} 울었어요.',
        ),
        (
            '"걱정하지 마. 우리가 도와줄게." {hero:이} 말했어요.',
            '{hero:은} 옆에 앉았어요. "우리가 엄마를 찾아 줄게." {hero:이} 말했어요.',
        ),
        (
            "나무마다 뒤를 살펴보았지만 엄마는 없었어요.",
            "큰 소리로 불러 보았지만 아무도 오지 않았어요.",
            "지나가는 나비에게 물어보았지만 나비도 몰랐어요.",
        ),
        (
            "그때 {friend:이} {place_b} 근처에서 무언가를 보았어요. 바로 엄마 {baby:이었어요}!",
            '그래서 {place_b:으로} 가 보았어요. "저기 봐!" {friend:이} 말했어요. 엄마 {baby:이} 있었어요!',
        ),
        (
            '"우리 아기를 찾아 줘서 정말 고마워요." 엄마 {baby:이} 말했어요.',
            "아기 {baby:은} 엄마에게 달려갔어요. 엄마는 아기를 꼭 안아 주었어요.",
        ),
        (
            "{hero:과} {friend:은} 손을 흔들었어요. 마음이 따뜻해졌어요.",
            "그 뒤로 아기 {baby:은} 매일 놀러 왔어요.",
            '"돕는 것은 참 좋은 일이야." {hero:이} 말했어요. 둘은 웃으며 집으로 갔어요.',
        ),
    ),
)

SMALL_HELPER = Plot(
    "small_helper",
    {
        "small": SMALL_ANIMALS,
        "big": BIG_ANIMALS,
        "place": PLACES,
        "trap": ["그물", "덫", "덤불", "울타리"],
        "when": WHEN,
    },
    (
        (
            "옛날에 {small:이라는} {small.kind:이} 살았어요. {small:은} 몸이 아주 작았어요.",
            "{place}에 작은 {small.kind} {small:이} 살았어요.",
        ),
        (
            '몸집이 큰 {big.kind} {big}도 그곳에 살았어요. "너는 작아서 아무것도 못 해." {big:이} 말했어요.',
            '{big.kind} {big:은} {small:을} 보고 웃었어요. "너는 정말 작구나!" {big:이} 말했어요.',
        ),
        (
            "{small:은} 슬펐지만 화를 내지 않았어요.",
            '"언젠가 내가 너를 도와줄 거야." {small:이} 말했어요. {big:은} 웃기만 했어요.',
        ),
        (
            "{when}, {big:이} {trap}에 걸렸어요.",
            "{when}, {big:은} 앞을 보지 않고 걷다가 {trap}에 갇혔어요.",
        ),
        (
            '"도와줘! 도와줘!" {big:이} 외쳤어요. 아무리 애써도 나올 수 없었어요.',
            '{big:은} 크고 힘이 셌지만 나올 수 없었어요. "제발 도와줘!" {big:이} 외쳤어요.',
        ),
        (
            "{small:은} 그 소리를 듣고 빨리 달려왔어요.",
            '"내가 갈게!" {small:이} 외쳤어요.',
        ),
        (
            (
                "{small:은} 몸이 작아서 안으로 쏙 들어갈 수 있었어요. "
                "{small:은} 열심히 일해서 {big:을} 꺼내 주었어요."
            ),
            "{small:은} 작은 입으로 열심히 일했어요. 드디어 {big:이} 밖으로 나왔어요.",
        ),
        (
            '"고마워. 너는 작지만 정말 큰 도움이 되었어." {big:이} 말했어요. 둘은 친구가 되었어요.',
            '"놀려서 미안해." {big:이} 말했어요. 그 뒤로 둘은 좋은 친구가 되었어요.',
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
                "{hero.kind} {hero:은} 먹는 것을 좋아했어요. "
                "{when}, {hero:은} {place}에서 {colour} 바구니를 찾았어요."
            ),
            "{when}, {hero.kind} {hero:은} {place:으로} 갔어요. 거기에는 {colour} 바구니가 있었어요.",
        ),
        (
            "바구니에는 음식이 가득했어요. {snack}도 있었어요!",
            '"맛있는 것이 정말 많네!" {hero:이} 말했어요. 맨 위에는 {snack:이} 있었어요.',
        ),
        (
            '{friend.kind} {friend:이} 다가왔어요. "나도 조금 먹어도 될까?" {friend:이} 물었어요.',
            '"좋은 냄새가 나네. 같이 먹을까?" {friend.kind} {friend:이} 말했어요.',
        ),
        (
            '"안 돼! 모두 내 거야." {hero:이} 말했어요.',
            '{hero:은} 고개를 저었어요. "나 혼자 다 먹을 거야." {hero:이} 말했어요.',
        ),
        (
            "{hero:은} 바구니가 텅 빌 때까지 먹고 또 먹었어요.",
            "{hero:은} {snack:을} 먹고, 다른 것도 모두 빨리 먹었어요.",
        ),
        (
            '"아야, 배가 아파!" {hero:이} 울었어요.',
            "곧 {hero:은} 배가 아팠어요. 너무 아파서 걸을 수도 없었어요.",
        ),
        (
            "{friend:은} 그 소리를 듣고 {hero:을} 집에 데려다주었어요. {friend:은} 참 친절했어요.",
            "{friend:이} 따뜻한 차를 가져다주었어요. {hero:은} 조금씩 나아졌어요.",
        ),
        (
            '"미안해. 다음에는 꼭 나누어 먹을게." {hero:이} 말했어요. 그리고 그 약속을 지켰어요.',
            '다음 날 {hero:은} {friend}에게 {snack:을} 주었어요. "이건 네 거야." {hero:이} 말했어요.',
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
            "{hero}에게는 {name.name:이라는} {pet:이} 있었어요. 둘은 언제나 함께 다녔어요.",
            "{hero:은} 작은 {pet:을} 키웠어요. 이름은 {name.name}이고, 목에는 {colour} 리본이 있었어요.",
        ),
        (
            "{when}, 문이 열려 있었어요. {name:은} 밖으로 나가 버렸어요.",
            "{when}, {hero:이} 집에 와 보니 {name:이} 없었어요.",
        ),
        (
            '"{name.name:아}! {name.name:아}!" {hero:이} 불렀어요. 하지만 {name:은} 오지 않았어요.',
            "{hero:은} {spot:을} 찾아보았지만 {name:은} 없었어요. {hero:은} 울기 시작했어요.",
        ),
        (
            '"꼭 찾을 수 있을 거야." {adult:이} 말씀하셨어요. 둘은 밖으로 나갔어요.',
            (
                '"내 {pet:을} 보았니?" {hero:이} {friend}에게 물었어요. '
                '"아니, 하지만 같이 찾아 줄게." {friend:이} 말했어요.'
            ),
        ),
        (
            "{place}에 가서 오랫동안 찾아보았어요.",
            "멀리 {place}까지 걸어갔어요. 날이 어두워지고 있었어요.",
        ),
        (
            "그때 작은 소리가 들렸어요. {name:이} 덤불에 걸려서 나오지 못하고 있었어요!",
            "드디어 나무 뒤에서 작은 꼬리가 보였어요. 바로 {name:이었어요}!",
        ),
        (
            '{hero:은} {name:을} 꼭 안았어요. "정말 보고 싶었어." {hero:이} 말했어요.',
            '"이제 괜찮아." {hero:이} 말했어요. {name:은} {hero}의 손을 핥았어요.',
        ),
        (
            "집으로 돌아온 뒤, {hero:은} 언제나 문을 잘 닫았어요.",
            "그날 밤 {name:은} {hero} 옆에서 잠들었어요. 둘은 아주 행복했어요.",
        ),
    ),
)

PLOTS = (LOST_BABY, SMALL_HELPER, GREEDY, PET_RAN_AWAY)
