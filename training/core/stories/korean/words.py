"""The words Korean stories are made of.

A child's name ending in a consonant gets the affectionate -이 (민준 -> 민준이), as in children's books;
`name` is the bare name, for 민준이라는 and for calling (민준아, 지우야).
"""

from training.core.stories.engine import Value
from training.core.stories.korean.particles import final_consonant


def _child(name: str) -> dict[str, str]:
    return {"": f"{name}이" if final_consonant(name) else name, "name": name}


def _animal(name: str, kind: str) -> dict[str, str]:
    return {"": name, "kind": kind}


_NAMES = (
    "민준 서준 지훈 하은 서연 유진 지민 예린 현준 다인 시윤 도현 수빈 채원 "
    "지우 하나 민서 서우 지아 윤아 준서 은우 하루 보라 소라 유나 태오 미나"
)

PEOPLE: list[Value] = [_child(name) for name in _NAMES.split()]
ADULTS: list[Value] = ["엄마", "아빠", "할머니", "할아버지"]
TEACHERS: list[Value] = ["김 선생님", "이 선생님", "박 선생님", "최 선생님"]

SMALL_ANIMALS: list[Value] = [
    _animal("찍찍이", "생쥐"),
    _animal("몽이", "생쥐"),
    _animal("깡총이", "토끼"),
    _animal("하양이", "토끼"),
    _animal("토리", "다람쥐"),
    _animal("삐삐", "새"),
    _animal("초롱이", "개구리"),
    _animal("뒤뚱이", "오리"),
    _animal("느림이", "거북이"),
]
BIG_ANIMALS: list[Value] = [
    _animal("곰돌이", "곰"),
    _animal("쿵쿵이", "곰"),
    _animal("레오", "사자"),
    _animal("용이", "호랑이"),
    _animal("코코", "코끼리"),
    _animal("뿔이", "염소"),
    _animal("달리", "말"),
    _animal("달이", "늑대"),
]
BABIES: list[Value] = ["오리", "토끼", "새", "고양이", "여우", "곰", "사슴", "다람쥐", "염소", "양"]
PETS: list[Value] = ["강아지", "고양이", "토끼", "거북이"]
PET_NAMES: list[Value] = [
    _child(name) for name in ["초코", "별", "구름", "콩", "보리", "하늘", "단추", "두부"]
]

WHEN: list[Value] = [
    "어느 날",
    "어느 날 아침",
    "어느 맑은 날",
    "어느 날 오후",
    "어느 토요일",
    "어느 일요일",
    "어느 화창한 날",
]
LATER: list[Value] = ["그러던 어느 날", "일주일이 지나자", "며칠 뒤", "어느 맑은 아침"]
COLOURS: list[Value] = ["빨간", "파란", "노란", "하얀", "초록색", "분홍색", "보라색", "주황색"]
TOYS: list[Value] = ["공", "인형", "자동차", "기차", "로봇", "배", "비행기", "북", "팽이", "곰 인형"]
FLYERS: list[Value] = ["연", "풍선", "종이비행기", "공", "모자"]
SPOTS: list[Value] = [
    "침대 밑",
    "문 뒤",
    "부엌",
    "소파 뒤",
    "마당",
    "책상 밑",
    "큰 상자 안",
    "책꽂이 위",
    "나무 뒤",
    "창문 옆",
    "옷장 안",
]
PLACES: list[Value] = ["공원", "놀이터", "숲", "바닷가", "강가", "언덕", "꽃밭", "들판"]
SNACKS: list[Value] = ["사과", "빵", "쿠키", "귤", "바나나", "떡", "배", "샌드위치", "복숭아", "호떡"]
CAKES: list[Value] = ["초콜릿", "딸기", "바나나", "사과", "당근", "고구마", "치즈"]
MISSING: list[Value] = ["달걀", "설탕", "우유", "밀가루", "버터"]
BREAKABLES: list[Value] = ["컵", "접시", "꽃병", "그릇", "시계", "액자", "주전자", "화분"]
PLANTS: list[Value] = ["해바라기", "당근", "토마토", "호박", "장미", "나팔꽃", "상추", "콩"]
FEARS: list[Value] = [
    {"": "어둠", "heard": "방은 깜깜하고 바람 소리는 컸어요.", "late": "어둠은 조용하고 포근했어요."},
    {"": "천둥", "heard": "하늘이 우르르 쾅쾅 울렸어요.", "late": "천둥소리는 하늘의 큰북 소리 같았어요."},
    {
        "": "높은 미끄럼틀",
        "heard": "미끄럼틀은 산처럼 높아 보였어요.",
        "late": "미끄럼틀은 빠르고 재미있었어요.",
    },
    {"": "깊은 물", "heard": "물은 차갑고 파랬어요.", "late": "물은 시원하고 좋았어요."},
    {"": "치과", "heard": "의자는 크고 불빛은 밝았어요.", "late": "하나도 아프지 않았어요."},
]
SKILLS: list[Value] = [
    {
        "고": "자전거를 타고",
        "ㄹ": "자전거를 탈",
        "did": "자전거를 탔어요",
        "miss": "풀밭에 넘어지고 말았어요",
    },
    {"고": "수영을 하고", "ㄹ": "수영을 할", "did": "수영을 했어요", "miss": "물을 먹고 말았어요"},
    {"고": "줄넘기를 하고", "ㄹ": "줄넘기를 할", "did": "줄넘기를 했어요", "miss": "줄에 걸리고 말았어요"},
    {
        "고": "휘파람을 불고",
        "ㄹ": "휘파람을 불",
        "did": "휘파람을 불었어요",
        "miss": "이상한 소리만 내고 말았어요",
    },
    {
        "고": "스케이트를 타고",
        "ㄹ": "스케이트를 탈",
        "did": "스케이트를 탔어요",
        "miss": "얼음 위에 넘어지고 말았어요",
    },
    {
        "고": "신발 끈을 묶고",
        "ㄹ": "신발 끈을 묶을",
        "did": "신발 끈을 묶었어요",
        "miss": "끈을 놓치고 말았어요",
    },
    {"고": "피아노를 치고", "ㄹ": "피아노를 칠", "did": "피아노를 쳤어요", "miss": "자꾸 틀리고 말았어요"},
]
BUILDINGS: list[Value] = [
    {"": "모래성", "of": "모래", "at": "바닷가", "end": "큰 파도가 와서 모래성이 무너졌어요"},
    {"": "탑", "of": "블록", "at": "방", "end": "고양이가 뛰어와서 탑이 무너졌어요"},
    {"": "눈사람", "of": "눈", "at": "마당", "end": "해가 나와서 눈사람이 녹았어요"},
    {"": "나무집", "of": "나뭇가지", "at": "숲", "end": "바람이 세게 불어서 나무집이 무너졌어요"},
    {"": "돌다리", "of": "돌", "at": "강가", "end": "강물이 밀려와서 돌다리가 무너졌어요"},
]
INDOOR: list[Value] = ["배", "성", "기차", "로켓", "작은 집", "버스", "동굴"]
TREASURES: list[Value] = ["금빛 동전", "오래된 지도", "반짝이는 돌", "작은 종", "파란 반지", "예쁜 구슬"]
GIFTS: list[Value] = ["따뜻한 수프", "재미있는 카드", "그림책", "노란 꽃", "부드러운 담요", "달콤한 귤"]
