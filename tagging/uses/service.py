"""What names a tag: rules, segments and the bot, as they are in force and as they are being written;
and which rules and bots that are in force name a team."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlmodel import Session

from scrm.bots import service as bots
from scrm.bots import store as bot_versions
from scrm.bots.shapes.policy import read as read_bot
from scrm.bots.values import Asked
from scrm.conditions.shapes.policy import read as read_condition
from scrm.conditions.touching.policy import touches
from scrm.contacts.tags.values import Use
from scrm.journal.values import KNOWN
from scrm.kernel.errors import Invalid
from scrm.teams.values import TeamUse
from tagging.rules import store as rules
from tagging.rules.shapes.policy import read as read_rule
from tagging.rules.values import AssignTo, PutTag, TakeTag
from tagging.segments import service as segments


def uses_of_tags(session: Session) -> list[Use]:
    """Each way once. What an earlier hub kept and this one does not understand does nothing."""
    found = [*_of_rules(session), *_of_segments(session), *_of_bot(session)]
    return list(dict.fromkeys(found))


def _of_rules(session: Session) -> Iterator[Use]:
    in_force = {rule_id: definition for rule_id, _, definition in rules.published(session)}
    for row in rules.listed(session):
        for definition in (in_force.get(row.id), row.definition):
            for tag, how in _in_rule(definition) if definition else ():
                yield Use(tag, "rule", row.id, row.name, row.state, how)


def _in_rule(definition: Mapping[str, Any]) -> list[tuple[str, str]]:
    try:
        rule = read_rule(definition, KNOWN)
    except Invalid:
        return []
    put = [(one.tag, "puts") for one in rule.actions if isinstance(one, PutTag)]
    taken = [(one.tag, "takes") for one in rule.actions if isinstance(one, TakeTag)]
    return [*put, *taken, *((tag, "asks") for tag in sorted(touches(rule.condition).tags))]


def uses_of_teams(session: Session) -> list[TeamUse]:
    """Each once: the rules that are in force, and what was published of the bot."""
    found = [*_of_live_rules(session), *_of_live_bot(session)]
    return list(dict.fromkeys(found))


def _of_live_rules(session: Session) -> Iterator[TeamUse]:
    names = {row.id: row.name for row in rules.listed(session)}
    for rule_id, _, definition in rules.live(session):
        try:
            rule = read_rule(definition, KNOWN)
        except Invalid:
            continue
        for one in rule.actions:
            if isinstance(one, AssignTo) and one.whom.team:
                yield TeamUse(one.whom.team, "rule", names.get(rule_id, rule.name), rule_id)


def _of_live_bot(session: Session) -> Iterator[TeamUse]:
    for definition in bot_versions.published(session):
        try:
            bot = read_bot(definition, KNOWN, None)
        except Invalid:
            continue
        for whom in (bot.assign, *(one.assign for one in bot.responders)):
            if whom.team:
                yield TeamUse(whom.team, "bot", bot.name, bot_versions.ONLY)


def _of_segments(session: Session) -> Iterator[Use]:
    for segment_id, name, definition in segments.definitions(session):
        try:
            tags = touches(read_condition(definition, KNOWN)).tags
        except Invalid:
            continue
        for tag in sorted(tags):
            yield Use(tag, "segment", segment_id, name, "", "asks")


def _of_bot(session: Session) -> Iterator[Use]:
    for row, bot in bots.written(session):
        for one in bot.responders:
            if isinstance(one.on, Asked) and one.on.condition is not None:
                for tag in sorted(touches(one.on.condition).tags):
                    yield Use(tag, "bot", row.id, bot.name, row.state, "asks")
