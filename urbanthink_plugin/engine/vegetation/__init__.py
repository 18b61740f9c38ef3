"""Vegetation: spectral indices, cover, change, trend, access to green."""
