"""The address behind the link in an invitation."""

from __future__ import annotations

from django.urls import path

from lyhord.training.views import answers

app_name = "training-answer"
urlpatterns = [path("<str:token>/", answers.answer, name="answer")]
