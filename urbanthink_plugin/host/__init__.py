"""The QGIS side of the process boundary: find, install, start and drive the analysis engine. Standard library only."""
