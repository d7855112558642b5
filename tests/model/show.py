"""Exact JSON out, and the first difference of two answers in words."""

import json
import re
from decimal import Decimal

RAW_NUMBER = re.compile(r'"@number:([^@"]*)@"')

# Stands for any text or none: wording is not what the recomputation is about.
ANY_WORDS = object()


def raw_number(text):
    """A value that to_json writes as this number, digit by digit."""
    return f"@number:{text}@"


def to_json(value, **options):
    """JSON text with Decimals as numbers, exactly."""
    text = json.dumps(value, default=raw_number, ensure_ascii=False, **options)
    return RAW_NUMBER.sub(r"\1", text)


def is_number(value):
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def same_scalar(expected, actual):
    if expected is ANY_WORDS:
        return actual is None or isinstance(actual, str)
    if is_number(expected) and is_number(actual):
        return expected == actual
    return type(expected) is type(actual) and expected == actual


def differences(expected, actual, path=""):
    """Yields (path, expected, actual) for every leaf that differs."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        for key in list(expected) + [key for key in actual if key not in expected]:
            where = f"{path}.{key}" if path else key
            if key not in actual:
                yield where, expected[key], "(left out)"
            elif key not in expected:
                yield where, "(nothing)", actual[key]
            else:
                yield from differences(expected[key], actual[key], where)
    elif isinstance(expected, list) and isinstance(actual, list):
        if len(expected) != len(actual):
            yield f"{path}.length", len(expected), len(actual)
        for index, (left, right) in enumerate(zip(expected, actual)):
            yield from differences(left, right, f"{path}[{index}]")
    elif not same_scalar(expected, actual):
        yield path, expected, actual


def without_history(client):
    """A client without what depends on the days that were lived through, and on what follows from it."""
    if "lifecycle" not in client:
        return client
    return {**{key: value for key, value in client.items() if key != "action"},
            "lifecycle": {"phase": client["lifecycle"]["phase"]}}


def first_difference(expected, actual):
    """None, or one line about the first leaf that differs."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        actual = {key: value for key, value in actual.items() if key not in ("as_of", "commit")}
    if isinstance(expected, dict) and isinstance(actual, dict):
        actual = without_history(actual)
    for path, left, right in differences(expected, actual):
        return f"{path}: expected {to_json(left)}, got {to_json(right)}"
    return None
