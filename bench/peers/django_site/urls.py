"""The addresses of the tutorial."""

# django carries no types
# mypy: disable-error-code="import-untyped"
from django.urls import include, path

urlpatterns = [path("polls/", include("bench.peers.django_site.questions.urls"))]
