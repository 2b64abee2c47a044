import socket
from pathlib import Path

import pytest

from kap_practice import serving


@pytest.fixture
def place(tmp_path: Path) -> serving.Place:
    return serving.Place(tmp_path, tmp_path / "100% var", 8000, {})


def test_a_port_in_use_is_seen() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert not serving.port_is_free(other.getsockname()[1])


def test_a_second_start_in_the_same_place_is_refused(place: serving.Place) -> None:
    with serving.only_one(place), pytest.raises(serving.CannotServe, match="already running"), serving.only_one(place):
        pass


def test_a_percent_sign_in_a_path_is_no_reference_to_supervisord(place: serving.Place) -> None:
    assert "100%% var" in serving.configuration(place)


def test_worker_and_scheduler_connect_as_the_worker(place: serving.Place) -> None:
    programs = serving.configuration(place).split("[program:")[1:]
    assert [('KAP_PROCESS="worker"' in program) for program in programs] == [False, True, True]
