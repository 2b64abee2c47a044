from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from outbox.models import Heartbeat


@pytest.fixture
def living_worker(db: None) -> Heartbeat:
    return Heartbeat.objects.create(name="worker", at=timezone.now())


def test_a_process_that_lives_says_so_without_a_database(client: Client) -> None:
    assert client.get("/livez").status_code == HTTPStatus.OK


def test_it_is_ready_when_everything_answers(client: Client, living_worker: Heartbeat) -> None:
    answer = client.get("/readyz")
    parts = ("database", "migrations", "wall", "broker", "worker")
    assert answer.json() == {"ready": True, **dict.fromkeys(parts, "ok")}


def test_it_is_not_ready_before_a_worker_has_run(client: Client, db: None) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["worker"]) == (HTTPStatus.SERVICE_UNAVAILABLE, "down")


def test_it_is_not_ready_when_the_worker_has_been_silent(client: Client, living_worker: Heartbeat) -> None:
    Heartbeat.objects.update(at=timezone.now() - timedelta(seconds=61))
    assert client.get("/readyz").json()["worker"] == "down"


def test_it_is_not_ready_without_a_broker(client: Client, living_worker: Heartbeat, settings: Settings) -> None:
    settings.REDIS_URL = "unix:///nowhere/valkey.sock"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["broker"]) == (HTTPStatus.SERVICE_UNAVAILABLE, "down")


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_an_answer_and_not_an_error(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "host", "/nowhere")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (HTTPStatus.SERVICE_UNAVAILABLE, "down")


def test_a_host_name_that_is_not_ours_is_no_obstacle_for_a_load_balancer(client: Client) -> None:
    assert client.get("/livez", headers={"host": "10.0.0.7"}).status_code == HTTPStatus.OK
