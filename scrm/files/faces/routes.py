"""Pictures of colleagues over HTTP."""

from aiohttp import web
from sqlmodel import Session

from scrm.files.faces import service
from scrm.files.fetching.service import TooSlow
from scrm.files.pictures.service import Studio
from scrm.files.routes import LOCKED_DOWN, SHELF, UPLOAD_WITHIN
from scrm.files.service import FileShelf
from scrm.kernel.errors import Invalid
from scrm.staff import service as staff
from scrm.staff import store as colleagues
from scrm.staff.values import UserView
from scrm.web.call import Call
from scrm.web.routes import SIGNED_IN, Routes

routes = Routes("photos")
STUDIO = web.AppKey("studio", Studio)


@routes.post("/me/photo", SIGNED_IN, answer=UserView, raw_body=True)
async def set_my_photo(call: Call[None, None]) -> UserView:
    """My picture: the bytes of a PNG, JPEG, WebP or GIF. Customers see its middle."""
    _me(call)
    chunks = call.request.content.iter_any()
    try:
        stored = await service.keep(call[SHELF].folder, call[STUDIO], chunks, UPLOAD_WITHIN)
    except TooSlow:
        raise Invalid("photo", "did not come in time") from None
    return await _change(call, stored.sha256)


@routes.delete("/me/photo", SIGNED_IN, answer=UserView)
async def remove_my_photo(call: Call[None, None]) -> UserView:
    """Show my initials again."""
    return await _change(call, "")


@routes.get("/photos/{id}", SIGNED_IN, raw_body=True)
async def get_photo(call: Call[None, None]) -> web.StreamResponse:
    """The picture of a colleague."""
    sha256 = call.request.match_info["id"]
    await call.read(lambda s: service.require_shown(s, sha256))
    return photo(call[SHELF], sha256)


def photo(shelf: FileShelf, sha256: str) -> web.FileResponse:
    """An answer with a picture that is on the shelf; its address tells its bytes."""
    headers = {
        "Content-Type": "image/webp",
        "Content-Security-Policy": LOCKED_DOWN,
        "Cache-Control": "private, max-age=31536000, immutable",
    }
    return web.FileResponse(shelf.path(sha256), headers=headers)


async def _change(call: Call[None, None], sha256: str) -> UserView:
    user_id = _me(call)

    def work(session: Session) -> UserView:
        colleagues.change_user(session, user_id, photo=sha256)
        return staff.user_view(staff.get_user(session, user_id))

    return await call.write(work, content=sha256)


def _me(call: Call[None, None]) -> int:
    if call.actor.user_id is None:
        raise Invalid("token", "has no profile to change")
    return call.actor.user_id
