"""Verbs of taking a template's words, and of telling where words come from."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from campaigns.templates import policy, store
from campaigns.templates.service import same
from campaigns.templates.tables import TemplateVersion
from campaigns.values import TakenView
from scrm.kernel.errors import Mistake


def taken(
    session: Session, given: Mapping[str, Any], draft: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Mistake]]:
    """A campaign's draft after a change to it, and what is wrong with that. Where the change names a
    template, the draft gets the version that it means, which is the published one unless it says
    which, and that one's message, unless the change brought a message too. A draft without a message
    has none from a template either."""
    found, use = dict(draft), policy.use_of(given)
    if use is not None:
        version = _version(session, use)
        if version is None:
            why = "is no template that is published; choose another, or publish it first"
            return found, [Mistake("template", why)]
        found["template"] = {"id": str(version.template_id), "version": version.number}
        if "message" not in given:
            found["message"] = version.message
    if "message" not in found and policy.use_of(found) is not None:
        del found["template"]
    return found, []


def _version(session: Session, use: policy.Use) -> TemplateVersion | None:
    if use.version is not None:
        return store.version(session, use.template_id, use.version)
    row = store.find(session, use.template_id)
    if row is None or row.version_id is None or row.archived_at is not None:
        return None
    return store.versions_by_id(session, [row.version_id])[row.version_id]


def template_of(draft: Mapping[str, Any]) -> int | None:
    """The id of the one that a draft's words come from."""
    use = policy.use_of(draft)
    return None if use is None else use.template_id


def sources(session: Session, definitions: Sequence[Mapping[str, Any]]) -> list[TakenView]:
    """Where the words of campaigns' definitions come from, each once, in their order."""
    keys = [_key(one) for one in definitions]
    named = store.named(session, {one for one in keys if one is not None})
    found: dict[TakenView, None] = {}
    for definition, key in zip(definitions, keys, strict=True):
        if key is not None and key in named:
            name, version = named[key]
            is_same = same(definition.get("message", {})) == same(version.message)
            found[TakenView(str(key[0]), name, key[1], is_same)] = None
    return list(found)


def _key(definition: Mapping[str, Any]) -> tuple[int, int] | None:
    use = policy.use_of(definition)
    return None if use is None or use.version is None else (use.template_id, use.version)
