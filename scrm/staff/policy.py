"""Who may do what. One table for roles, one for the scopes of tokens."""

from scrm.staff.values import Role, Scope

READING = frozenset(
    {
        "conversations.read",
        "contacts.read",
        "channels.read",
        "files.read",
        "settings.read",
        "users.read",
        "imports.read",
        "deliveries.read",
        "articles.read",
    }
)
WORKING = frozenset(
    {
        "conversations.write",
        "contacts.write",
        "files.write",
        "quick_replies.write",
        "imports.write",
    }
)
SENDING = frozenset({"conversations.send"})
CAMPAIGNING = frozenset({"campaigns.send"})
SEGMENTING = frozenset(
    {
        *("segments.read", "segments.write"),
        *("rules.read", "rules.write"),
        *("bots.read", "bots.write", "articles.write", "events.write"),
        *("campaigns.read", "campaigns.write"),
    }
)
MANAGING = frozenset(
    {
        "channels.manage",
        "contacts.erase",
        "suppressions.lift",
        "users.manage",
        "settings.write",
        "deliveries.resolve",
        "deadletters.read",
        "deadletters.replay",
    }
)

OF_ROLE: dict[Role, frozenset[str]] = {
    Role.OWNER: READING | WORKING | SENDING | CAMPAIGNING | SEGMENTING | MANAGING | {"owners.make"},
    Role.ADMIN: READING | WORKING | SENDING | CAMPAIGNING | SEGMENTING | MANAGING,
    Role.AGENT: READING | WORKING | SENDING,
    Role.VIEWER: frozenset({"settings.read", "users.read"}),
}

OF_SCOPE: dict[Scope, frozenset[str]] = {
    Scope.READ: READING
    | {"deadletters.read", "segments.read", "rules.read", "bots.read", "campaigns.read"},
    Scope.WRITE: WORKING | {one for one in SEGMENTING if one.endswith(".write")},
    Scope.SEND: SENDING | CAMPAIGNING | {"deliveries.resolve"},
    Scope.ADMIN: MANAGING | {"owners.make"},
}

PERMISSIONS = frozenset().union(*OF_ROLE.values())


def of_scopes(scopes: list[str]) -> frozenset[str]:
    """What a token with these scopes may do."""
    return frozenset().union(*(OF_SCOPE[Scope(scope)] for scope in scopes))


def may_give(by: Role, role: Role) -> bool:
    """Whether somebody of role `by` may make somebody else a `role`; only owners make owners."""
    if by is Role.OWNER:
        return True
    return by is Role.ADMIN and role is not Role.OWNER
