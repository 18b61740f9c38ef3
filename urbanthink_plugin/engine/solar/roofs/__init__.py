"""Roof planes: footprints laid on heights, cells divided among planes, outlines and obstacles."""
