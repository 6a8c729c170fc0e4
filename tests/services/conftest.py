"""What the tests of the services start from."""

from tests.conversations.conftest import empty_file

__all__ = ["empty_file"]
