"""Wrong use is told in a sentence, with exit status 2, before anything is started."""

import pytest
from typer.testing import CliRunner

from config.cli import app


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["sandbox", "--platform", "pigeon"], "choose one of telegram"),
        (["demo", "--speed", "0"], "0.1"),
        (["demo", "--port", "0"], "--port"),
    ],
)
def test_wrong_use_is_refused(arguments: list[str], told: str) -> None:
    result = CliRunner(env={"TERM": "dumb", "COLUMNS": "200"}).invoke(app, arguments)
    assert result.exit_code == 2
    assert told in result.output
