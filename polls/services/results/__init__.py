"""The result of a question: counted, compared with other methods, counted again."""
