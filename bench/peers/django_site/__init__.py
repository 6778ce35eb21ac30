"""Django's tutorial polls application, written anew in its spirit."""
