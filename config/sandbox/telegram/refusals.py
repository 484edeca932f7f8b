"""How Telegram says no: code, description, parameters."""

from dataclasses import dataclass

from config.sandbox.telegram.values import Json


@dataclass(eq=False)
class Refusal(Exception):
    """Becomes the error envelope of the answer."""

    code: int
    description: str
    retry_after: int | None = None

    def envelope(self) -> Json:
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def bad_request(reason: str) -> Refusal:
    return Refusal(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refusal:
    return Refusal(403, f"Forbidden: {reason}")


def conflict(reason: str) -> Refusal:
    return Refusal(409, f"Conflict: {reason}")


def too_many(seconds: int) -> Refusal:
    return Refusal(429, f"Too Many Requests: retry after {seconds}", seconds)


def unauthorized() -> Refusal:
    return Refusal(401, "Unauthorized")


def misshapen_token() -> Refusal:
    return Refusal(401, "Unauthorized: invalid token specified")


def method_not_found() -> Refusal:
    return Refusal(404, "Not Found: method not found")


def too_large() -> Refusal:
    return Refusal(413, "Request Entity Too Large")
