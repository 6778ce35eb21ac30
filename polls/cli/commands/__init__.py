"""The commands of `polls`: one file each."""
