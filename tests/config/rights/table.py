"""Who may ask what of a hub, route by route: a new route fails the tests until it has a row here.

Owner, Admin, aGent, Viewer; scripts whose token may read, write, send, or is an admin's; and nobody.
A point is a refusal.
"""

TABLE = """
POST   /session                                 OAGV rwsa n
GET    /session/link                            OAGV rwsa n
POST   /session/link                            OAGV rwsa n
DELETE /session                                 OAGV rwsa .
GET    /me                                      OAGV rwsa .
PATCH  /me                                      OAGV rwsa .
POST   /me/photo                                OAGV rwsa .
DELETE /me/photo                                OAGV rwsa .
GET    /photos/{id}                             OAGV rwsa .
GET    /users                                   OA.. ...a .
GET    /agents                                  OAGV r... .
POST   /users                                   OA.. ...a .
POST   /users/{id}/invite                       OA.. ...a .
PATCH  /users/{id}                              OA.. ...a .
GET    /teams                                   OAGV r... .
POST   /teams                                   OA.. ...a .
PATCH  /teams/{id}                              OA.. ...a .
DELETE /teams/{id}                              OA.. ...a .
GET    /teams/{id}/uses                         OA.. ...a .
GET    /counts                                  OAG. r... .
GET    /conversations                           OAG. r... .
GET    /conversations/{id}                      OAG. r... .
GET    /conversations/{id}/messages             OAG. r... .
GET    /messages                                OAG. r... .
GET    /messages/{id}                           OAG. r... .
GET    /messages/{id}/versions                  OAG. r... .
GET    /search                                  OAG. r... .
POST   /conversations                           OAG. ..s. .
PATCH  /conversations/{id}                      OAG. .w.. .
POST   /conversations/{id}/snooze               OAG. .w.. .
POST   /conversations/{id}/read                 OAG. .... .
POST   /conversations/{id}/unread               OAG. .... .
POST   /conversations/{id}/bot                  OAG. .w.. .
POST   /conversations/{id}/messages             OAG. ..s. .
POST   /conversations/{id}/typing               OAG. ..s. .
POST   /conversations/{id}/presence             OAG. r... .
GET    /quick-replies                           OAG. r... .
POST   /quick-replies                           OAG. .w.. .
PATCH  /quick-replies/{id}                      OAG. .w.. .
DELETE /quick-replies/{id}                      OAG. .w.. .
GET    /contacts                                OAG. r... .
POST   /contacts                                OAG. .w.. .
GET    /contacts/{id}                           OAG. r... .
PATCH  /contacts/{id}                           OAG. .w.. .
DELETE /contacts/{id}                           OA.. ...a .
GET    /contacts/{id}/erase-preview             OA.. ...a .
GET    /contacts/{id}/identities                OAG. r... .
GET    /contacts/{id}/points                    OAG. r... .
GET    /contacts/{id}/reachability              OAG. r... .
GET    /contacts/{id}/timeline                  OAG. r... .
GET    /contacts/{id}/join-preview              OAG. r... .
GET    /contacts/{id}/joinings                  OAG. r... .
POST   /contacts/{id}/join                      OAG. .w.. .
POST   /joinings/{id}/separate                  OAG. .w.. .
POST   /files                                   OAG. .w.. .
GET    /files/{id}                              OAG. r... .
GET    /files/{id}/content                      OAG. r... .
POST   /files/{id}/fetch                        OAG. .w.. .
GET    /platforms                               OAG. r... .
GET    /channels                                OAG. r... .
POST   /channels/probe                          OA.. ...a .
POST   /channels                                OA.. ...a .
GET    /channels/{id}                           OAG. r... .
PATCH  /channels/{id}                           OA.. ...a .
POST   /channels/{id}/check                     OA.. ...a .
POST   /channels/{id}/pause                     OA.. ...a .
POST   /channels/{id}/resume                    OA.. ...a .
GET    /deliveries                              OAG. r... .
POST   /deliveries/{id}/resend                  OA.. ..sa .
POST   /deliveries/{id}/settle                  OA.. ..sa .
GET    /deadletters                             OA.. r..a .
POST   /deadletters/replay                      OA.. ...a .
POST   /deadletters/{id}/replay                 OA.. ...a .
POST   /deadletters/{id}/discard                OA.. ...a .
POST   /imports                                 OAG. .w.. .
GET    /imports                                 OAG. r... .
GET    /imports/{id}                            OAG. r... .
POST   /imports/{id}/answer                     OAG. .w.. .
GET    /settings                                OAGV r... .
PATCH  /settings                                OA.. ...a .
GET    /settings/hours                          OAGV r... .
PATCH  /settings/hours                          OA.. ...a .
GET    /contacts/{id}/marketing                 OAG. r... .
GET    /consents                                OAG. r... .
POST   /consents                                OAG. .w.. .
POST   /consents/withdraw                       OAG. .w.. .
GET    /suppressions                            OAG. r... .
POST   /suppressions/{id}/lift                  OA.. ...a .
GET    /settings/sending                        OAGV r... .
PATCH  /settings/sending                        OA.. ...a .
GET    /stream                                  OAGV rwsa .
GET    /conversations/{id}/ways                 OAG. r... .
GET    /conversations/{id}/visitors             OAG. r... .
POST   /conversations/{id}/visitors/block       OAG. .w.. .
GET    /conversations/{id}/ratings              OAG. r... .
GET    /tags                                    OAG. r... .
POST   /tags                                    OAG. .w.. .
PATCH  /tags/{id}                               OA.. .w.. .
DELETE /tags/{id}                               OA.. .w.. .
POST   /tags/{id}/merge                         OA.. .w.. .
GET    /contacts/{id}/tags                      OAG. r... .
POST   /contacts/{id}/tags                      OAG. .w.. .
DELETE /contacts/{id}/tags/{tag}                OAG. .w.. .
GET    /rules                                   OA.. r... .
POST   /rules                                   OA.. .w.. .
POST   /events                                  OA.. .w.. .
POST   /events/batch                            OA.. .w.. .
GET    /packs                                   OA.. r... .
POST   /packs/{name}                            OA.. .w.. .
POST   /rules/check                             OA.. r... .
POST   /rules/dry-run                           OA.. r... .
POST   /rules/{id}/dry-run                      OA.. r... .
GET    /rules/{id}                              OA.. r... .
PATCH  /rules/{id}                              OA.. .w.. .
DELETE /rules/{id}                              OA.. .w.. .
POST   /rules/{id}/publish                      OA.. .w.. .
POST   /rules/{id}/roll-back                    OA.. .w.. .
POST   /rules/{id}/pause                        OA.. .w.. .
POST   /rules/{id}/resume                       OA.. .w.. .
POST   /rules/{id}/take-back                    OA.. .w.. .
GET    /bots                                    OA.. r... .
PATCH  /bots                                    OA.. .w.. .
POST   /bots/check                              OA.. r... .
POST   /bots/publish                            OA.. .w.. .
POST   /bots/roll-back                          OA.. .w.. .
POST   /bots/pause                              OA.. .w.. .
POST   /bots/resume                             OA.. .w.. .
POST   /bots/try                                OA.. r... .
GET    /bots/counters                           OA.. r... .
GET    /bots/not-understood                     OA.. r... .
POST   /bots/not-understood/{id}/teach          OA.. .w.. .
POST   /bots/not-understood/{id}/unteach        OA.. .w.. .
DELETE /bots/not-understood/{id}                OA.. .w.. .
GET    /contacts/{id}/why                       OAG. r... .
GET    /segments                                OA.. r... .
POST   /segments                                OA.. .w.. .
POST   /segments/preview                        OA.. r... .
GET    /segments/{id}                           OA.. r... .
PATCH  /segments/{id}                           OA.. .w.. .
DELETE /segments/{id}                           OA.. .w.. .
GET    /segments/{id}/members                   OA.. r... .
GET    /articles                                OAG. r... .
POST   /articles                                OA.. .w.. .
GET    /articles/search                         OAG. r... .
POST   /articles/preview                        OAG. r... .
GET    /articles/{id}                           OAG. r... .
PATCH  /articles/{id}                           OA.. .w.. .
DELETE /articles/{id}                           OA.. .w.. .
POST   /articles/{id}/publish                   OA.. .w.. .
POST   /articles/{id}/withdraw                  OA.. .w.. .
GET    /article-categories                      OAG. r... .
POST   /article-categories                      OA.. .w.. .
PATCH  /article-categories/{id}                 OA.. .w.. .
DELETE /article-categories/{id}                 OA.. .w.. .
"""

WHO = ("O", "A", "G", "V", "r", "w", "s", "a", "n")


def rights() -> dict[tuple[str, str], frozenset[str]]:
    """By method and path, who may."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    for line in TABLE.strip().splitlines():
        method, path, *who = line.split()
        assert (method, path) not in found, line
        assert [len(group) for group in who] == [4, 4, 1], line
        found[method, path] = frozenset("".join(who).replace(".", ""))
    return found
