"""The pages: Jinja2 templates, one stylesheet, plain ES modules; no build step."""
