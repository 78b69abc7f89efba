"""Second implementations: of frames, from docs/FORMAT.md (reference_decoder.py); of networks, from net.spec.md."""
