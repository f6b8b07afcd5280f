from __future__ import annotations

from django.urls import path

from lyhord.messaging.views import outbox

app_name = "messaging"
urlpatterns = [
    path("", outbox.outbox, name="outbox"),
    path("andra/", outbox.outbox_change, name="outbox-change"),
    path("<uuid:message_id>/", outbox.message_detail, name="message-detail"),
]
