"""Article -> Reports: who did what, when and where, and whether it happened."""
