"""What gunicorn serves."""

# Django carries no types, and is installed for measuring only.
# mypy: disable-error-code="import-untyped, import-not-found"
from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
