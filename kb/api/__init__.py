"""The HTTP API; `kb.api.app.build_app` makes the application."""
