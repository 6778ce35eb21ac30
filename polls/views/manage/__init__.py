"""The organiser's pages of a question: what they show, and what their forms do."""
