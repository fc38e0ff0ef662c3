"""Plots of courage: things out of reach, fears, new skills, getting lost, a treasure."""

from training.core.stories.engine import Plot
from training.core.stories.korean.words import (
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
            "{when}, {hero:은} {colour} {flyer:을} 가지고 {place:으로} 갔어요.",
            (
                "{hero}에게는 새 {flyer:이} 있었어요. "
                "{when}, {hero:은} {colour} {flyer:을} 들고 {place:으로} 갔어요."
            ),
        ),
        (
            "바람이 세게 불었어요. {flyer:은} 높은 나무 위로 날아갔어요.",
            "휙! 바람이 불자 {flyer:이} 나무에 걸렸어요.",
        ),
        (
            "{hero:은} 깡충깡충 뛰었지만 손이 닿지 않았어요.",
            "나무가 너무 높았어요. {hero:은} {flyer:을} 내릴 수 없었어요.",
        ),
        (
            '"아, 내 {flyer}!" {hero:이} 말했어요. {hero:은} 아주 슬펐어요.',
            '"이제 어떡하지?" {hero:이} 울었어요.',
        ),
        (
            '그때 {friend:이} 왔어요. "내가 도와줄게." {friend:이} 말했어요.',
            '{friend:이} 나무에 걸린 {flyer:을} 보았어요. "좋은 생각이 있어." {friend:이} 말했어요.',
        ),
        (
            "{friend:은} 긴 막대기를 찾아서 {hero}에게 주었어요. 막대기로 밀자 {flyer:이} 내려왔어요.",
            "{friend:은} 집에서 사다리를 가져왔어요. {hero:은} 사다리에 올라가 {flyer:을} 잡았어요.",
            "둘이 함께 나무를 흔들자 {flyer:이} 툭 떨어졌어요.",
        ),
        (
            '"고마워, {friend.name:아}! 나랑 같이 놀래?" {hero:이} 물었어요.',
            "{hero:은} 기뻐서 {friend:을} 꼭 안아 주었어요.",
        ),
        (
            "둘은 해가 질 때까지 {place}에서 놀았어요.",
            "둘은 {colour} {flyer:을} 가지고 하루 종일 웃으며 뛰어놀았어요.",
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
        "toy": ["곰 인형", "토끼 인형", "담요", "오리 인형"],
    },
    (
        (
            "{hero:은} {fear:을} 무서워하는 아이였어요.",
            "옛날에 {hero.name:이라는} 아이가 있었어요. {hero:은} {fear:을} 무서워했어요.",
        ),
        (
            "{fear.heard} {hero:은} {colour} {toy:을} 꼭 안았어요.",
            "{fear.heard} {hero:은} 도망가고 싶었어요.",
        ),
        (
            '"무서워요." {hero:이} 말했어요.',
            '"싫어요!" {hero:이} 울었어요.',
            "{hero:은} 눈을 감고 울기 시작했어요.",
        ),
        (
            '{adult:이} {hero}의 손을 잡아 주셨어요. "내가 옆에 있단다." {adult:이} 말씀하셨어요.',
            '"나도 어릴 때는 무서웠단다." {adult:이} 말씀하셨어요.',
        ),
        (
            '"같이 셋까지 세어 보자. 하나, 둘, 셋!" {adult:이} 말씀하셨어요.',
            '"숨을 크게 쉬어 보렴. 너는 용감한 아이란다." {adult:이} 말씀하셨어요.',
        ),
        (
            "{hero:은} 용기를 내 보았어요. {fear.late}",
            "{hero:은} 조금씩 조금씩 해 보았어요. {fear.late}",
        ),
        (
            '"별로 무섭지 않네!" {hero:은} 웃었어요.',
            '"내가 해냈어요!" {hero:이} 외쳤어요. {adult:은} 아주 기뻐하셨어요.',
        ),
        (
            "그 뒤로 {hero:은} {fear:을} 무서워하지 않았어요.",
            "다음 날 {hero:은} {friend}에게 그 이야기를 해 주었어요. {friend}도 용감해지고 싶었어요.",
        ),
    ),
)

NEW_SKILL = Plot(
    "new_skill",
    {"hero": PEOPLE, "friend": PEOPLE, "adult": ADULTS, "skill": SKILLS, "when": WHEN},
    (
        (
            "{hero:은} {skill.고} 싶었어요.",
            '{hero:은} {friend:을} 보고 말했어요. "나도 너처럼 {skill.고} 싶어!"',
            "친구들은 모두 {skill.ㄹ} 줄 알았지만 {hero:은} 하지 못했어요.",
        ),
        (
            "{when}, {hero:은} 처음으로 해 보았어요. 그런데 그만 {skill.miss}.",
            "{when}, {hero:은} 아주 열심히 해 보았어요. 하지만 {skill.miss}.",
        ),
        (
            '"나는 못 하겠어." {hero:이} 말했어요. {hero:은} 그만두고 싶었어요.',
            "{hero:은} 다시 해 보았지만 잘되지 않았어요. {hero:은} 화가 났어요.",
        ),
        (
            '"처음부터 잘하는 사람은 없어. 다시 해 봐!" {friend:이} 말했어요.',
            '{adult:이} 웃으셨어요. "여러 번 해 보아야 한단다." {adult:이} 말씀하셨어요.',
        ),
        (
            "그래서 {hero:은} 다시, 또다시 해 보았어요.",
            "{friend:이} 방법을 알려 주었어요. {hero:은} 매일 연습했어요.",
        ),
        (
            '마침내 {hero:은} 혼자서 {skill.did}! "나 좀 봐!" {hero:이} 외쳤어요.',
            "드디어 성공했어요. {hero:은} 혼자 힘으로 {skill.did}!",
        ),
        (
            '"네가 해냈어!" {friend:이} 손뼉을 쳤어요.',
            "{adult:과} {friend:은} 기뻐서 소리쳤어요.",
        ),
        (
            "{hero:은} 아주 뿌듯했어요. 포기하지 않기를 잘했다고 생각했어요.",
            '"이제 나도 너에게 다른 것을 가르쳐 줄게." {hero:이} {friend}에게 말했어요. 모두 웃었어요.',
        ),
    ),
)

LOST_CHILD = Plot(
    "lost_child",
    {
        "hero": PEOPLE,
        "adult": ADULTS,
        "colour": COLOURS,
        "thing": ["모자", "외투", "가방", "우산"],
        "snack": SNACKS,
        "when": WHEN,
    },
    (
        (
            "{when}, {hero:은} {adult:과} 함께 시장에 갔어요. 시장에는 사람이 아주 많았어요.",
            "{when}, {hero:은} {adult:과} 함께 {snack:을} 사러 큰 시장에 갔어요.",
        ),
        (
            "{hero:은} 장난감을 보려고 멈추었어요. 뒤를 돌아보니 {adult:이} 보이지 않았어요.",
            "{hero:은} 귀여운 강아지를 따라갔어요. 그러다가 {adult:을} 잃어버렸어요.",
        ),
        (
            '"{adult}, 어디 있어요?" {hero:이} 불렀어요. 아무도 대답하지 않았어요.',
            "{hero:은} 이쪽저쪽을 둘러보았어요. 혼자라서 무서웠어요.",
        ),
        (
            "하지만 {hero:은} 어떻게 해야 하는지 알고 있었어요. {hero:은} 그 자리에서 기다렸어요.",
            '그때 {hero:은} {adult}의 말씀이 생각났어요. "길을 잃으면 그 자리에서 기다리렴."',
        ),
        (
            '친절한 아주머니가 다가왔어요. "길을 잃었니?" 아주머니가 물었어요. "네." {hero:이} 대답했어요.',
            '빵집 아저씨가 물었어요. "내가 도와줄까?" {hero:은} 이름을 말했어요.',
        ),
        (
            '"{adult:은} {colour} {thing:을} 가지고 있어요." {hero:이} 말했어요. 둘은 함께 찾아보았어요.',
            '"{colour} {thing:을} 찾아 주세요. {adult}의 것이에요." {hero:이} 말했어요.',
        ),
        (
            '곧 {colour} {thing:이} 보였어요. "{adult}!" {hero:이} 외치며 달려갔어요.',
            "그때 멀리서 {colour} {thing:이} 보였어요. {adult:이} 오고 계셨어요!",
        ),
        (
            (
                '{adult:이} {hero:을} 안아 주셨어요. "잘 기다렸구나." '
                "{adult:이} 말씀하셨어요. 둘은 손을 꼭 잡고 집으로 갔어요."
            ),
            "{adult:은} 아주 기뻐하셨어요. 둘은 {snack:을} 사서 손을 잡고 집으로 갔어요.",
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
            "{when}, {hero:과} {friend:은} {place}에서 땅을 파고 있었어요.",
            "{hero:과} {friend:은} 보물을 찾고 싶었어요. {when}, 둘은 {place:으로} 갔어요.",
        ),
        (
            "땅속에서 낡은 {colour} 상자가 나왔어요.",
            '"여기 뭐가 있어!" {friend:이} 말했어요. 그것은 낡은 {colour} 상자였어요.',
        ),
        (
            "둘은 상자를 열려고 했지만 꼭 닫혀 있었어요.",
            "{hero:이} 힘껏 당겼지만 상자는 열리지 않았어요.",
        ),
        (
            '"열쇠가 필요해." {friend:이} 말했어요. 둘은 여기저기 찾아보았어요.',
            '"어떻게 열지?" {hero:이} 물었어요. {friend}도 알 수 없었어요.',
        ),
        (
            "그때 {hero:이} 나무에서 작은 구멍을 보았어요. 그 안에 열쇠가 있었어요!",
            "그때 {friend:이} 돌 밑에서 작은 열쇠를 찾았어요.",
        ),
        (
            "상자를 열자 {treasure:이} 나왔어요!",
            "딸깍! 상자가 열렸어요. 안에는 {treasure:과} {treasure_b:이} 있었어요.",
        ),
        (
            '"그건 내가 어릴 때 묻은 거란다. 이제 너희 거야." {adult:이} 말씀하셨어요.',
            '둘은 {adult}께 보여 드렸어요. "정말 멋진 보물이구나!" {adult:이} 말씀하셨어요.',
        ),
        (
            '"너랑 같이 찾아서 더 재미있었어." {friend:이} 말했어요. {hero:은} 활짝 웃었어요.',
            "{hero:과} {friend:은} 상자를 책꽂이에 두고 매일 보았어요.",
        ),
    ),
)

PLOTS = (OUT_OF_REACH, AFRAID, NEW_SKILL, LOST_CHILD, TREASURE)
