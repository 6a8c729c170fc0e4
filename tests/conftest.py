"""What every test may start from."""

pytest_plugins = ("tests.databases",)
