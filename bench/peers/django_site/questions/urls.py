"""The pages."""

# Django carries no types, and is installed for measuring only.
# mypy: disable-error-code="import-untyped, import-not-found"
from django.urls import path

from bench.peers.django_site.questions import views

app_name = "polls"
urlpatterns = [
    path("", views.IndexView.as_view(), name="index"),
    path("<int:pk>/", views.DetailView.as_view(), name="detail"),
    path("<int:pk>/results/", views.ResultsView.as_view(), name="results"),
    path("<int:question_id>/vote/", views.vote, name="vote"),
]
