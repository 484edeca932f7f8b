"""One suite for every platform: the connector kit, and what the house adds to it."""

import pytest

from connectors import PLATFORMS
from scrm.conformance import CHECKS, Check, find_subject


@pytest.mark.parametrize("name", PLATFORMS)
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
async def test_the_connector_conforms(name: str, check: Check) -> None:
    await check(find_subject(name))


@pytest.mark.parametrize("name", PLATFORMS)
def test_the_platform_has_the_name_of_its_folder(name: str) -> None:
    assert find_subject(name).platform.name == name
