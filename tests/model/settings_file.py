"""Writes a configuration for the daemon and the harness."""

import json


def write_settings(path, settings):
    """YAML, one key a line; the values in flow style, which JSON is."""
    with open(path, "w", encoding="utf-8") as file:
        for key, value in settings.items():
            file.write(f"{key}: {json.dumps(value, ensure_ascii=False)}\n")
