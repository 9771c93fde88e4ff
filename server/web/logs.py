"""How does the server log? JSON lines through the standard library, no personal data."""

import logging

import structlog


def configure_logs(level: str) -> None:
    """Send structlog's events to the standard library's loggers, one JSON object per line."""
    logging.getLogger("server").setLevel(level.upper())
    logging.getLogger("psycopg").setLevel(logging.ERROR)  # it warns of errors that it raises as well
    structlog.configure(
        processors=[
            structlog.stdlib.add_logger_name,
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
