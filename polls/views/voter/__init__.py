"""The voters' pages: questions, ballots, results, the big screen."""
