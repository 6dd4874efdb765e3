"""Starting RCM Minutes on one machine: `python3 -m launch`. Standard library only: it runs before anything is installed."""
