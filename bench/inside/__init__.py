"""What is measured in the same process as the thing itself; each module gives figures as plain data."""
