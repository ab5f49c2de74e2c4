import socket
import sys

import pytest

from practice_hub import bootstrap, serve
from practice_hub.assets import AssetsError, without_government_branding
from practice_hub.bootstrap import CannotStart
from practice_hub.serve import CannotServe


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A place to install into that is not this one, with a pip that only notes that it was asked."""
    for name, path in {"VENV": ".venv", "VAR": "var", "VENDOR": "static/vendor"}.items():
        monkeypatch.setattr(bootstrap, name, tmp_path / path)
    (tmp_path / "var").mkdir()
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/python").symlink_to(sys.executable)
    calls = []
    monkeypatch.setattr(bootstrap, "run", lambda command, what, log: calls.append(command))
    monkeypatch.setattr(bootstrap, "works", lambda *command: True)
    return calls


@pytest.mark.parametrize("version", [(3, 8, 18), (3, 10, 13)])
def test_an_old_python_is_refused_with_what_to_do(version):
    with pytest.raises(CannotStart, match=r"needs Python 3\.11 or newer, and python3 is 3\.(8|10): install one"):
        bootstrap.refuse_old_python(version, "python3")


def test_this_python_is_not_refused():
    bootstrap.refuse_old_python(sys.version_info, sys.executable)


def test_a_python_without_venv_is_told_which_package_to_install(monkeypatch):
    monkeypatch.setattr(bootstrap, "works", lambda *command: False)
    with pytest.raises(CannotStart, match="apt-get install python3-venv"):
        bootstrap.make_venv()


def test_packages_are_installed_once_and_again_only_when_the_list_changes(clone, monkeypatch, capsys):
    bootstrap.install_packages("")
    bootstrap.install_packages("")
    assert len(clone) == 1
    assert "up to date" in capsys.readouterr().out
    monkeypatch.setattr(bootstrap, "digest", lambda *_: "another list")
    bootstrap.install_packages("")
    assert len(clone) == 2


@pytest.mark.parametrize(("more", "less"), [("-dev", ""), ("-bench", "-dev"), ("-bench", "")])
def test_what_needs_more_includes_what_needs_less(clone, more, less):
    bootstrap.install_packages(more)
    bootstrap.install_packages(less)
    assert [command[-1].name for command in clone] == [f"requirements{more}.txt"]


@pytest.mark.parametrize(("less", "more"), [("", "-dev"), ("-dev", "-bench"), ("", "-bench")])
def test_what_needs_more_is_installed_where_there_was_less(clone, less, more):
    bootstrap.install_packages(less)
    bootstrap.install_packages(more)
    assert [command[-1].name for command in clone] == [f"requirements{less}.txt", f"requirements{more}.txt"]


@pytest.mark.parametrize("kind", bootstrap.KINDS)
def test_each_list_of_packages_brings_the_one_before_it_along(kind):
    said = (bootstrap.ROOT / f"requirements{kind}.txt").read_text()
    before = bootstrap.KINDS[: bootstrap.KINDS.index(kind)]
    assert [line for line in said.splitlines() if line.startswith("-r")] == [
        f"-r requirements{each}.txt" for each in before[-1:]
    ]


@pytest.mark.parametrize(
    ("arguments", "kind"), [(["-m", "it"], ""), (["--dev", "-m", "it"], "-dev"), (["--bench", "-m", "it"], "-bench")]
)
def test_the_command_gets_what_is_asked_for_and_then_runs(monkeypatch, arguments, kind):
    prepared, ran = [], []
    monkeypatch.setattr(bootstrap, "prepare", prepared.append)
    monkeypatch.setattr(bootstrap.os, "execv", lambda python, command: ran.append(command[1:]))
    bootstrap.main(arguments)
    assert (prepared, ran) == ([kind], [["-m", "it"]])


def test_an_interrupted_installation_is_taken_up_again(clone, monkeypatch):
    bootstrap.install_packages("")
    monkeypatch.setattr(bootstrap, "digest", lambda *_: "another list")

    def interrupted(*_):
        raise CannotStart("no network")

    monkeypatch.setattr(bootstrap, "run", interrupted)
    with pytest.raises(CannotStart):
        bootstrap.install_packages("")
    assert not list(bootstrap.VENV.glob("hub-packages*"))


@pytest.mark.parametrize(
    "said",
    [
        "WARNING: Retrying … NewConnectionError('… Failed to establish …')\nERROR: No matching distribution",
        "npm error code ENOTFOUND\nnpm error network request failed",
    ],
)
def test_a_missing_network_is_called_that(said):
    assert bootstrap.reason(said).startswith("no network")


def test_another_failure_is_told_in_the_programs_own_last_words():
    assert bootstrap.reason("Collecting x\nERROR: disk is full\nsee the manual") == "ERROR: disk is full"


def test_a_failed_program_is_reported_in_one_line_and_its_words_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(bootstrap, "VAR", tmp_path)
    command = [sys.executable, "-c", "print('ERROR: one'); print('more'); raise SystemExit(3)"]
    with pytest.raises(CannotStart) as failure:
        bootstrap.run(command, "It could not be done", "it.log")
    assert str(failure.value) == "It could not be done: ERROR: one (all of it: var/it.log)"
    assert "more" in (tmp_path / "it.log").read_text()


def test_a_taken_port_is_refused_in_one_line():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotServe, match=rf"^Port {port} on 127.0.0.1 is in use .* `make run PORT=8080`\.$"):
            serve.refuse_taken_port("127.0.0.1", str(port))


@pytest.mark.parametrize("port", ["", "http", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused(port):
    with pytest.raises(CannotServe, match="PORT must be a number"):
        serve.refuse_taken_port("127.0.0.1", port)


def test_the_style_sheet_loses_the_fonts_and_the_crown():
    style = (
        "@font-face{font-family:GDS Transport;src:url(/assets/fonts/light.woff2)}"
        ".a{font-family:GDS Transport,arial,sans-serif;background-image:url(/assets/images/govuk-crest.svg)}"
        "\n/*# sourceMappingURL=govuk-frontend.min.css.map */\n"
    )
    ours = without_government_branding(style)
    assert "GDS" not in ours
    assert "url(" not in ours
    assert "sourceMappingURL" not in ours
    assert ours.startswith(".a{font-family:system-ui,")


def test_something_new_in_the_style_sheet_stops_the_copy():
    with pytest.raises(AssetsError, match=r"crown\.png"):
        without_government_branding(".a{background:url(/assets/images/crown.png)}")
