"""Pieces that pages share: the player, transcripts, moments, filters, the top line."""
