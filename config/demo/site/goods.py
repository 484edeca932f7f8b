"""What the shop sells, in the words of its pages."""

from dataclasses import dataclass

LANGUAGES = ("en", "zh")


@dataclass(frozen=True, slots=True)
class Words:
    """A text in each language of the site."""

    en: str
    zh: str

    def of(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Good:
    """One thing on the shelf. `price` in euro; its picture is `ID.svg`."""

    id: str
    name: Words
    told: Words
    facts: Words
    price: int


GOODS = (
    Good(
        "celadon-teapot",
        Words("Celadon teapot", "青瓷茶壶"),
        Words(
            "Thrown by hand, glazed three times, and as green as a pond in April. "
            "It pours without a drop beside the cup.",
            "手工拉坯，三次施釉，色如四月春水。断水利落，不滴不漏。",
        ),
        Words("400 ml · stoneware · keeps warm for an hour", "400 毫升 · 炻器 · 保温约一小时"),
        64,
    ),
    Good(
        "large-gaiwan",
        Words("Large gaiwan", "大盖碗"),
        Words(
            "Lid, bowl and saucer for those who brew leaf by leaf. The brim turns outward, "
            "so that your fingers stay cool.",
            "盖、碗、托三件一套，为细品之人而作。碗沿外撇，拿取不烫手。",
        ),
        Words("180 ml · porcelain · painted by hand", "180 毫升 · 瓷 · 手绘"),
        38,
    ),
    Good(
        "moon-white-cup",
        Words("Moon white cup", "月白杯"),
        Words(
            "A quiet cup, white with a breath of blue. Every one is a little different, "
            "as every evening is.",
            "一只安静的杯子，白中泛着淡淡的蓝。每只略有不同，如同每个夜晚。",
        ),
        Words("120 ml · porcelain · two left of this firing", "120 毫升 · 瓷 · 本窑仅余两只"),
        22,
    ),
    Good(
        "jian-bowl",
        Words("Jian bowl", "建盏"),
        Words(
            "Iron glaze that runs in the fire like the fur of a hare. Fresh from the kiln, "
            "and heavier than it looks.",
            "铁釉在窑火中流淌，如兔毫。刚刚出窑，拿在手里比看上去更沉。",
        ),
        Words("90 ml · stoneware · wood fired", "90 毫升 · 炻器 · 柴烧"),
        46,
    ),
    Good(
        "longjing",
        Words("Longjing, first picking", "明前龙井"),
        Words(
            "Picked before the rains, pressed flat in a hot pan. It smells of chestnuts "
            "and young peas.",
            "雨前采摘，铁锅手炒。豆香、栗香，回甘绵长。",
        ),
        Words("100 g · Hangzhou · this spring’s", "100 克 · 杭州 · 今年新茶"),
        29,
    ),
    Good(
        "jasmine-pearls",
        Words("Jasmine pearls", "茉莉龙珠"),
        Words(
            "Rolled one by one, scented five nights with fresh jasmine. Watch them open "
            "in a glass.",
            "一颗颗手工揉捻，以鲜茉莉窨制五夜。用玻璃杯冲泡，看它慢慢舒展。",
        ),
        Words("80 g · Fuzhou", "80 克 · 福州"),
        18,
    ),
)

BY_ID = {good.id: good for good in GOODS}
