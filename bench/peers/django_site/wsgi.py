"""What gunicorn serves."""

# django carries no types
# mypy: disable-error-code="import-untyped"
from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
