"""Old bookings say how it went: from the attendance, or that the session was cancelled. A full session keeps its seats."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import Count, Exists, OuterRef


def say_how_it_went(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Booking = apps.get_model("training", "Booking")
    Attendance = apps.get_model("training", "Attendance")
    for outcome in ("present", "absent"):
        noted = Attendance.objects.filter(session=OuterRef("session"), employee=OuterRef("employee"), outcome=outcome)
        Booking.objects.filter(Exists(noted), session__state="held").update(state=outcome)
    Booking.objects.filter(session__state="cancelled").update(state="cancelled")


def keep_seats(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Before this there was no limit: a session to come that has more people than its module or room keeps them all."""
    TrainingSession = apps.get_model("training", "TrainingSession")
    coming = TrainingSession.objects.filter(state="planned").select_related("module", "place")
    for session in coming.annotate(booked=Count("bookings")):
        room = session.place.room_capacity or session.module.group_max
        if session.booked > min(session.module.group_max, room):
            session.seats = session.booked
            session.save(update_fields=["seats"])


class Migration(migrations.Migration):
    dependencies = [("training", "0003_booking_states")]

    operations = [
        migrations.RunPython(say_how_it_went, migrations.RunPython.noop),
        migrations.RunPython(keep_seats, migrations.RunPython.noop),
    ]
