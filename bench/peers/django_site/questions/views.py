"""The views of the tutorial's fourth part, generic ones for the pages."""

from __future__ import annotations

# Django carries no types, and is installed for measuring only.
# mypy: disable-error-code="import-untyped, import-not-found, misc, untyped-decorator"
from typing import TYPE_CHECKING

from django.db.models import F
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views import generic
from django.views.decorators.csrf import csrf_exempt

from bench.peers.django_site.questions.models import Choice, Question

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse


class IndexView(generic.ListView):
    """The latest five questions."""

    template_name = "questions/index.html"
    context_object_name = "latest_question_list"

    def get_queryset(self) -> QuerySet:
        """Return what is published, newest first."""
        return Question.objects.filter(pub_date__lte=timezone.now()).order_by("-pub_date")[:5]


class DetailView(generic.DetailView):
    """The ballot."""

    model = Question
    template_name = "questions/detail.html"


class ResultsView(generic.DetailView):
    """The numbers."""

    model = Question
    template_name = "questions/results.html"


# Exempt, because the load comes without cookies; the check would only make it slower.
@csrf_exempt
def vote(request: HttpRequest, question_id: int) -> HttpResponse:
    """Count a vote in the database, not in Python, so that none is lost."""
    question = get_object_or_404(Question, pk=question_id)
    try:
        selected = question.choice_set.get(pk=request.POST["choice"])
    except (KeyError, Choice.DoesNotExist):
        problem = "You didn't select a choice."
        context = {"question": question, "error_message": problem}
        return render(request, "questions/detail.html", context)
    selected.votes = F("votes") + 1
    selected.save()
    return HttpResponseRedirect(reverse("polls:results", args=(question.id,)))
