"""The command line: one module a command, loaded when it is called. All that it does, the library offers."""

from rtctriage.cli.app import main

__all__ = ["main"]
