"""What is to say of a rule and a person, in English and Chinese. Pure."""

from collections.abc import Mapping, Sequence

from scrm.conditions.chinese import values as chinese
from scrm.conditions.english import values as english
from tagging.rules.why.values import TagAnswer, Verdict

ENGLISH: Mapping[Verdict, str] = {
    Verdict.GIVEN: "They have “{tag}” since {since}: version {version} of this rule gave it.",
    Verdict.GIVEN_BY_OTHER: "They have “{tag}” since {since}, and this rule did not give it.",
    Verdict.TAKEN_OFF: "This rule gave “{tag}” on {since}; it is gone since {ended}.",
    Verdict.PAUSED: "This rule is not in force now.",
    Verdict.NOT_TRIGGERED: "Since this rule was published {never}.",
    Verdict.NOT_HELD: "When this happened last ({once}), the condition did not hold.",
    Verdict.HELD: "When this happened last ({once}), the condition held.",
}
CHINESE: Mapping[Verdict, str] = {
    Verdict.GIVEN: "自 {since} 起有标签“{tag}”，由本规则第 {version} 版打上。",
    Verdict.GIVEN_BY_OTHER: "自 {since} 起有标签“{tag}”，但不是本规则打上的。",
    Verdict.TAKEN_OFF: "本规则曾于 {since} 打上“{tag}”，{ended} 起已不在。",
    Verdict.PAUSED: "本规则目前未生效。",
    Verdict.NOT_TRIGGERED: "本规则发布以来，此人{never}。",
    Verdict.NOT_HELD: "最近一次（{once}）时，条件不成立。",
    Verdict.HELD: "最近一次（{once}）时，条件成立。",
}


def verdict(
    tags: Sequence[TagAnswer], rule_id: str, *, is_live: bool, is_triggered: bool, held: bool
) -> tuple[Verdict, TagAnswer | None]:
    """The most telling of all that is so, and the tag that it is about."""
    mine = [one for one in tags if one.given_by.get("rule") == rule_id]
    for one in mine:
        if one.stands:
            return Verdict.GIVEN, one
    for one in tags:
        if one.stands:
            return Verdict.GIVEN_BY_OTHER, one
    if not is_live:
        return Verdict.PAUSED, None
    if mine:
        return Verdict.TAKEN_OFF, mine[0]
    if not is_triggered:
        return Verdict.NOT_TRIGGERED, None
    return (Verdict.HELD if held else Verdict.NOT_HELD), None


def sentence(found: Verdict, tag: TagAnswer | None, when: str, language: str) -> str:
    is_chinese = language.lower().startswith("zh")
    phrases = CHINESE if is_chinese else ENGLISH
    if tag is None:
        known = chinese.CHINESE.did if is_chinese else english.ENGLISH.did
        once, never = known.get(when, (when, f"{when}: 0"))
        return phrases[found].format(once=once, never=never)
    return phrases[found].format(
        tag=tag.name,
        since="" if tag.since is None else f"{tag.since:%Y-%m-%d}",
        ended="" if tag.taken_off_at is None else f"{tag.taken_off_at:%Y-%m-%d}",
        version=tag.given_by.get("version", ""),
    )
