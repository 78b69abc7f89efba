"""Second implementations: of .llz frames, from docs/FORMAT.md (reference_decoder.py), and of the network, from net.spec.md."""
