"""Records of closed questions: made, signed, published, and checked by voters."""
