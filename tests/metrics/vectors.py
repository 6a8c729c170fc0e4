"""The project's own expected values: the article's figures and published references."""

import json
from pathlib import Path
from typing import Any

VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "metric_vectors.json").read_text())
