"""Imagery: catalogues, downloads and local products, brought to clear, physical pixels on one grid."""
