"""Names of time zones as people give them."""

import pytest

from scrm.kernel.zones import find_zone
from tests.support.cast import ADA
from tests.support.hub import RunningHub


@pytest.mark.parametrize("name", ["Asia/Shanghai", "Asia/Calcutta", "UTC", "Etc/GMT+5"])
def test_a_zone_is_found(name: str) -> None:
    assert find_zone(name) is not None


NONE = ["", "America", "Asia/", "Mars/Base", "right/Europe/Berlin", "localtime", "../zone", "a\0b"]


@pytest.mark.parametrize("name", [*NONE, "/etc/passwd", "A" * 300])
def test_what_is_none_is_not(name: str) -> None:
    assert find_zone(name) is None


@pytest.mark.parametrize("name", NONE[1:-1])
async def test_over_http_it_is_refused_with_the_field(hub: RunningHub, name: str) -> None:
    await hub.hear(ADA, "Hello")
    (contact,) = (await hub.client.get("/contacts"))["items"]
    path = f"/api/v1/contacts/{contact['id']}"
    refused = await hub.client.ask("PATCH", path, json={"zone": name})
    assert (refused.status, refused.json["field"]) == (422, "zone")
    refused = await hub.client.ask("PATCH", "/api/v1/settings", json={"timezone": name})
    assert (refused.status, refused.json["field"]) == (422, "timezone")
