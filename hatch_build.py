"""Puts the compiled form of the built-in knowledge into the wheel, beside the files it was made from.

Without it the program works as well, but has to parse its YAML once on every machine (and at every start where it
cannot write to a cache). The key in the file covers rules, playbooks and the modules that read them, so a wheel whose
files were changed afterwards just does not use it.
"""

from __future__ import annotations

import os
import sys
import tempfile
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface[Any]):
    """Runs for wheels; an editable installation reads the checkout."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compiles rules/ and playbooks/. Raises KnowledgeError, which ends the build, where they are wrong."""
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, os.path.join(self.root, "src"))
        try:
            from rtctriage.knowledge.store import compile_builtin

            data = compile_builtin()
        finally:
            sys.path.pop(0)
        handle, self._compiled = tempfile.mkstemp(suffix=".compiled")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(self._compiled, 0o644)
        build_data["force_include"][self._compiled] = "rtctriage/_data/knowledge.compiled"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Removes the temporary file."""
        compiled = getattr(self, "_compiled", None)
        if compiled is not None:
            os.unlink(compiled)
