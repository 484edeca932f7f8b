"""What somebody is told of an audience."""

from dataclasses import dataclass

from scrm.contacts.reading.values import ContactView


@dataclass(frozen=True, slots=True)
class SharedView:
    """Another campaign that goes to some of the same people, and to how many of them. One that is
    `on_dates` of people goes to each on their own day: `people` are those whose day was, in the last
    seven days, so that it may be none."""

    campaign_id: str
    name: str
    people: int
    on_dates: bool


@dataclass(frozen=True, slots=True)
class AudienceView:
    """`count` get it, the newest of whom are `sample`; `excluded` are meant and left out. `shared` are
    campaigns that are planned, under way, or went to some of them in the last seven days; null where
    there was no time to count those."""

    count: int
    excluded: int
    sample: list[ContactView]
    shared: list[SharedView] | None
