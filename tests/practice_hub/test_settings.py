"""Each test starts a Python of its own: settings are read once, when a process starts."""

import importlib.util
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

PRODUCTION = {
    "SECRET_KEY": "k" * 25 + "0123456789abcdefghijklmnopqrstuvwxyz",
    "DATABASE_URL": "postgres://hub@db.example.org/hub",
    "ALLOWED_HOSTS": "hub.example.org,www.hub.example.org",
}


def read_settings(expression, tmp_path, **environment):
    """What a new process finds in the settings, given only this environment."""
    code = f"from django.conf import settings; print({expression})"
    clean = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "practice_hub.settings"}
    clean |= {"HUB_ENV_FILE": os.devnull, "HUB_VAR_DIR": str(tmp_path)}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, env=clean | environment, capture_output=True, text=True
    )


@pytest.mark.parametrize("missing", PRODUCTION)
def test_without_a_needed_setting_the_start_stops_and_says_what_to_add(missing, tmp_path):
    given = {name: value for name, value in PRODUCTION.items() if name != missing}
    result = read_settings("settings.DEBUG", tmp_path, **given)
    assert result.returncode == 1
    assert f"\n  {missing}=" in result.stderr
    assert not any(f"\n  {name}=" in result.stderr for name in given)
    assert "Traceback" not in result.stderr


def test_all_that_is_missing_is_named_at_once(tmp_path):
    result = read_settings("settings.DEBUG", tmp_path)
    assert result.returncode == 1
    assert all(f"\n  {name}=" in result.stderr for name in PRODUCTION)


def test_the_web_server_ends_rather_than_try_again_without_its_settings(tmp_path):
    result = subprocess.run(
        [sys.executable, "-m", "gunicorn", "practice_hub.wsgi", "--bind", "127.0.0.1:0"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "HUB_ENV_FILE": os.devnull, "HUB_VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert result.returncode != 0
    assert result.stderr.count("The hub cannot start") == 1


def test_a_server_is_no_demonstration_and_uses_https_unless_told_otherwise(tmp_path):
    shown = "settings.DEBUG, settings.HUB_DEMO, settings.EMBEDDED_CLUSTER, settings.HUB_BASE_URL, "
    shown += "settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_HSTS_SECONDS > 0"
    result = read_settings(shown, tmp_path, **PRODUCTION)
    assert result.stdout.strip() == "False False None https://hub.example.org True True True"


def test_a_server_never_falls_back_to_the_embedded_database(tmp_path):
    result = read_settings("settings.DATABASES", tmp_path, **{**PRODUCTION, "DATABASE_URL": ""})
    assert result.returncode == 1
    assert not (tmp_path / "postgres").exists()


def test_the_demonstration_must_be_asked_for_by_name_where_debug_is_off(tmp_path):
    shown = "settings.HUB_DEMO"
    assert read_settings(shown, tmp_path, DEBUG="0", HUB_DEMO="1").stdout.strip() == "True"
    assert read_settings(shown, tmp_path, DEBUG="1").stdout.strip() == "True"
    assert read_settings(shown, tmp_path, DEBUG="1", HUB_DEMO="0", **PRODUCTION).stdout.strip() == "False"


def test_the_demonstration_makes_its_own_secret_once_and_keeps_it_to_itself(tmp_path):
    first = read_settings("settings.SECRET_KEY", tmp_path, HUB_DEMO="1").stdout
    assert len(first.strip()) >= 50
    assert read_settings("settings.SECRET_KEY", tmp_path, HUB_DEMO="1").stdout == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_the_environment_wins_over_the_file(tmp_path):
    (tmp_path / "env").write_text("HUB_DEMO=1\nHUB_NAME=From the file\nHUB_ADMIN_PATH=/office\n")
    shown = "settings.HUB_NAME, settings.HUB_ADMIN_PATH"
    result = read_settings(shown, tmp_path, HUB_ENV_FILE=str(tmp_path / "env"), HUB_NAME="From outside")
    assert result.stdout.strip() == "From outside office/"


def test_the_example_explains_every_name_that_the_code_reads():
    example = (settings.BASE_DIR / ".env.example").read_text()
    read = set()
    for source in [settings.BASE_DIR / "practice_hub/settings.py", settings.BASE_DIR / "gunicorn.conf.py"]:
        read |= set(names_read(source.read_text()))
    # Which file to read cannot stand in the file; how gunicorn talks is for whoever hunts a fault in it.
    read -= {"HUB_ENV_FILE", "GUNICORN_LOG_LEVEL"}
    missing = sorted(name for name in read if f"{name}=" not in example)
    assert not missing


def names_read(source):
    return re.findall(r"(?:env\.\w+|environ\.get)\(\s*[\"']([A-Z_]+)[\"']", source)


def test_psycopg_3_is_not_installed():
    # Django would use it in place of psycopg2, on which everything is tested.
    assert importlib.util.find_spec("psycopg") is None
