"""The pages that machines ask to learn how this process is."""

PROBES = {"healthz": "/healthz", "readyz": "/readyz"}
"""Name → address. They say nothing that only some may know, and are asked every few seconds."""
