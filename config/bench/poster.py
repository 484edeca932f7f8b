"""What sending is measured against: `python -m config.bench.poster API SECONDS`, a bare aiohttp client
that posts ready texts, in a process of its own on core 0."""

import asyncio
import sys
import time

import aiohttp
import orjson
import uvloop

from config.bench.load import pin
from config.bench.servers import say

SENDING = 64
"""At a time: as many as the hub has under way."""
_BODY = orjson.dumps(
    {"chat_id": 100_000, "text": "Hi Sender 1, there is something new in the shop."}
)
_HEADERS = {"Content-Type": "application/json"}


async def main(api: str, seconds: float) -> None:
    posted = 0
    end = time.perf_counter() + seconds

    async def post(session: aiohttp.ClientSession) -> None:
        nonlocal posted
        while time.perf_counter() < end:
            async with session.post(
                f"{api}/bot/sendMessage", data=_BODY, headers=_HEADERS
            ) as answer:
                orjson.loads(await answer.read())
            posted += 1

    connector = aiohttp.TCPConnector(limit=SENDING)
    async with aiohttp.ClientSession(connector=connector) as session:
        began, computed = time.perf_counter(), time.process_time()
        await asyncio.gather(*(post(session) for _ in range(SENDING)))
        took, computed = time.perf_counter() - began, time.process_time() - computed
    say(orjson.dumps({"rate": posted / took, "cpu_us": computed / posted * 1_000_000}).decode())


if __name__ == "__main__":
    pin(0)
    uvloop.run(main(sys.argv[1], float(sys.argv[2])))
