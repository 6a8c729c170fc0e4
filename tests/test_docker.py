"""The image and the compose file, checked without a Docker daemon."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
TOOLS = Path(sys.executable).parent
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def last_stage() -> str:
    return DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    parsed = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    assert isinstance(parsed, dict)
    return parsed


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    done = subprocess.run(  # noqa: S603
        [TOOLS / "hadolint", "--failure-threshold", "style", ROOT / "Dockerfile"],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_every_image_is_pinned_to_a_patch_version(compose: dict[str, Any]) -> None:
    images = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    images.append(compose["services"]["postgres"]["image"])
    assert len(images) == 3
    for image in images:
        assert re.search(r":\d+\.\d+(\.\d+)?-", image), image


def test_the_image_is_built_with_the_uv_that_make_uses() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    version = re.search(r"^UV_VERSION = (\S+)$", makefile, re.MULTILINE)
    assert version is not None
    assert f"uv=={version[1]}\n" in DOCKERFILE


def test_the_last_stage_has_no_build_tools_and_no_root() -> None:
    stage = last_stage()
    assert not re.search(r"apt-get|pip install|uv sync|gcc|build-essential", stage)
    assert re.findall(r"^USER (\S+)$", stage, re.MULTILINE) == ["10001"]
    assert "useradd --uid 10001" in stage
    after_user = stage[stage.index("\nUSER ") :]
    assert "\nRUN " not in after_user


def test_the_image_asks_the_bot_for_its_health() -> None:
    assert 'CMD ["python", "bot.py", "health"]' in last_stage()


def test_every_room_of_the_program_is_in_the_image_and_nothing_else() -> None:
    ignore = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    rooms = project["tool"]["importlinter"]["root_packages"]
    assert "*" in ignore
    assert {line[1:] for line in ignore if line.startswith("!")} == {
        *rooms,
        "bot.py",
        "checkup.py",
        "clock.py",
        "composition.py",
        "operator_error.py",
        "settings.py",
        "pyproject.toml",
        "uv.lock",
    }


def test_the_bot_keeps_its_data_in_a_volume(compose: dict[str, Any]) -> None:
    bot = compose["services"]["bot"]
    volume, _, target = bot["volumes"][0].partition(":")
    assert volume in compose["volumes"]
    assert target == "/data"
    assert 'VOLUME ["/data"]' in last_stage()
    assert "ln --symbolic /data /app/data" in last_stage()


def test_the_bot_runs_with_as_few_rights_as_it_needs(compose: dict[str, Any]) -> None:
    bot = compose["services"]["bot"]
    assert bot["read_only"] is True
    assert bot["tmpfs"][0].startswith("/tmp")  # noqa: S108
    assert bot["cap_drop"] == ["ALL"]
    assert bot["security_opt"] == ["no-new-privileges:true"]
    assert bot["restart"] == "unless-stopped"
    assert "MPLCONFIGDIR=/tmp/" in last_stage()


def test_no_service_can_take_the_whole_machine(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        assert {"mem_limit", "pids_limit", "cpus"} <= service.keys()


def test_the_metrics_are_reached_inside_the_network_alone(compose: dict[str, Any]) -> None:
    bot = compose["services"]["bot"]
    assert bot["environment"]["HEALTH_HOST"] == "0.0.0.0"  # noqa: S104 - the container's own
    assert not any(":8081" in port for port in bot["ports"])


def test_settings_are_optional_and_postgres_is_a_choice(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert services["bot"]["env_file"] == [{"path": ".env", "required": False}]
    assert services["postgres"]["profiles"] == ["postgres"]
    assert services["bot"]["depends_on"]["postgres"]["required"] is False


def test_commits_run_the_tools_of_make_check() -> None:
    parsed = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    entries = [hook["entry"].split()[0] for repo in parsed["repos"] for hook in repo["hooks"]]
    assert entries == [f".venv/bin/{tool}" for tool in ("ruff", "ruff", "mypy", "lint-imports")]
    done = subprocess.run(  # noqa: S603
        [TOOLS / "pre-commit", "validate-config", ROOT / ".pre-commit-config.yaml"],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
