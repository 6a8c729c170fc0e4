"""What an operator has to put right before the program can go on."""


class OperatorError(Exception):
    """Says in a sentence or two what is wrong, why, and what to do; the command line then ends with 2."""


class SettingError(OperatorError):
    """A setting is missing, or what it says will not do."""


class PortTakenError(OperatorError):
    """Nothing can listen where a setting says."""

    def __init__(self, setting: str, host: str, port: int, error: OSError) -> None:
        super().__init__(
            f"Nothing can listen on {host}:{port} ({error.strerror or error}): end the program that holds it "
            f"(a second bot?), or set {setting} to another port."
        )
