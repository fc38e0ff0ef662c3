"""Plots at home: things lost, broken, baked, planted and built indoors."""

from training.core.stories.engine import Plot
from training.core.stories.korean.words import (
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
            "옛날에 {hero.name:이라는} 아이가 살았어요. {hero:은} {colour} {toy:을} 가장 좋아했어요.",
            "{hero}에게는 {colour} {toy:이} 있었어요. {hero:은} 매일 {toy:을} 가지고 놀았어요.",
            "{hero:은} {colour} {toy:을} 아주 아꼈어요.",
        ),
        (
            "{when}, {toy:이} 보이지 않았어요.",
            "{when}, {hero:은} 놀고 싶었어요. 그런데 {toy:이} 어디에도 없었어요.",
        ),
        (
            "{hero:은} {spot:을} 살펴보았지만 {toy:은} 없었어요.",
            "{hero:은} {spot:과} {spot_b:을} 모두 찾아보았어요. 하지만 {toy:은} 없었어요.",
        ),
        (
            '"내 {toy:이} 어디 갔지?" {hero:은} 울음을 터뜨렸어요.',
            '{hero:은} 슬펐어요. "{toy:을} 잃어버렸어요!" {hero:이} 말했어요.',
        ),
        (
            '"울지 마. 같이 찾아보자." {adult:이} 말씀하셨어요.',
            '{adult:이} {hero:을} 안아 주셨어요. "마지막에 어디에서 놀았니?" {adult:이} 물으셨어요.',
            '"잘 생각해 보렴. 어젯밤에 어디에 있었지?" {adult:이} 말씀하셨어요.',
        ),
        (
            "둘이 함께 {spot_c:을} 찾아보니, 거기에 {colour} {toy:이} 있었어요!",
            "그때 {hero:은} 생각이 났어요. {spot_c}에 가 보니 {toy:이} 있었어요!",
        ),
        (
            '{hero:은} {toy:을} 꼭 안았어요. "고마워요, {adult}!" {hero:이} 말했어요.',
            '"찾았다!" {hero:이} 외쳤어요. {adult:이} 웃으셨어요.',
        ),
        (
            "그 뒤로 {hero:은} 매일 밤 {toy:을} 상자에 넣어 두었어요.",
            "그날부터 {hero:은} 장난감을 잘 정리했어요.",
            "{hero:은} 기뻐서 저녁까지 신나게 놀았어요.",
        ),
    ),
)

BROKEN = Plot(
    "broken",
    {"hero": PEOPLE, "adult": ADULTS, "thing": BREAKABLES, "toy": TOYS, "colour": COLOURS, "when": WHEN},
    (
        (
            "{when}, {hero:은} 집에서 {toy:을} 가지고 놀고 있었어요.",
            "{when}, {hero:은} {toy:을} 들고 집 안을 뛰어다녔어요.",
        ),
        (
            "쨍그랑! {toy:이} {colour} {thing}에 부딪혔어요. {thing:이} 깨지고 말았어요.",
            "그러다가 {colour} {thing:을} 떨어뜨렸어요. 쨍그랑! {thing:이} 깨졌어요.",
        ),
        (
            "{hero:은} 무서워서 숨고 싶었어요.",
            '{hero:은} 얼굴이 빨개졌어요. "이제 어떡하지?" {hero:은} 생각했어요.',
            "처음에 {hero:은} 아무 말도 하지 않고 도망가고 싶었어요.",
        ),
        (
            '{adult:이} 들어와서 물으셨어요. "무슨 소리니?"',
            '"무슨 일이니?" {adult:이} 부르셨어요.',
        ),
        (
            '하지만 {hero:은} 사실대로 말했어요. "제가 {thing:을} 깼어요. 죄송해요."',
            '{hero:은} 용기를 냈어요. "제가 그랬어요. 정말 죄송해요." {hero:이} 말했어요.',
        ),
        (
            '"말해 줘서 고맙구나. 같이 고쳐 보자." {adult:이} 말씀하셨어요.',
            '{adult:은} 화를 내지 않으셨어요. "정직하게 말하는 것은 좋은 일이란다." {adult:이} 말씀하셨어요.',
        ),
        (
            "둘은 풀을 가져와서 {thing:을} 고쳤어요.",
            "둘은 조각을 모두 모아서 {thing:을} 다시 붙였어요.",
        ),
        (
            "{hero:은} 마음이 한결 가벼워졌어요.",
            "그 뒤로 {hero:은} {toy:을} 밖에서 가지고 놀았어요.",
            "{hero:은} 정직하게 말하는 것이 가장 좋다는 것을 배웠어요.",
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
            "오늘은 {guest}의 생신이에요. {hero:은} {cake} 케이크를 만들고 싶었어요.",
            '내일은 {guest}의 생신이에요. "{cake} 케이크를 만들 거야." {hero:이} 말했어요.',
            "{hero:은} {guest:을} 아주 사랑했어요. 그래서 생신에 {cake} 케이크를 만들기로 했어요.",
        ),
        (
            "{adult:이} 도와주기로 하셨어요. 둘은 부엌으로 갔어요.",
            '"내가 도와줄게." {adult:이} 말씀하셨어요. 둘은 {colour} 그릇을 꺼냈어요.',
        ),
        (
            '"이런! {missing:이} 없어요!" {hero:이} 말했어요.',
            "그런데 부엌을 아무리 찾아도 {missing:이} 없었어요.",
        ),
        (
            "{hero:은} 옆집에 사는 {friend}에게 달려갔어요.",
            '"{friend}에게 물어보렴." {adult:이} 말씀하셨어요. {hero:은} 옆집으로 달려갔어요.',
        ),
        (
            '"{missing} 좀 있니?" {hero:이} 물었어요. "응, 여기 있어!" {friend:이} 대답했어요.',
            '{friend:은} {missing:을} 나누어 주었어요. "나도 도와줄까?" {friend:이} 물었어요.',
        ),
        (
            "모두 함께 반죽을 섞어서 오븐에 넣었어요. 곧 집에 달콤한 냄새가 가득했어요.",
            "모두 함께 케이크를 만들었어요. 아주 좋은 냄새가 났어요.",
        ),
        (
            '"생신 축하해요!" 모두가 외쳤어요. {guest:은} 깜짝 놀라셨어요.',
            '{guest:이} 케이크를 보고 웃으셨어요. "세상에서 가장 멋진 케이크구나!" {guest:이} 말씀하셨어요.',
        ),
        (
            "모두 둘러앉아 {cake} 케이크를 맛있게 먹었어요.",
            "{hero:은} {friend}에게 가장 큰 조각을 주었어요.",
            "모두 노래를 불렀고, {hero:은} 아주 뿌듯했어요.",
        ),
    ),
)

GARDEN = Plot(
    "garden",
    {"hero": PEOPLE, "adult": ADULTS, "plant": PLANTS, "colour": COLOURS, "when": WHEN, "when_b": LATER},
    (
        (
            "{when}, {adult:이} {hero}에게 작은 씨앗을 주셨어요.",
            '{when}, {hero:은} 작은 씨앗을 발견했어요. "이게 뭐예요?" {hero:이} {adult}께 여쭈었어요.',
        ),
        (
            '"잘 돌보면 {plant:이} 자랄 거란다." {adult:이} 말씀하셨어요.',
            '"그건 {plant} 씨앗이란다. 하지만 기다려야 해." {adult:이} 말씀하셨어요.',
        ),
        (
            "{hero:은} {colour} 화분에 씨앗을 심고 물을 주었어요.",
            "{hero:은} 마당에 작은 구멍을 팠어요. 그리고 씨앗을 심고 물을 주었어요.",
        ),
        (
            "다음 날 가 보았지만 아무것도 없었어요. {hero:은} 슬펐어요.",
            '기다리고 기다려도 싹이 나지 않았어요. "왜 안 자라요?" {hero:이} 물었어요.',
        ),
        (
            '"좋은 일에는 시간이 필요하단다." {adult:이} 말씀하셨어요.',
            '"씨앗은 아직 자고 있단다. 조금만 더 기다려 보렴." {adult:이} 말씀하셨어요.',
        ),
        (
            "그래서 {hero:은} 매일 아침 물을 주고 노래를 불러 주었어요.",
            "그래서 {hero:은} 매일 물을 주었어요. 해님도 따뜻하게 비추어 주었어요.",
        ),
        (
            '{when_b}, 초록색 싹이 보였어요. "보세요! 자라고 있어요!" {hero:이} 외쳤어요.',
            "{when_b}, 작은 싹이 쏙 나왔어요. {hero:은} 기뻐서 깡충깡충 뛰었어요.",
        ),
        (
            "싹은 무럭무럭 자라서 멋진 {plant:이} 되었어요. {hero:은} 아주 뿌듯했어요.",
            "여름이 되자 커다란 {plant:이} 되었어요. {hero:은} 기다리기를 잘했다고 생각했어요.",
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
            "하루 종일 비가 내렸어요. {hero:과} {friend:은} 밖에 나갈 수 없었어요.",
            "{hero:과} {friend:은} 공원에서 놀고 싶었어요. 그런데 비가 오기 시작했어요.",
            "똑똑똑! 비가 내렸어요. {hero:과} {friend:은} 집에 있어야 했어요.",
        ),
        (
            '"너무 심심해." {friend:이} 말했어요.',
            "{friend:은} 창밖을 보며 슬퍼했어요.",
            '"이제 뭐 하고 놀지?" {friend:이} 물었어요.',
        ),
        (
            "그때 {hero:은} 문 옆에서 큰 상자를 보았어요. 좋은 생각이 났어요.",
            '{adult:이} 큰 상자를 들고 오셨어요. "이걸로 놀아 볼래?" {adult:이} 물으셨어요.',
        ),
        (
            '"이걸로 {made:을} 만들자!" {hero:이} 말했어요.',
            '"좋은 생각이 있어! 이 상자는 {made:이} 될 수 있어." {hero:이} 말했어요.',
        ),
        (
            (
                "둘은 상자를 {colour} 물감으로 칠하고 문을 만들었어요. "
                "{friend:은} {colour_b} {toy:을} 안에 넣었어요."
            ),
            "{hero:은} {colour} 물감으로, {friend:은} {colour_b} 물감으로 상자를 칠했어요.",
        ),
        (
            '"자, 출발!" {hero:이} 외쳤어요. 둘은 오랫동안 놀았어요.',
            '둘은 상자에 앉아 깔깔 웃었어요. "꼭 잡아!" {friend:이} 말했어요.',
        ),
        (
            "{adult:이} 부르셨을 때 비는 이미 그쳤어요. 하지만 둘은 나가고 싶지 않았어요!",
            "곧 해가 나오고 하늘에 무지개가 떴어요. 그래도 둘은 상자 안에서 놀았어요.",
        ),
        (
            '"비 오는 날도 재미있네." {friend:이} 말했어요.',
            "정말 즐거운 비 오는 날이었어요.",
            "{hero:과} {friend:은} 하루 종일 행복했어요.",
        ),
    ),
)

PLOTS = (LOST_TOY, BROKEN, BIRTHDAY_CAKE, GARDEN, RAINY_DAY)
