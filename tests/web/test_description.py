"""schemathesis asks the interface all that its description allows, and much that it does not."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from tests.web.conftest import NOW, TODAY
from timeline.web.api import ENDPOINTS
from timeline.web.server import Service, application

pytestmark = pytest.mark.slow

schemathesis = pytest.importorskip("schemathesis", reason="no schemathesis: pip install schemathesis")

HOST = {"Host": "127.0.0.1"}


@pytest.fixture(scope="module")
def described(press):
    service = Service(press, "Press", lambda: NOW, lambda: TODAY)
    return schemathesis.openapi.from_asgi("/api/openapi.json", application(service), headers=HOST)


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.path)
def test_the_description_holds_whatever_is_asked(described, endpoint):
    from schemathesis import GenerationMode
    from schemathesis.specs.openapi.checks import positive_data_acceptance

    operation = described[endpoint.path]["GET"]
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        if mode is GenerationMode.NEGATIVE and not endpoint.parameters:
            continue

        @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(case=operation.as_strategy(generation_mode=mode))
        def asks(case):
            # A period, a name or an id may be any text, and most texts mean none.
            answer = case.call(headers=HOST)
            if answer.status_code != 414:
                case.validate_response(answer, headers=HOST, excluded_checks=[positive_data_acceptance])

        asks()
