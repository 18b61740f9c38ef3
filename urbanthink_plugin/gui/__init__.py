"""The only widgets of the plugin: the panel, the options page and the first-run message."""
