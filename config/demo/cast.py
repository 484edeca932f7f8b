"""The people of the demo: a small shop for tea and ceramics, and those who write to it."""

from dataclasses import dataclass

from config.demo.story import Cue, Customer, Line

SHOP = "Clay & Leaf 陶与茶"
OWNER = "Mira Sanders"


@dataclass(frozen=True, slots=True)
class Worker:
    """A colleague of the owner. `key` is what the stories call this person."""

    key: str
    name: str
    email: str
    locale: str


WORKERS = (
    Worker("jonas", "Jonas Weber", "jonas@example.org", "en"),
    Worker("lin", "林晓", "linxiao@example.org", "zh"),
)


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody has paid, so many days before the demo hears of them."""

    number: str
    cents: int
    days_ago: int


ORDERS = {
    "Hannah Becker": (
        Order("3702", 15_600, 118),
        Order("3961", 12_400, 41),
        Order("4182", 8_900, 9),
    ),
    "刘婷": (Order("4170", 5_800, 5),),
    "王芳": (Order("3988", 2_400, 37),),
    "Daniel Okafor": (Order("3840", 6_400, 66), Order("4175", 3_200, 6)),
    "周雨桐": (Order("4101", 4_600, 21),),
    "Emma Laurent": (Order("3655", 21_000, 140), Order("4012", 11_500, 33)),
}


TEAMS = {"Orders 订单": ("jonas",), "Care 客服": ("lin",)}
"""Who is in which, by what the stories call them; the owner is in all."""


def _opens(after: float, words: str = "", **more: object) -> Line:
    return Line(Cue.OPENING, after, words, **more)  # type: ignore[arg-type]


def _then(after: float, words: str) -> Line:
    return Line(Cue.ANSWERED, after, words)


def _asks_again(after: float, words: str) -> Line:
    return Line(Cue.UNANSWERED, after, words)


def _colleague(by: str, after: float, words: str) -> Line:
    return Line(Cue.COLLEAGUE, after, words, by=by)


CAST = (
    Customer(
        "Hannah",
        "Becker",
        "hannah_becker",
        "en",
        (
            _opens(
                1,
                "Hi! I ordered the celadon teapot nine days ago and it still says “packed”. "
                "The order is 4182. Do you know where it is?",
            ),
            _asks_again(100, "Sorry to ask again, it is a present for Saturday."),
            _then(6, "Oh good, thank you for looking! Will it be here by Saturday?"),
            _then(5, "Perfect, you saved my weekend. Have a nice day!"),
        ),
    ),
    Customer(
        "刘婷",
        "",
        "liuting88",
        "zh",
        (
            _opens(2, "你好，我的订单怎么还没发货？订单号 4170，上周三下的单。"),
            _colleague(
                "lin",
                6,
                "您好！查到了：您订的建盏昨天刚出窑，今天下午发顺丰，晚上把单号发给您。",
            ),
            _then(5, "太好了，收到！辛苦了～"),
        ),
    ),
    Customer(
        "王芳",
        "",
        "wangfang_tea",
        "zh",
        (
            _opens(4, "老板好，今年的明前龙井还有吗？想买两罐送人，多少钱？"),
            _asks_again(110, "在吗？"),
            _then(6, "好的，可以包装成礼盒吗？"),
            _then(5, "那我今晚下单，谢谢！"),
        ),
    ),
    Customer(
        "Daniel",
        "Okafor",
        "dan_okafor",
        "en",
        (
            _opens(
                6,
                "It arrived like this today. The box was fine, the cup was not…",
                kind="photo",
                file="broken-cup.jpg",
            ),
            _asks_again(120, "Do you need the shards, or can I throw them away?"),
            _then(6, "That was quick! Yes, please send a new one to the same address."),
            _then(5, "Thank you so much. Great service."),
        ),
    ),
    Customer(
        "Liam",
        "O’Brien",
        "liamob",
        "en",
        (
            _opens(8, "How much is the large gaiwan, and do you ship to Ireland?"),
            _colleague(
                "jonas",
                5,
                "Hi Liam! The large gaiwan is €38, shipping to Ireland €7. It leaves the next day.",
            ),
            _then(6, "Great, I’ll take two then. Can I pay by card?"),
            _then(5, "Done! Looking forward to them."),
        ),
    ),
    Customer(
        "陈志强",
        "",
        "chenzq",
        "zh",
        (
            _opens(10, kind="voice"),
            _opens(2, "不好意思，在开车，语音听一下。想换个颜色。"),
            _then(6, "就要那个月白色的。"),
            _then(5, "好，谢谢！"),
        ),
    ),
    Customer(
        "Sofia",
        "Rossi",
        "sofia_rossi",
        "en",
        (
            _opens(12, kind="location", place=(52.5293, 13.4011)),
            _opens(3, "We’re at this café until six. Could the courier bring the sencha here?"),
            _then(6, "Wonderful, I’ll tell them at the counter."),
            _then(5, "It’s here, thank you!"),
        ),
    ),
    Customer(
        "赵磊",
        "",
        "zhaolei_gz",
        "zh",
        (
            _opens(9, "茶不错，就是最近消息有点多。"),
            _opens(5, "退订"),
        ),
    ),
    Customer(
        "Emma",
        "Laurent",
        "emma_laurent",
        "en",
        (
            _opens(3, "Hello! Does the celadon teapot come with a strainer?"),
            _colleague(
                "jonas",
                7,
                "Hi Emma! It does, a small one of steel that sits in the lid.",
            ),
            _then(6, "Lovely. And can I put it in the dishwasher?"),
            _then(5, "Good to know, I’ll wash it by hand then. Thank you!"),
        ),
        page="/goods/celadon-teapot?utm_source=newsletter&utm_campaign=spring",
    ),
    Customer(
        "周雨桐",
        "",
        "zhouyutong",
        "zh",
        (
            _opens(7, "您好，网站上写月白杯只剩两只，可以帮我留一只吗？"),
            _asks_again(90, "我在页面上等您～"),
            _then(6, "太好了，那我现在下单。"),
            _then(5, "已经付款啦，谢谢！"),
        ),
        page="/goods/moon-white-cup",
    ),
    Customer("Robin", "(you)", "robin_on_stage", "en"),
)
"""Two are at the shop's site, the others on the phone. The last one has no story: it is for whoever
watches."""

CROWD_NAMES = (
    *("Amara Diallo", "Björn Lund", "Chloé Petit", "Diego Ruiz", "Elif Kaya", "Finn Murphy"),
    *("Grace Kim", "Hugo Costa", "Ines Novak", "Jack Turner", "孙悦", "周敏", "吴昊", "郑凯"),
    *("何静", "高翔", "罗丹", "谢雨", "韩雪", "唐薇"),
)
"""Those who all write at once when the plug is pulled."""

CROWD_ASKS = (
    *("Is the jasmine pearl back in stock?", "Do you deliver on Mondays?", "还有白瓷杯吗？"),
    *("Can I change my address?", "请问包邮吗？", "Is the blue bowl dishwasher safe?"),
    *("什么时候发货？", "Could you send an invoice?", "可以开发票吗？", "Do you have gift cards?"),
)
CROWD_ANSWERS = ("Yes, we do.", "I’ll look it up for you.", "可以的。", "稍等，我帮您查一下。")

QUICK_REPLIES = {
    "hello": "Hello, and thank you for writing to Clay & Leaf! How can I help?",
    "shipping": "We ship within one working day. In the EU it takes two to four days.",
    "broken": "I’m so sorry it broke. A new one is on its way, and you can throw the old one away.",
    "thanks": "Thank you! Have a lovely day.",
    "你好": "您好，欢迎光临陶与茶！请问有什么可以帮您？",
    "发货": "我们一个工作日内发货，国内一般两到三天送达。",
    "稍等": "请稍等，我马上帮您查一下。",
    "谢谢": "谢谢您的支持，祝您生活愉快！",
}
