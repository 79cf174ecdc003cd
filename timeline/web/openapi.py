"""The description of the interface in the form of OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.0)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from timeline import __version__
from timeline.web.api import Endpoint
from timeline.web.asking import LONGEST, Parameter

Json = dict[str, Any]

_ERRORS = {
    400: "The question cannot be read; `error` says why",
    404: "There is no such thing; `error` says what to do",
    405: "Only GET and HEAD are answered",
    414: "The address is too long",
    421: "The server is not called by this name",
    503: "The database or the server is busy; try again",
}


def document(endpoints: Sequence[Endpoint]) -> Json:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "timeline",
            "version": __version__,
            "description": "Dated events from news articles, read-only, with the names and filters of the command "
            "line. Every answer carries an ETag made from the end of the log; If-None-Match is honoured. Lists come "
            "in pages: `next` is the address of the following one, and a Link header names it too.",
        },
        "paths": {endpoint.path: {"get": _operation(endpoint)} for endpoint in endpoints},
        "components": {"schemas": {"Error": _object({"error": {"type": "string"}}, ("error",))}},
    }


def _operation(endpoint: Endpoint) -> Json:
    parameters = [_parameter(parameter) for parameter in endpoint.parameters]
    if "{id}" in endpoint.path:
        schema = {"type": "string", "minLength": 1, "maxLength": LONGEST}
        help_ = "An id, the unambiguous start of one, or words of a title or name"
        parameters.insert(0, {"name": "id", "in": "path", "required": True, "description": help_, "schema": schema})
    answer = _object({name: {} for name in endpoint.holds}, endpoint.holds)
    return {
        "operationId": endpoint.answer.__name__,
        "summary": endpoint.help,
        "parameters": parameters,
        "responses": {
            "200": {"description": "The answer", "content": {"application/json": {"schema": answer}}},
            "304": {"description": "Nothing has changed since the ETag that If-None-Match names"},
            **{str(status): _error(help_) for status, help_ in _ERRORS.items()},
        },
    }


def _parameter(parameter: Parameter) -> Json:
    schema = {"type": "array", "items": parameter.schema, "maxItems": 20} if parameter.many else parameter.schema
    many: Json = {"explode": True, "style": "form"} if parameter.many else {}
    return {"name": parameter.name, "in": "query", "description": parameter.help, "schema": schema, **many}


def _error(help_: str) -> Json:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    return {"description": help_, "content": content}


def _object(properties: Json, required: Sequence[str]) -> Json:
    return {"type": "object", "properties": properties, "required": list(required)}
