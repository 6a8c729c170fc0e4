"""What the tests of the transport share."""

import io
import logging
import sys
from collections.abc import Iterator

import pytest
import structlog

from handlers.transport.logs import configure_logging, hide_in_logs


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Everything logged, down to the last detail; logging is as it was afterwards."""
    root = logging.getLogger()
    before = root.handlers[:], root.level, sys.excepthook
    stream = io.StringIO()
    configure_logging("DEBUG", stream)
    yield stream
    root.handlers[:], level, sys.excepthook = before
    root.setLevel(level)
    logging.captureWarnings(False)
    logging.raiseExceptions = True
    structlog.reset_defaults()
    hide_in_logs({})
