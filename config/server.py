"""The hub's face: REST, webhooks, health, and the console's files."""

from collections.abc import Awaitable, Callable
from importlib.metadata import version

import orjson
from aiohttp import web
from sqlmodel import Session

from campaigns.exporting.routes import routes as campaign_export_routes
from campaigns.facts.routes import routes as marketing_routes
from campaigns.life.routes import routes as campaign_life_routes
from campaigns.links.routes import add_links
from campaigns.meaning.routes import routes as meaning_routes
from campaigns.messages.routes import REHEARSAL
from campaigns.preflight.routes import routes as preflight_routes
from campaigns.previewing.routes import routes as previewing_routes
from campaigns.rehearsing.routes import routes as rehearsing_routes
from campaigns.report.routes import routes as campaign_report_routes
from campaigns.resending import service as resending
from campaigns.routes import routes as campaign_routes
from campaigns.templates.routes import routes as template_routes
from campaigns.unsubscribing.routes import STOP_LINKS, add_stop_links
from campaigns.uses.service import uses_of_tags as of_campaigns
from config import metrics
from config.counts import routes as count_routes
from config.hub import Hub
from config.packs import packs
from config.pages import add_console
from scrm.behaviour.routes import routes as behaviour_routes
from scrm.bots.counting.routes import routes as bot_counting_routes
from scrm.bots.routes import routes as bot_routes
from scrm.channels.connecting.service import CONNECTING
from scrm.channels.registry import REGISTRY
from scrm.channels.routes import routes as channel_routes
from scrm.consent.basis.routes import HASHED
from scrm.consent.basis.routes import routes as consent_routes
from scrm.contacts.routes import MEMBERS
from scrm.contacts.routes import routes as contact_routes
from scrm.contacts.tags.routes import USES
from scrm.contacts.tags.routes import routes as tag_routes
from scrm.contacts.tags.values import Use
from scrm.conversations.bot.routes import routes as speaking_routes
from scrm.conversations.outbox.routes import RESEND_ASKS
from scrm.conversations.outbox.routes import routes as outbox_routes
from scrm.conversations.quick_replies.routes import routes as quick_reply_routes
from scrm.conversations.reading.routes import routes as reading_routes
from scrm.conversations.routes import routes as conversation_routes
from scrm.conversations.search.routes import routes as search_routes
from scrm.conversations.teams.routes import USES as TEAM_USES
from scrm.conversations.teams.routes import routes as team_routes
from scrm.conversations.ways.routes import routes as way_routes
from scrm.delivery.hints.worker import HINTS
from scrm.erasing.routes import routes as erasing_routes
from scrm.files.faces.routes import STUDIO
from scrm.files.faces.routes import routes as face_routes
from scrm.files.routes import MOST_BYTES, SHELF
from scrm.files.routes import routes as file_routes
from scrm.imports.routes import IMPORTER, MOST_IMPORT
from scrm.imports.routes import routes as import_routes
from scrm.intake.deadletters.routes import routes as deadletter_routes
from scrm.intake.routes import Hooks
from scrm.joining.routes import SEALER
from scrm.joining.routes import routes as joining_routes
from scrm.kernel.errors import ScrmError, Unavailable
from scrm.knowledge.help.routes import add_help
from scrm.knowledge.routes import ARTICLES
from scrm.knowledge.routes import routes as article_routes
from scrm.live.routes import IDENTIFY, LIVE, STOPPING
from scrm.live.routes import routes as live_routes
from scrm.live.service import PRESENCE
from scrm.organisation.hours.routes import routes as hours_routes
from scrm.organisation.routes import routes as settings_routes
from scrm.organisation.sending.routes import routes as sending_routes
from scrm.rendering.messages.trying.service import Rehearsal
from scrm.staff.routes import routes as staff_routes
from scrm.staff.signing_in.routes import routes as signing_in_routes
from scrm.staff.signing_in.service import GATE
from scrm.visitors.ratings.routes import routes as rating_routes
from scrm.visitors.routes import add_widget, is_socket
from scrm.visitors.routes import routes as visitor_routes
from scrm.web.addresses import PROXIES, PUBLIC_URL, is_from_here
from scrm.web.crowds import Crowd
from scrm.web.dating import dated
from scrm.web.dispatch import Dispatcher
from scrm.web.doors import DOORS, Doors
from scrm.web.openapi import PREFIX, document
from scrm.web.problems import problem
from scrm.web.protection import few_at_once, hang_up_on_the_oversized, security_headers
from scrm.web.routes import Route
from tagging.packs.routes import PACKS
from tagging.packs.routes import routes as pack_routes
from tagging.rules.filling.routes import routes as filling_routes
from tagging.rules.routes import routes as rule_routes
from tagging.rules.trying.routes import OUTCOMES, TRIERS, one_at_a_time
from tagging.rules.trying.routes import routes as trying_routes
from tagging.rules.trying.service import Outcomes
from tagging.rules.why.routes import routes as why_routes
from tagging.segments.routes import COUNTERS, at_most_two, members_of
from tagging.segments.routes import routes as segment_routes
from tagging.uses import service as uses
from tagging.uses.service import uses_of_teams

ROOMS = (
    signing_in_routes,
    staff_routes,
    team_routes,
    count_routes,
    reading_routes,
    search_routes,
    conversation_routes,
    speaking_routes,
    way_routes,
    quick_reply_routes,
    contact_routes,
    joining_routes,
    erasing_routes,
    file_routes,
    face_routes,
    channel_routes,
    outbox_routes,
    deadletter_routes,
    import_routes,
    settings_routes,
    hours_routes,
    sending_routes,
    consent_routes,
    marketing_routes,
    live_routes,
    visitor_routes,
    rating_routes,
    tag_routes,
    segment_routes,
    rule_routes,
    article_routes,
    bot_routes,
    bot_counting_routes,
    why_routes,
    filling_routes,
    behaviour_routes,
    pack_routes,
    trying_routes,
    campaign_life_routes,
    campaign_routes,
    campaign_report_routes,
    campaign_export_routes,
    meaning_routes,
    preflight_routes,
    rehearsing_routes,
    template_routes,
    previewing_routes,
)
HUB = web.AppKey("hub", Hub)
VERSION = version("scrm")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def all_routes() -> list[Route]:
    return [route for room in ROOMS for route in room.routes]


def application(hub: Hub) -> web.Application:
    """The web application of a started hub."""
    crowd = Crowd(hub.settings.proxies) if hub.settings.proxies else None
    middlewares = [few_at_once(crowd, is_socket)] if crowd else []
    app = web.Application(client_max_size=1_000_000, middlewares=middlewares)
    app[DOORS] = Doors({"hooks": Hooks(hub.registry, hub.intake)}, crowd)
    app[HUB], app[GATE], app[HINTS], app[PRESENCE] = hub, hub.gate, hub.hints, hub.presence
    app[REGISTRY], app[CONNECTING], app[SHELF] = hub.registry, hub.connecting, hub.shelf
    app[MOST_BYTES], app[LIVE] = hub.settings.upload_limit, hub.live
    app[IMPORTER], app[MOST_IMPORT] = hub.importer, hub.settings.import_limit
    app[STOPPING], app[IDENTIFY] = hub.stopping, hub.gate.identify
    app[STUDIO], app[SEALER], app[HASHED] = hub.studio, hub.sealer, hub.sealer.hashed
    app[COUNTERS], app[MEMBERS], app[RESEND_ASKS] = at_most_two(), members_of, resending.ask
    app[ARTICLES], app[PACKS] = hub.articles, packs()
    app[OUTCOMES], app[TRIERS], app[USES] = Outcomes(), one_at_a_time(), _uses_of_tags
    app[TEAM_USES], app[REHEARSAL], app[STOP_LINKS] = uses_of_teams, Rehearsal(), hub.stop_links
    app[PROXIES], app[PUBLIC_URL] = hub.settings.proxies, hub.settings.public_url
    app.on_response_prepare.append(security_headers(hub.settings.frame_ancestors))
    app.on_response_prepare.append(dated(hub.clock))
    app.on_response_prepare.append(hang_up_on_the_oversized)
    dispatcher = Dispatcher(hub.database, hub.clock, hub.gate.identify)
    for route in all_routes():
        app.router.add_route(route.method, PREFIX + route.path, dispatcher.handler(route))
    app.router.add_route("*", "/hooks/{rest:.*}", app[DOORS].behind("hooks"))
    _add_public(app, hub)
    app.router.add_get("/livez", livez)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", show_metrics)
    app.router.add_get(f"{PREFIX}/openapi.json", _openapi())
    add_console(app)
    app.router.add_route("*", "/api/{rest:.*}", no_such_route)
    return app


def _uses_of_tags(session: Session) -> list[Use]:
    return [*uses.uses_of_tags(session), *of_campaigns(session)]


def _add_public(app: web.Application, hub: Hub) -> None:
    """What people see who have no account here."""
    add_widget(app, hub.visitors)
    add_help(app, hub.database, hub.articles)
    add_links(app, hub.database, hub.clock, hub.sealer.hashed)
    add_stop_links(app, hub.database, hub.clock, hub.sealer.hashed)


async def livez(_request: web.Request) -> web.Response:
    """The loop answers; nothing else is asked, so that a slow database restarts nobody."""
    return web.Response(text="ok")


async def readyz(request: web.Request) -> web.Response:
    """Whether this hub takes work: started, not draining, and the database takes a transaction."""
    hub = request.app[HUB]
    if not hub.ready:
        return web.Response(status=503, text="not ready")
    try:
        await hub.database.ping()
    except Unavailable:
        return web.Response(status=503, text="database")
    return web.Response(text="ready")


async def show_metrics(request: web.Request) -> web.Response:
    """For Prometheus on this machine, or with a token: it tells how busy the organisation is."""
    if not is_from_here(request) and not await _may_read_settings(request):
        raise web.HTTPNotFound
    body = await request.app[HUB].database.read(lambda s: metrics.rendered(s, VERSION))
    return web.Response(body=body, content_type="text/plain", charset="utf-8")


async def _may_read_settings(request: web.Request) -> bool:
    try:
        actor = await request.app[HUB].gate.identify(request)
    except ScrmError:
        return False
    return actor is not None and actor.may("settings.read")


async def no_such_route(_request: web.Request) -> web.Response:
    return problem(404, "not_found", "There is no such address")


def _openapi() -> Handler:
    body = b""

    async def show(_request: web.Request) -> web.Response:
        nonlocal body
        body = body or orjson.dumps(document(all_routes(), VERSION))
        return web.Response(body=body, content_type="application/json")

    return show
