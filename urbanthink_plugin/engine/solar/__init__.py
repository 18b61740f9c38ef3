"""Sun, horizon, irradiation, roof planes, open ground and panel layout."""
