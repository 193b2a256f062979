"""The requests measured, and /metrics."""

import time

from flask import Blueprint, Flask, Response, current_app, g, request
from flask.signals import before_render_template, template_rendered
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from werkzeug.exceptions import NotFound

from index.live import LiveIndex
from index.timing import tell
from service.keys import require_key
from service.metrics import Metrics
from service.settings import OFF, Settings

routes = Blueprint("measuring", __name__)

KEY = "key"
"""Value of the setting `metrics` that wants the admin key."""


def register_metrics(app: Flask, settings: Settings, live: LiveIndex) -> None:
    """Measure the requests of the application, and serve what was measured as the settings allow."""
    metrics = Metrics(live)
    app.extensions["wenda.metrics"] = metrics
    app.config["WENDA_METRICS"] = settings.metrics
    app.register_blueprint(routes)

    @app.before_request
    def begin() -> None:
        g.started = time.perf_counter()
        tell(metrics.observe)

    @app.after_request
    def end(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "none"
        # Any word can stand where the method does.
        method = request.method if request.url_rule else "none"
        metrics.requests.labels(method, route, response.status_code).inc()
        metrics.seconds.labels(route).observe(time.perf_counter() - g.started)
        return response

    def rendering(*_: object, **__: object) -> None:
        g.rendering = time.perf_counter()

    def rendered(*_: object, **__: object) -> None:
        metrics.observe("render", time.perf_counter() - g.rendering)

    before_render_template.connect(rendering, app, weak=False)
    template_rendered.connect(rendered, app, weak=False)


@routes.get("/metrics")
def metrics_text() -> Response:
    """Give the metrics of all worker processes."""
    allowed = current_app.config["WENDA_METRICS"]
    if allowed == OFF:
        raise NotFound
    if allowed == KEY:
        refused = require_key()
        if refused:
            return refused
    metrics: Metrics = current_app.extensions["wenda.metrics"]
    return Response(metrics.text(), content_type=CONTENT_TYPE_PLAIN_0_0_4)
