"""Starting RCM Minutes on one machine: `python3 -m launch`. Standard library only: nothing is installed yet."""
