"""`python -m polls` is the console command `polls`."""

from polls.cli import main

main()
