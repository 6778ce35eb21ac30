"""Records of closed questions in the database, and the keys that sign them."""
