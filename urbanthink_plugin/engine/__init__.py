"""The analysis engine: all science, all raster and vector work. It never imports QGIS."""

import os

# GDAL reads these once, when it is first used: a small block cache (each block is read once here; the default of 5 % of
# the machine's memory only adds to the peak).
os.environ.setdefault("GDAL_CACHEMAX", "128")
