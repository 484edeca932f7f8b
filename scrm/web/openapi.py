"""The OpenAPI 3.1 document, read off the routes: what is served is what is described."""

import re
from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from scrm.web.problems import STATUS
from scrm.web.routes import PUBLIC, Route
from scrm.web.values import Problem

PREFIX = "/api/v1"
ANSWERED_AGAIN = (
    "A repetition with the same key within 48 hours has no second effect and the same answer."
)
ANSWERED_ONCE = (
    "A repetition with the same key within 48 hours has no second effect and answers 409 "
    "`answer_not_kept`: the answer held a secret, which is not kept."
)
_REF = "#/components/schemas/{model}"
_PATH_PARAMETER = re.compile(r"\{(\w+)\}")


def document(routes: Sequence[Route], version: str) -> dict[str, Any]:
    """All routes with their schemas, permissions and problem answers."""
    inputs: list[tuple[str, JsonSchemaMode, TypeAdapter[Any]]] = [
        (_name(route, part), mode, TypeAdapter(kind))
        for route in routes
        for part, mode, kind in _parts(route)
    ]
    inputs.append(("problem", "serialization", TypeAdapter(Problem)))
    found, definitions = TypeAdapter.json_schemas(inputs, ref_template=_REF)
    named = definitions.get("$defs", {})
    schemas = {key[0]: schema for key, schema in found.items()}
    queries = {name: _resolved(schema, named) for name, schema in schemas.items()}
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(PREFIX + route.path, {})[route.method.lower()] = _operation(
            route, schemas, queries
        )
    return {
        "openapi": "3.1.0",
        "info": {"title": "Social CRM hub", "version": version, "license": {"name": "Apache-2.0"}},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": named,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "scrm_session"},
            },
        },
    }


def _resolved(schema: dict[str, Any], named: dict[str, Any]) -> dict[str, Any]:
    """A schema itself where another only points to it."""
    pointer = schema.get("$ref", "")
    found: dict[str, Any] = named[pointer.rsplit("/", 1)[-1]] if pointer else schema
    return found


def _parts(route: Route) -> list[tuple[str, JsonSchemaMode, Any]]:
    parts: list[tuple[str, JsonSchemaMode, Any]] = []
    if route.body is not None:
        parts.append(("body", "validation", route.body))
    if route.query is not None:
        parts.append(("query", "validation", route.query))
    if route.answer is not None:
        parts.append(("answer", "serialization", route.answer))
    return parts


def _name(route: Route, part: str) -> str:
    return f"{route.method} {route.path} {part}"


def _operation(route: Route, schemas: dict[str, Any], queries: dict[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.handler.__name__,
        "summary": route.summary,
        "tags": [route.room],
        "parameters": _parameters(route, queries),
        "responses": _responses(route, schemas),
    }
    if route.permission != PUBLIC:
        operation["security"] = [{"token": []}, {"session": []}]
        operation["x-permission"] = route.permission
    if route.body is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schemas[_name(route, "body")]}},
        }
    return operation


def _parameters(route: Route, queries: dict[str, Any]) -> list[dict[str, Any]]:
    text = {"type": "string"}
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": text}
        for name in _PATH_PARAMETER.findall(route.path)
    ]
    if route.query is not None:
        shape = queries[_name(route, "query")]
        parameters += [
            {
                "name": name,
                "in": "query",
                "schema": schema,
                "required": name in shape.get("required", ()),
            }
            for name, schema in shape["properties"].items()
        ]
    if route.method == "POST" and route.permission != PUBLIC:
        says = ANSWERED_ONCE if route.secret else ANSWERED_AGAIN
        parameters.append(
            {"name": "Idempotency-Key", "in": "header", "schema": text, "description": says}
        )
    return parameters


def _responses(route: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    good: dict[str, Any] = {"description": "Done"}
    if route.answer is not None:
        good["content"] = {"application/json": {"schema": schemas[_name(route, "answer")]}}
    trouble = {
        "description": "A problem, with a stable code",
        "content": {"application/problem+json": {"schema": schemas["problem"]}},
    }
    responses = {str(route.status if route.answer is not None or route.raw_body else 204): good}
    return responses | {str(status): trouble for status in sorted({*STATUS.values(), 400, 413})}
