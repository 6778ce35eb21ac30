"""Pictures of results as numbers: where each part of a drawing lies. Templates draw them."""
