"""Runs every case and prints one line of JSON: how many ran, what failed, which methods nobody called."""

import json
import sys
import unittest

import calls


def main():
    """The names of cases may be given as arguments."""
    known, called = calls.watch()
    loader = unittest.defaultTestLoader
    cases = loader.loadTestsFromNames(sys.argv[1:]) if sys.argv[1:] else loader.discover(sys.path[0], "test_*.py")
    result = unittest.TestResult()
    cases.run(result)
    failed = {test.id(): trouble for test, trouble in result.failures + result.errors if hasattr(test, "id")}
    uncalled = [name for name in known if name not in called]
    print(json.dumps({"ran": result.testsRun, "failed": failed, "uncalled": uncalled}))


if __name__ == "__main__":
    main()
