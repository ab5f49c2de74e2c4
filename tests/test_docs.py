from pathlib import Path

from practices import lifecycle

ROOT = Path(__file__).parent.parent


def test_the_architecture_page_shows_the_lifecycle_as_the_code_has_it():
    """When this fails: paste what `manage.py print_lifecycle` prints."""
    assert lifecycle.as_mermaid() in (ROOT / "docs/architecture.md").read_text()
