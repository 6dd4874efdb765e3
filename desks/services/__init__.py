"""The verbs of desks/: what stands on a delegation's desk, and on the secretariat's."""
