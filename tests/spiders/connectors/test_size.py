from pathlib import Path

import pytest

CONNECTORS = sorted(
    path
    for path in (Path(__file__).parents[3] / "spiders" / "connectors").glob("*.py")
    if "connectors.register(" in path.read_text("utf-8")
)


@pytest.mark.parametrize("path", CONNECTORS, ids=lambda path: path.stem)
def test_connector_fits_one_screen_and_a_half(path):
    """What a platform needs stands in one file of at most 80 lines; what several share is in helper modules."""
    assert len(path.read_text("utf-8").splitlines()) <= 80
