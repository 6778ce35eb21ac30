"""The forms that people fill in: a new question, a change of one, advice on methods, lists."""
