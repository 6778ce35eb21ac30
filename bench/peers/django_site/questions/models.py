"""The two models of the tutorial."""

# Django carries no types, and is installed for measuring only.
# mypy: disable-error-code="import-untyped, import-not-found, misc"
from django.db import models


class Question(models.Model):
    """What is asked."""

    question_text = models.CharField(max_length=200)
    pub_date = models.DateTimeField("date published")

    def __str__(self) -> str:
        return str(self.question_text)


class Choice(models.Model):
    """A possible answer, with its counter."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE)
    choice_text = models.CharField(max_length=200)
    votes = models.IntegerField(default=0)

    def __str__(self) -> str:
        return str(self.choice_text)
