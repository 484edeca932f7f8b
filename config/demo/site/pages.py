"""The shop's pages as text: plain HTML, in the visitor's language, that works before any script."""

from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from config.demo.site.goods import BY_ID, GOODS, LANGUAGES, Good, Words

SHOP = Words("Clay & Leaf", "陶与茶")
_WORDS = {
    "skip": Words("Skip to the goods", "跳到商品"),
    "claim": Words("Pots, cups and the tea that belongs in them", "一壶一盏，一叶一春"),
    "story": Words(
        "A small workshop with a kiln in the yard. What you see here was on the wheel last month.",
        "一间小小的工坊，院子里有一座窑。您看到的，上个月还在拉坯轮上。",
    ),
    "shelf": Words("On the shelf", "架上好物"),
    "cart": Words("Cart", "购物车"),
    "empty": Words("There is nothing in your cart yet.", "购物车还是空的。"),
    "back": Words("Back to the shelf", "返回货架"),
    "add": Words("Put in the cart", "加入购物车"),
    "added": Words("It is in your cart", "已加入购物车"),
    "ask": Words("Ask about it", "咨询一下"),
    "total": Words("Together", "合计"),
    "less": Words("One less", "减一件"),
    "more": Words("One more", "加一件"),
    "order": Words("Order in the chat", "在聊天中下单"),
    "shipping": Words(
        "We ship within one working day; in the EU it takes two to four.",
        "一个工作日内发货，国内一般两到三天送达。",
    ),
    "made": Words(
        "A made-up shop: it sells nothing and keeps your cart in this browser only.",
        "这是演示用的店铺：不会真的出售商品，购物车只保存在此浏览器中。",
    ),
    "languages": Words("Language", "语言"),
}
_NAMES = {"en": "English", "zh": "中文"}
_TAGS = {"en": "en", "zh": "zh-CN"}


@dataclass(frozen=True, slots=True)
class Looks:
    """How a visitor sees the site. What is not chosen in the address is the browser's own."""

    language: str
    theme: str = ""
    chosen: str = ""

    @classmethod
    def asked(cls, lang: str, theme: str, accepted: str) -> "Looks":
        chosen = next((one for one in LANGUAGES if lang.lower().startswith(one)), "")
        own = "zh" if accepted.strip().lower().startswith("zh") else "en"
        return cls(chosen or own, theme if theme in ("light", "dark") else "", chosen)

    def link(self, path: str, language: str = "") -> str:
        wanted = {"lang": language or self.chosen, "theme": self.theme}
        query = urlencode({name: value for name, value in wanted.items() if value})
        return escape(f"{path}?{query}" if query else path)

    def word(self, name: str) -> str:
        return escape(_WORDS[name].of(self.language))


@dataclass(frozen=True, slots=True)
class Page:
    """What is between header and footer; `path` is its own."""

    path: str
    title: str
    body: str


def home(looks: Looks) -> Page:
    cards = "".join(_card(looks, good) for good in GOODS)
    body = (
        f'<section class="hero"><h1>{looks.word("claim")}</h1><p>{looks.word("story")}</p></section>'
        f'<h2 id="goods">{looks.word("shelf")}</h2><ul class="shelf">{cards}</ul>'
    )
    return Page("/", SHOP.of(looks.language), body)


def _card(looks: Looks, good: Good) -> str:
    name = escape(good.name.of(looks.language))
    return (
        f'<li class="card"><a href="{looks.link(f"/goods/{good.id}")}">'
        f'<img src="/assets/{good.id}.svg" alt="" width="240" height="200">'
        f'<span class="name">{name}</span></a><p class="price">€{good.price}</p></li>'
    )


def about(looks: Looks, good: Good) -> Page:
    """The page of one thing."""
    name, told = good.name.of(looks.language), good.told.of(looks.language)
    body = (
        f'<p class="trail"><a href="{looks.link("/")}">{looks.word("back")}</a></p>'
        f'<article class="good"><img src="/assets/{good.id}.svg" alt="" width="240" height="200">'
        f'<div><h1>{escape(name)}</h1><p class="price">€{good.price}</p><p>{escape(told)}</p>'
        f'<p class="facts">{escape(good.facts.of(looks.language))}</p><p class="acts">'
        f'<button type="button" class="main" data-add="{good.id}">{looks.word("add")}</button>'
        f'<button type="button" data-ask>{looks.word("ask")}</button></p>'
        f'<p class="said" role="status" data-said="{looks.word("added")}"></p>'
        f'<p class="facts">{looks.word("shipping")}</p></div></article>'
    )
    return Page(f"/goods/{good.id}", f"{name} · {SHOP.of(looks.language)}", body)


def cart(looks: Looks) -> Page:
    """All goods, hidden: the cart itself is in the browser, and shows what it holds."""
    rows = "".join(_row(looks, good) for good in GOODS)
    body = (
        f'<h1>{looks.word("cart")}</h1><p id="empty">{looks.word("empty")} '
        f'<a href="{looks.link("/")}">{looks.word("back")}</a></p>'
        f'<div id="filled" hidden><ul class="rows">{rows}</ul>'
        f'<p class="total">{looks.word("total")} <strong id="total"></strong></p>'
        f'<p class="acts"><button type="button" class="main" data-ask>{looks.word("order")}'
        f'</button></p><p class="facts">{looks.word("shipping")}</p></div>'
    )
    return Page("/cart", f"{_WORDS['cart'].of(looks.language)} · {SHOP.of(looks.language)}", body)


def _row(looks: Looks, good: Good) -> str:
    name = escape(good.name.of(looks.language))
    less, more = (f'aria-label="{looks.word(one)}: {name}"' for one in ("less", "more"))
    return (
        f'<li data-row="{good.id}" data-price="{good.price}" hidden>'
        f'<img src="/assets/{good.id}.svg" alt="" width="240" height="200">'
        f'<a href="{looks.link(f"/goods/{good.id}")}">{name}</a><span class="count">'
        f'<button type="button" data-less="{good.id}" {less}>−</button><output></output>'
        f'<button type="button" data-add="{good.id}" {more}>+</button></span>'
        f'<span class="price"></span></li>'
    )


def find(path: str, looks: Looks) -> Page | None:
    """The page at an address."""
    if path == "/":
        return home(looks)
    if path == "/cart":
        return cart(looks)
    good = BY_ID.get(path.removeprefix("/goods/"))
    return about(looks, good) if good is not None and path.startswith("/goods/") else None


def document(looks: Looks, page: Page, *, chat: str) -> str:
    """The whole page. `chat` is the address of the script that the hub gave us to put here."""
    theme = f' data-theme="{looks.theme}"' if looks.theme else ""
    tag = f'<script async src="{escape(chat)}"></script>' if chat else ""
    return (
        f'<!doctype html><html lang="{_TAGS[looks.language]}"{theme}><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1, '
        'viewport-fit=cover"><meta name="color-scheme" content="light dark">'
        f"<title>{escape(page.title)}</title>"
        f'<meta name="description" content="{looks.word("claim")}">'
        '<link rel="icon" href="/assets/celadon-teapot.svg">'
        '<link rel="stylesheet" href="/assets/shop.css">'
        f'<script type="module" src="/assets/shop.js"></script>{tag}</head><body>'
        f'<a class="skip" href="#main">{looks.word("skip")}</a>{_header(looks, page)}'
        f'<main id="main">{page.body}</main><footer>{looks.word("made")}</footer></body></html>'
    )


def _header(looks: Looks, page: Page) -> str:
    other = next(one for one in LANGUAGES if one != looks.language)
    return (
        f'<header><a class="brand" href="{looks.link("/")}">{escape(SHOP.of(looks.language))}</a>'
        f'<nav><a href="{looks.link(page.path, other)}" lang="{_TAGS[other]}" '
        f'hreflang="{_TAGS[other]}">{_NAMES[other]}</a>'
        f'<a href="{looks.link("/cart")}">{looks.word("cart")} '
        '<span class="held" data-held hidden></span></a></nav></header>'
    )
