"""Loopback services the tests talk to: Sentinel-Hub-like and STAC, over TLS, with pixels of real scenes."""
