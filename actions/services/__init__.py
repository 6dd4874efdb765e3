"""The verbs of actions/: editing a draft, filing it, following what was promised."""
