import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings

from practice_hub import embedded
from practice_hub.embedded import Cluster, EmbeddedError

HOLD = """
import sys, time
from practice_hub.embedded import Cluster
cluster = Cluster(sys.argv[1])
cluster.start()
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture(scope="module")
def made():
    """A cluster that was made once and is not running; tests copy it, since making one takes a second."""
    home = Path(tempfile.mkdtemp(prefix="practice-hub-embedded-"))
    home.chmod(0o711)
    cluster = Cluster(home / "made")
    with cluster.running():
        execute(cluster, "CREATE TABLE kept (word text)")
        execute(cluster, "INSERT INTO kept VALUES ('still here')")
    yield home
    shutil.rmtree(home)


@pytest.fixture
def cluster(made):
    copy = made / f"copy-{time.monotonic_ns()}"
    subprocess.run(["cp", "-a", made / "made", copy], check=True)
    cluster = Cluster(copy)
    yield cluster
    cluster.stop()


def execute(cluster, sql):
    connection = psycopg2.connect(host=str(cluster.socket_folder), user="postgres", dbname="hub")
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else None
    finally:
        connection.close()


def test_data_survive_a_stop_and_a_start(cluster):
    with cluster.running():
        assert execute(cluster, "SELECT word FROM kept") == [("still here",)]
    assert not (cluster.data / "postmaster.pid").exists()
    with cluster.running():
        assert execute(cluster, "SELECT word FROM kept") == [("still here",)]


def test_data_survive_a_killed_server_whose_leavings_do_not_stop_the_next_start(cluster):
    cluster.start()
    execute(cluster, "INSERT INTO kept VALUES ('acknowledged')")
    os.kill(cluster._postmaster(), signal.SIGKILL)
    cluster._process.wait()
    cluster.stop()
    assert (cluster.data / "postmaster.pid").exists()
    with Cluster(cluster.home).running():
        assert ("acknowledged",) in execute(cluster, "SELECT word FROM kept")


def test_a_leftover_number_that_another_process_has_by_now_does_not_stop_the_start(cluster):
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.data}\n1\n5432\n\n\n\nready\n")
    assert cluster.start()


def test_the_last_to_leave_stops_the_server(cluster):
    other = Cluster(cluster.home)
    assert cluster.start()
    assert not other.start()
    cluster.stop()
    assert execute(other, "SELECT 1") == [(1,)]
    other.stop()
    cluster._process.wait(timeout=5)
    with pytest.raises(psycopg2.OperationalError):
        execute(other, "SELECT 1")


def test_a_user_that_was_killed_does_not_keep_the_server_running(cluster):
    command = [sys.executable, "-c", HOLD, cluster.home]
    with subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        cluster.start()
        holder.kill()
    cluster.stop()
    assert cluster._postmaster() is None


def test_a_database_of_another_release_is_named_and_left_alone(cluster):
    (cluster.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(EmbeddedError, match=r"made by PostgreSQL 9 .* remove .* to start afresh"):
        cluster.start()


def test_a_start_that_fails_says_why_in_one_line(cluster):
    with (cluster.data / "postgresql.auto.conf").open("a") as configuration:
        configuration.write("max_connections = lots\n")
    with pytest.raises(EmbeddedError) as failure:
        cluster.start()
    assert "max_connections" in str(failure.value) or "configuration file" in str(failure.value)
    assert "\n" not in str(failure.value)


def test_it_listens_nowhere_on_the_network_and_only_to_its_owner(cluster):
    with cluster.running():
        assert execute(cluster, "SHOW listen_addresses") == [("",)]
    assert cluster.socket_folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("name", ["far/" * 40 + "away", "one, two"])
def test_folders_whose_names_a_socket_cannot_have_use_a_short_one(name):
    folder = Cluster(Path("/srv", name)).socket_folder
    assert len(str(folder)) < 60
    assert "," not in str(folder)
    assert folder == Cluster(Path("/srv", name)).socket_folder


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can hand the server to another account")
def test_root_in_a_closed_folder_uses_one_that_the_server_can_enter(tmp_path, monkeypatch):
    open_to_all = Path(tempfile.mkdtemp(prefix="practice-hub-shared-"))
    open_to_all.chmod(0o755)
    monkeypatch.setattr(embedded, "SHARED_HOME", open_to_all)
    closed = Path(tempfile.mkdtemp(prefix="practice-hub-closed-"))
    try:
        cluster = Cluster(closed / "postgres")
        assert cluster.home.parent == open_to_all
        with cluster.running():
            assert execute(cluster, "SELECT 1") == [(1,)]
    finally:
        shutil.rmtree(open_to_all)
        shutil.rmtree(closed)
