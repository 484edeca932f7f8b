"""What conditions and histories of the tests are made of: little, so that things meet, and all of it
near an edge."""

from datetime import timedelta

from hypothesis import strategies as st

from tests.support.clock import NOON

WINDOWS = [timedelta(minutes=30), timedelta(hours=12), timedelta(days=7)]
TICK = timedelta(microseconds=1)
INSTANTS = sorted(
    {
        NOON - before + tick
        for before in (timedelta(0), *WINDOWS, WINDOWS[0] + WINDOWS[1], WINDOWS[1] + WINDOWS[2])
        for tick in (-TICK, timedelta(0), TICK)
    }
)
"""On the edges of the windows before noon, on the edges of those before them, and a tick beside."""
LATER = NOON + timedelta(hours=1)

SAID = [
    *(
        "refund",
        "REFUND",
        "ｒｅｆｕｎｄ",
        "réfund",
        "re\u0301fund",
        "fund",
        "un",
        "K",
        "\u212a",
        "k",
    ),
    *("\u017f", "s", "ss", "ß", "ẞ", "ﬁ", "fi", "é", "e", "İ", "i", "退款", "退", "退\u3099款"),
    *("上海", "㊤海", "上", "㍿", "株式", "Ⅷ", "viii", "한", "\u1112\u1161\u11ab", "\u1112\u1161"),
    *("が", "か", "ｶﾞ", "カ", "，", ",", "😀", '"', "\\", "\n", "%", "_", "[", "]", "*", " ", "½"),
    *("Ж", "ж", "ς", "σ", "Σ", "1", "١", "\u0345", "ι", "\u200d"),
]
texts = st.lists(st.sampled_from(SAID), max_size=4).map("".join)
"""Also empty."""
keywords = st.lists(st.sampled_from(SAID), min_size=1, max_size=2).map("".join)
patterns = st.one_of(
    st.sampled_from(
        [
            *(
                "re+fund",
                "refund|退款",
                "^refund",
                "s$",
                r"\bfi\b",
                ".",
                "[上㊤]海",
                "un|",
                "ſ",
                "k",
            ),
            *("K", "é", r"\PL", "(?s)^.*款", "ß", "(?-i)K", "Σ", "ж|ι", "한", r"\x{212A}", "a{0}"),
        ]
    ),
    st.sampled_from(["refund", "退款", "k", "上", "ss", "fi", "İ", "が"]),
)

DATES = [
    *("2026-11-21", "2026-11-21T12:00:00Z", "2026-11-21T12:00:00", "2026-11-21T20:00:00+08:00"),
    *("2026-11-21 12:00:00.000001Z", "2026-02-30", "2026-1-1", "1970-01-01", "2026-W47-6", "2026-"),
]
numbers = st.sampled_from([0, 1, -1, 2, 2.0, 2.5, 10, 100, -0.0, 0.1, 1e300, 2**53, 3])
met = st.sampled_from(
    [
        *(
            "refund",
            "ＲＥＦＵＮＤ",
            "réfund",
            "Re",
            "",
            "上海",
            "㊤海",
            "上",
            "ß",
            'a"b\\c',
            "1",
            "true",
        ),
        *(1, 1.0, 2, 2.5, 0, True, False, *DATES[:4]),
    ]
)
"""Few, so that what a condition asks for is there."""
scalars = st.one_of(met, met, texts, st.sampled_from(DATES), numbers, st.booleans())
names = st.one_of(
    st.just("city"),
    st.sampled_from(["city", "when"]),
    st.sampled_from(["上海", "a.b", "1", "a\\b", "x y", "$", "[0]", "名\n"]),
)

KINDS = [
    *("message.received", "message.received", "message.received", "message.edited"),
    *("message.deleted", "message.sent", "page.viewed", "contact.created", "conversation.opened"),
]
PLATFORMS = ["telegram", "webchat", "wechat"]
TAGS = ["vip", "VIP", "上海", "late"]
CHANNELS = [1, 2, 3]
STATES = ["open", "snoozed", "resolved"]
