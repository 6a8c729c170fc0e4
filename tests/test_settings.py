"""Settings that do not fit together are refused at the start, with what to change."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from settings import BotSettings


def test_files_are_up_to_20_megabytes_without_a_server_of_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert BotSettings().document_limit == 20
    monkeypatch.setenv("DOCUMENT_LIMIT", "2000")
    with pytest.raises(ValidationError, match="BOT_API_LOCAL=true"):
        BotSettings()
    monkeypatch.setenv("BOT_API_LOCAL", "true")
    assert BotSettings().document_limit == 2000
