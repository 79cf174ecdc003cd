"""Figures and the runners that make them; see README.md here."""
