"""Verbs of the last look."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from campaigns.deciding.values import Fate, Verdict
from campaigns.facts.values import Windows, no_windows
from campaigns.judging.service import Versions, judged
from campaigns.judging.values import LOOKED_AGAIN
from campaigns.resending import service as resending
from campaigns.resending.values import ALREADY
from campaigns.sending import store
from campaigns.stopping import service as stopping
from campaigns.values import Wish
from scrm.consent.holding import service as consent
from scrm.contacts.reading import service as contacts
from scrm.delivery import values as delivery
from scrm.delivery.holding import service as holding
from scrm.delivery.values import GO, Due, LastWord

PAUSED = "paused"
STOPPED = "stopped"
CANCELLED = "cancelled"
HELD_BACK = (PAUSED, STOPPED)
"""Reasons for which messages wait until somebody lets their campaign go on."""
ONE_AT_A_TIME = "same_person"
"""Why the second of two messages to one person, that would go together, waits a moment: what the
first counts for is known then. So does one to somebody who is looked at by another worker, or who is
ending marketing at this moment: a look waits for nobody, so that no two wait crosswise."""
A_MOMENT = timedelta(seconds=1)
_FATES = {
    Fate.LATER: delivery.Fate.LATER,
    Fate.HELD: delivery.Fate.HELD,
    Fate.BLOCKED: delivery.Fate.BLOCKED,
}


class LastLooks:
    """Looks at what is about to go, by what is known now."""

    def __init__(self, versions: Versions, windows: Windows = no_windows) -> None:
        self._versions = versions
        self._windows = windows

    def look(self, session: Session, rows: Sequence[Due], now: datetime) -> dict[int, LastWord]:
        """What becomes of each. Whose it is, is as it is now; whoever was joined into another is looked
        at as them."""
        words = _held_back(session, rows)
        asked = [row for row in rows if row.id not in words]
        whose = contacts.turned_out(session, {row.contact_id for row in asked})
        free = set(consent.take(session, whose.values()))
        reached = resending.reached(session, asked, whose)
        going: defaultdict[tuple[int, int], list[Due]] = defaultdict(list)
        for row in asked:
            if row.id in reached:
                words[row.id] = LastWord(delivery.Fate.BLOCKED, ALREADY)
            elif whose[row.contact_id] in free:
                free.remove(whose[row.contact_id])
                going[row.campaign.campaign_id, row.campaign.version_id].append(row)
            else:
                words[row.id] = LastWord(delivery.Fate.LATER, ONE_AT_A_TIME, now + A_MOMENT)
        for (campaign_id, version_id), some in going.items():
            definition = self._versions.of(session, version_id)
            people = [whose[one.contact_id] for one in some]
            at = {whose[one.contact_id]: one.identity_id for one in some}
            verdicts = judged(
                session, campaign_id, definition, people, now, windows=self._windows, at=at
            )
            for row, verdict in zip(some, verdicts, strict=True):
                words[row.id] = _word(row, verdict, now)
        return words


def _held_back(session: Session, rows: Sequence[Due]) -> dict[int, LastWord]:
    """What nobody wants to go now. Who wants so later waits for this commit."""
    stopping.hold(session)
    if stopping.is_stopped(session):
        return {row.id: LastWord(delivery.Fate.HELD, STOPPED) for row in rows}
    wishes = store.wishes(session, {row.campaign.campaign_id for row in rows})
    words = {
        Wish.PAUSED.value: LastWord(delivery.Fate.HELD, PAUSED),
        Wish.CANCELLED.value: LastWord(delivery.Fate.BLOCKED, CANCELLED),
    }
    return {
        row.id: words[wish]
        for row in rows
        if (wish := wishes.get(row.campaign.campaign_id, Wish.CANCELLED)) in words
    }


def _word(row: Due, verdict: Verdict, now: datetime) -> LastWord:
    if verdict.fate is Fate.SEND and verdict.address is not None:
        if verdict.address.identity_id == row.identity_id:
            return GO
        return LastWord(delivery.Fate.ELSEWHERE, address=verdict.address.identity_id)
    until = verdict.until
    if until is None and verdict.fate is not Fate.BLOCKED:
        until = now + LOOKED_AGAIN
    return LastWord(_FATES[verdict.fate], verdict.why.value if verdict.why else "", until)


def may_go_on(session: Session) -> bool:
    """Whether something waits that its campaign holds back no more."""
    return bool(_moving(session))


def let_go(session: Session, now: datetime) -> int:
    """Queue it. What was cancelled meanwhile is told so when it is looked at."""
    return holding.let_go(session, _moving(session), HELD_BACK, now)


def _moving(session: Session) -> set[int]:
    waits = holding.held_for(session, HELD_BACK)
    if not waits or stopping.is_stopped(session):
        return set()
    paused = store.with_wish(session, waits, Wish.PAUSED)
    return waits - paused
