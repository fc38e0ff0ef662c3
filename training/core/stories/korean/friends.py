"""Plots about friends: sharing, quarrels, a new child, an ill friend, building again."""

from training.core.stories.engine import Plot
from training.core.stories.korean.words import (
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
            "{when}, {hero:은} {snack:을} 하나 들고 {place:으로} 갔어요.",
            "{hero:은} 간식으로 {snack:을} 하나 받았어요. {when}, {hero:은} {place:으로} 갔어요.",
        ),
        (
            "거기에는 친구 {friend:이} 있었어요. 그런데 {friend:은} 먹을 것이 없었어요.",
            "거기에서 {friend:을} 만났어요. {friend:은} 간식을 집에 두고 왔어요.",
        ),
        (
            '"나 너무 배고파." {friend:이} 말했어요.',
            '{friend:은} {snack:을} 보며 말했어요. "정말 맛있겠다."',
        ),
        (
            "{hero:은} {snack:을} 바라보았어요. {snack:은} 하나뿐이고, {hero}도 배가 고팠어요.",
            "{hero:은} 혼자 다 먹고 싶었어요. 하지만 {friend:이} 슬퍼 보였어요.",
        ),
        (
            '{hero:은} {snack:을} 반으로 나누었어요. "자, 반은 네 거야." {hero:이} 말했어요.',
            '"우리 나누어 먹자." {hero:은} {friend}에게 {snack} 반쪽을 주었어요.',
        ),
        (
            '"고마워, {hero.name:아}!" {friend:이} 말했어요. 둘은 나란히 앉아 먹었어요.',
            "{friend:은} 활짝 웃었어요. 둘은 함께 맛있게 먹었어요.",
        ),
        (
            '{friend:은} {colour} {toy:을} 꺼냈어요. "이제 이것도 같이 가지고 놀자." {friend:이} 말했어요.',
            '"내 {colour} {toy:을} 가지고 놀래?" {friend:이} 물었어요. "좋아!" {hero:이} 대답했어요.',
        ),
        (
            "둘은 하루 종일 즐겁게 놀았어요.",
            "{hero:은} 나누면 더 행복하다는 것을 배웠어요.",
            "그날부터 {hero:과} {friend:은} 가장 친한 친구가 되었어요.",
        ),
    ),
)

QUARREL = Plot(
    "quarrel",
    {"hero": PEOPLE, "friend": PEOPLE, "adult": ADULTS, "toy": TOYS, "colour": COLOURS, "when": WHEN},
    (
        (
            "{hero:과} {friend:은} 친한 친구예요. {when}, 둘은 {toy:을} 가지고 놀았어요.",
            "{when}, {friend:이} {hero}의 집에 놀러 왔어요. 방에는 {colour} {toy:이} 있었어요.",
        ),
        (
            '"이건 내 거야!" {hero:이} 말했어요. "아니야, 나도 놀고 싶어!" {friend:이} 말했어요.',
            '"내가 먼저 할래." {friend:이} 말했어요. "안 돼, 내가 먼저야!" {hero:이} 말했어요.',
        ),
        (
            "둘은 서로 잡아당겼어요. 그러다가 {toy:이} 떨어져서 망가졌어요.",
            "{hero:은} 이쪽에서 당기고 {friend:은} 저쪽에서 당겼어요. 툭! {toy:이} 망가지고 말았어요.",
        ),
        (
            "이제 아무도 놀 수 없었어요. 둘은 엉엉 울었어요.",
            "둘은 망가진 {toy:을} 보았어요. {hero:은} 화가 나고 {friend:은} 슬펐어요.",
        ),
        (
            '{adult:이} 소리를 듣고 들어오셨어요. "무슨 일이니?" {adult:이} 물으셨어요.',
            '{adult:이} 옆에 앉으셨어요. "장난감보다 친구가 더 소중하단다." {adult:이} 말씀하셨어요.',
        ),
        (
            '"미안해, {friend.name:아}." {hero:이} 말했어요. "나도 미안해." {friend:이} 말했어요.',
            '{hero:은} {friend}의 손을 잡았어요. "잡아당겨서 미안해." {hero:이} 말했어요.',
        ),
        (
            "{adult:이} {toy:을} 고치는 것을 도와주셨어요.",
            "둘은 힘을 모아 {toy:을} 고쳤어요.",
        ),
        (
            '"네가 먼저 해." {hero:이} 말했어요. 둘은 차례차례 즐겁게 놀았어요.',
            "그 뒤로 둘은 언제나 차례를 지켰어요.",
            "둘은 서로 안아 주고 {toy:을} 같이 가지고 놀았어요.",
        ),
    ),
)

NEW_CHILD = Plot(
    "new_child",
    {"hero": PEOPLE, "friend": PEOPLE, "teacher": TEACHERS, "toy": TOYS, "colour": COLOURS, "place": PLACES},
    (
        (
            "학교에 새 친구가 왔어요. 이름은 {friend.name:이에요}.",
            '아침에 {teacher:이} 말씀하셨어요. "새 친구 {friend:을} 소개할게요."',
        ),
        (
            "{friend:은} 부끄러워서 혼자 앉아 있었어요.",
            "{friend:은} 아는 친구가 없었어요. 그래서 신발만 내려다보았어요.",
        ),
        (
            "{hero:은} {friend:이} 슬퍼하는 것을 보았어요.",
            '"{friend:이} 외로워 보이네." {hero:은} 생각했어요.',
        ),
        (
            '{hero:은} 다가가서 말했어요. "안녕! 나랑 같이 놀래?"',
            '점심시간에 {hero:은} {friend} 옆에 앉았어요. "안녕, 나는 {hero.name:이야}." {hero:이} 말했어요.',
        ),
        (
            "{friend:은} 아무 말도 하지 않았어요. {hero:은} 어떻게 해야 할지 몰랐어요.",
            "{friend:은} 고개를 들었지만 한마디도 하지 않았어요.",
        ),
        (
            (
                "그때 {hero:은} {friend}의 가방에서 {colour} {toy:을} 보았어요. "
                '"{toy:이} 정말 멋지다!" {hero:이} 말했어요.'
            ),
            "{hero:은} {colour} {toy:을} 꺼내서 책상 위에 놓았어요. 그러자 {friend:이} 웃기 시작했어요.",
        ),
        (
            '"우리 집에 {toy:이} 하나 더 있어. 같이 놀자." {friend:이} 말했어요.',
            '"나도 {toy:을} 좋아해!" {friend:이} 말했어요. 둘은 웃으며 함께 놀았어요.',
        ),
        (
            "둘은 곧 좋은 친구가 되었어요. {friend:은} 이제 외롭지 않았어요.",
            "학교가 끝나고 둘은 함께 {place:으로} 달려갔어요. {friend:은} 친구가 생겨서 기뻤어요.",
            "{teacher:이} 둘을 보고 웃으셨어요. 참 좋은 날이었어요.",
        ),
    ),
)

ILL_FRIEND = Plot(
    "ill_friend",
    {"hero": PEOPLE, "friend": PEOPLE, "adult": ADULTS, "gift": GIFTS, "place": PLACES, "when": WHEN},
    (
        (
            "{when}, {hero:은} {place}에서 {friend:을} 기다렸어요. 그런데 {friend:은} 오지 않았어요.",
            "{hero:과} {friend:은} 매일 {place}에서 놀았어요. 그런데 오늘은 {friend:이} 보이지 않았어요.",
        ),
        (
            '"{friend:은} 아파서 누워 있단다." {adult:이} 말씀하셨어요.',
            '"{friend:은} 어디 있어요?" {hero:이} 물었어요. "오늘은 아프단다." {adult:이} 대답하셨어요.',
        ),
        (
            '{hero:은} 걱정이 되었어요. "{friend:을} 위해 무엇을 할 수 있을까요?" {hero:이} 물었어요.',
            "{hero:은} 마음이 아팠어요. 그래서 {friend:을} 돕고 싶었어요.",
        ),
        (
            '"좋은 선물을 가져다주면 어떨까?" {adult:이} 말씀하셨어요.',
            "{hero:은} 곰곰이 생각했어요. 그러자 좋은 생각이 났어요.",
        ),
        (
            "{hero:은} {gift:을} 들고 {friend}의 집으로 갔어요.",
            "{hero:은} {gift:을} 가지고 {friend}에게 달려갔어요.",
        ),
        (
            '"이건 네 선물이야. 빨리 나아." {hero:이} 말했어요.',
            '{hero:은} 살며시 들어갔어요. "{friend.name:아}, 이것 좀 봐!" {hero:이} 말했어요.',
        ),
        (
            '{friend:은} 일어나 앉아 웃었어요. "너는 정말 친절해." {friend:이} 말했어요.',
            '"고마워! 벌써 다 나은 것 같아." {friend:이} 말했어요.',
        ),
        (
            "며칠 뒤 {friend:은} 다 나았어요. 둘은 {place}에서 신나게 놀았어요.",
            "곧 {friend:은} 다시 놀 수 있게 되었어요. 둘은 아주 행복했어요.",
        ),
    ),
)

BUILD_AGAIN = Plot(
    "build_again",
    {"hero": PEOPLE, "friend": PEOPLE, "built": BUILDINGS, "adult": ADULTS, "colour": COLOURS, "when": WHEN},
    (
        (
            "{when}, {hero:은} {built.at}에서 놀았어요. {hero:은} {built.of:으로} {built:을} 만들었어요.",
            "{hero:은} 만들기를 좋아했어요. {when}, {hero:은} {built.at}에서 {built:을} 만들었어요.",
        ),
        (
            "{hero:은} {built} 위에 {colour} 깃발을 꽂았어요.",
            '"세상에서 가장 멋진 {built:이야}!" {hero:이} 말했어요.',
        ),
        (
            "그런데 {built.end}.",
            "{hero:은} 아주 뿌듯했어요. 그런데 갑자기 {built.end}.",
        ),
        (
            '"내 {built:이} 없어졌어!" {hero:이} 울었어요.',
            "{hero:은} 주저앉아 울었어요. 열심히 만든 것이 모두 사라졌어요.",
        ),
        (
            '{friend:이} 와서 물었어요. "왜 울고 있어?" {hero:은} 있었던 일을 말해 주었어요.',
            "{friend:이} 우는 소리를 듣고 도와주러 왔어요.",
        ),
        (
            '"우리 다시 만들자. 둘이 하면 더 잘할 수 있어." {friend:이} 말했어요.',
            '"슬퍼하지 마. 더 큰 것을 만들자." {friend:이} 말했어요.',
        ),
        (
            "둘은 하루 종일 함께 만들었어요.",
            "{friend:은} {built.of:을} 더 가져오고, {hero:은} 차곡차곡 쌓았어요.",
        ),
        (
            "새로 만든 {built:은} 더 멋졌어요. 둘은 손을 잡고 웃었어요.",
            (
                '드디어 새 {built:이} 생겼어요. "{adult}, 여기 보세요!" '
                "{hero:이} 외쳤어요. {adult:이} 손뼉을 치셨어요."
            ),
            '새로 만든 {built:은} 정말 컸어요! "고마워, {friend.name:아}." {hero:이} 말했어요.',
        ),
    ),
)

PLOTS = (SHARING, QUARREL, NEW_CHILD, ILL_FRIEND, BUILD_AGAIN)
