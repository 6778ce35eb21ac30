"""What pages, commands and exports say: whole sentences, tables, and the parts of pictures."""
