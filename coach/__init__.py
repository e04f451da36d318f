"""Pitch practice and message curation for MedTech and pharma field teams."""

__version__ = "0.1.0"
