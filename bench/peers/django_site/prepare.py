"""Makes the tables and one question with its choices."""

# Django carries no types, and is installed for measuring only.
# mypy: disable-error-code="import-untyped, import-not-found"
import django
from django.core.management import call_command
from django.utils import timezone

from bench.programs import CHOICES, QUESTION


def main() -> None:
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)
    # Models can be imported only now that the applications are loaded.
    from bench.peers.django_site.questions.models import Question  # noqa: PLC0415

    question = Question.objects.create(question_text=QUESTION, pub_date=timezone.now())
    for text in CHOICES:
        question.choice_set.create(choice_text=text)


if __name__ == "__main__":
    main()
