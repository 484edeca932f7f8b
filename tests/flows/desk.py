"""A colleague's place: a page of the console, and the words for what people do there."""

from dataclasses import dataclass, field

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

from tests.flows.houses import COOKIE, House
from tests.flows.telegram import Customer

WIDE = (1440, 900)
PHONE = (390, 844)
PATIENCE_MS = 10_000


@dataclass(slots=True)
class Desk:
    """`address`: the hub's."""

    address: str
    context: BrowserContext
    page: Page
    errors: list[str] = field(default_factory=list)

    def row(self, customer: Customer | str) -> Locator:
        """Their row in the list."""
        name = customer if isinstance(customer, str) else customer.name
        return self.page.get_by_role("listitem").get_by_role("link").filter(has_text=name)

    @property
    def thread(self) -> Locator:
        return self.page.get_by_role("log")

    def message(self, words: str) -> Locator:
        """The message in the open thread that says so."""
        return self.thread.get_by_role("article").filter(has_text=words)

    @property
    def field(self) -> Locator:
        return self.page.locator("textarea")

    @property
    def panel(self) -> Locator:
        """Who it is, beside the thread."""
        return self.page.get_by_label("About the contact")

    async def opens(self, customer: Customer) -> None:
        await self.row(customer).click()
        await expect(self.page.locator("header").filter(has_text=customer.name)).to_be_visible()

    async def goes_to(self, path: str) -> None:
        await self.page.goto(self.address + path)

    async def replies(self, text: str) -> None:
        await self.field.fill(text)
        await self.page.keyboard.press("Control+Enter")

    async def presses(self, name: str, *, exact: bool = True) -> None:
        await self.page.get_by_role("button", name=name, exact=exact).click()

    def listen(self) -> None:
        """Collect what the page complains about; what the server refuses is no complaint."""

        def said(message: ConsoleMessage) -> None:
            if message.type == "error" and "Failed to load resource" not in message.text:
                self.errors.append(message.text)

        self.page.on("console", said)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))


async def open_desk(
    browser: Browser,
    house: House,
    path: str = "/inbox",
    *,
    size: tuple[int, int] = WIDE,
    language: str = "en",
    dark: bool = False,
    cookie: str | None = None,
) -> Desk:
    """A browser of its own, signed in as the owner (`cookie=""`: as nobody)."""
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale=language,
        timezone_id="Europe/Berlin",
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    await context.add_init_script(f"localStorage.setItem('scrm.locale', '{language}')")
    value = house.cookie if cookie is None else cookie
    if value:
        await context.add_cookies([{"name": COOKIE, "value": value, "url": house.address}])
    desk = Desk(house.address, context, await context.new_page())
    desk.page.set_default_timeout(PATIENCE_MS)
    desk.listen()
    await desk.goes_to(path)
    return desk
