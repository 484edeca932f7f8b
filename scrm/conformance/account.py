"""Checks of settings, opening and the operator's page."""

import asyncio
import re
from typing import get_args

from pydantic import SecretStr

from scrm.conformance.subject import Subject, require

_STEP = re.compile(r"^1\. ", re.MULTILINE)


async def settings_are_explained_and_sealed(subject: Subject) -> None:
    """Each field has a sentence for the form; what is secret is a SecretStr and never shown."""
    model = subject.platform.settings
    explained = (subject.platform.help or {}).keys()
    require(model.model_fields.keys() == explained, "help and the fields of settings differ")
    settings = model.model_validate(subject.settings("http://127.0.0.1:9"))
    sealed = [
        getattr(settings, name).get_secret_value()
        for name, field in model.model_fields.items()
        if field.annotation is SecretStr or SecretStr in get_args(field.annotation)
    ]
    for secret in subject.secrets:
        require(any(secret in value for value in sealed), "a secret lies in a field that is shown")
        require(secret not in f"{settings!r}{settings}", "repr() of settings shows a secret")
    require(model.model_config.get("extra") == "forbid", "unknown settings are not refused")


async def it_opens_and_closes_cleanly(subject: Subject) -> None:
    """Opening starts nothing, repr() shows no secret, and the session stays the hub's."""
    before = asyncio.all_tasks()
    async with subject.opened() as connector:
        shown = f"{connector!r}{connector}"
        require(not asyncio.all_tasks() - before, "opening left a task running")
    require(not any(secret in shown for secret in subject.secrets), "repr() shows a secret")


async def the_readme_has_set_up_steps(subject: Subject) -> None:
    """For operators: a heading "Set up" with numbered steps, and each setting by name."""
    require(subject.readme.is_file(), f"there is no {subject.readme.name}")
    text = subject.readme.read_text(encoding="utf-8")
    _, heading, steps = text.partition("\n## Set up")
    require(bool(heading and _STEP.search(steps)), 'README has no numbered steps under "## Set up"')
    for name in subject.platform.settings.model_fields:
        require(f"`{name}`" in text, f"README does not mention the setting {name}")
