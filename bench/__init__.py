"""Measuring RCM Minutes on this machine: `make bench`, or `python -m bench --only pages`."""
