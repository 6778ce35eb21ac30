"""The processes of a server: one, or several on one port."""
