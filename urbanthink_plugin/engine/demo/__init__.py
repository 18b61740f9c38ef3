"""The demo town: an invented French town whose every truth is known, made at run time."""
