"""The addresses of the tutorial."""

# Django carries no types, and is installed for measuring only.
# mypy: disable-error-code="import-untyped, import-not-found"
from django.urls import include, path

urlpatterns = [path("polls/", include("bench.peers.django_site.questions.urls"))]
