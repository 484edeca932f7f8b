"""Gives the shop its articles, rules and bot. What is there already is left as it is: whoever has
changed them in the console finds them changed."""

from pathlib import Path

from config.asking import ask
from config.demo import house
from config.demo.inbox import Colleague


async def teach(owner: Colleague, socket: Path) -> None:
    await _write_articles(owner)
    known = {rule["name"] for rule in (await owner.get("/rules"))["items"]}
    if missing := [rule for rule in house.rules() if rule["name"] not in known]:
        await ask(socket, "rules.apply", {"rules": missing, "past": False})
    if not (await owner.get("/bots"))["version"]:
        await ask(socket, "bots.apply", {"bot": house.bot()})


async def _write_articles(owner: Colleague) -> None:
    """None of them where there is one already, of whomever it is."""
    if (await owner.get("/articles", limit="1"))["items"]:
        return
    for article in house.articles():
        made = await owner.post("/articles", article)
        await owner.post(f"/articles/{made['id']}/publish", {})
