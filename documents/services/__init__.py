"""The verbs of documents/: a file is brought in, read into a draft, reviewed, filed."""
