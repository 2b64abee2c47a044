from django.urls import URLPattern, URLResolver, path

from outbox.views.messages import messages, try_message_again

urlpatterns: list[URLPattern | URLResolver] = [
    path("messages/", messages, name="messages"),
    path("messages/<uuid:message_id>/again/", try_message_again, name="try_message_again"),
]
