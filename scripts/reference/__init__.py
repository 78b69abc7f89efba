"""A second decoder for .llz frames, written from docs/FORMAT.md alone; see reference_decoder.py."""
