"""Modules on roofs and land: what is usable, what fits, what it yields, and why."""
