"""Who is at the browser: organisers, voters, and what makes them known again."""
