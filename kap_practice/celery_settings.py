"""How background work is carried.

The database is the queue of record and Celery only wakes the worker, so a message may be lost, late or doubled without
harm: the sweeps below find what was missed, and each task claims its row before it acts.
"""

from datetime import timedelta

from django.conf import settings

broker_url = settings.BROKER_URL
# A request must not wait for a broker that is down: one try, one second. The sweep picks the row up later.
broker_connection_timeout = 1
broker_connection_retry_on_startup = True
task_publish_retry = False
broker_transport_options = {
    "socket_connect_timeout": 1,
    "max_retries": 0,
    # Nor for one that takes the connection and says nothing; a worker waits on its queue longer than that by design.
    **({} if settings.WORKER else {"socket_timeout": 1}),
    # A message that a killed worker held comes back after this many seconds: longer than any task may run.
    "visibility_timeout": 600,
}

# A task is handed out again when its worker dies, three times at most: a poisoned one must not go round for ever.
task_acks_late = True
task_retry_on_worker_lost = True
task_annotations = {"*": {"max_retries": 3}}
worker_prefetch_multiplier = 1
worker_max_tasks_per_child = 200
task_soft_time_limit = 50
task_time_limit = 60

# Tasks take ids and leave their results in the database.
accept_content = ["json"]
task_serializer = "json"
task_ignore_result = True
worker_enable_remote_control = False
worker_hijack_root_logger = False
timezone = "UTC"
enable_utc = True

_EVERY_SECONDS = {
    "outbox.tasks.sweep": 10,
    "outbox.tasks.heartbeat": 15,
    "screening.tasks.watch_safety": 30,
    "reminders.tasks.plan": 15,
    "billing.tasks.charge_completed": 10,
    "documents.tasks.sweep": 15,
    "kap_practice.tasks.watch_record": 60,
    "kap_practice.tasks.anchor_record": 600,
}
# A sweep that waited while the worker was away is dropped: the next one does its work.
beat_schedule = {
    task: {"task": task, "schedule": timedelta(seconds=seconds), "options": {"expires": seconds}}
    for task, seconds in _EVERY_SECONDS.items()
}
