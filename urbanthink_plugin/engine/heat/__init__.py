"""Surface temperature and the surface heat island: pure science, and ``jobs.py`` that reads and writes files.

Everything here is about the skin of the city as a satellite sees it by day; nothing is an air temperature.
"""
