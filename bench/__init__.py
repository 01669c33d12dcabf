"""How fast, and compared with what: printed, never asserted."""
