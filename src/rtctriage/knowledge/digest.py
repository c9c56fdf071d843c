"""BLAKE2b alone: ``hashlib`` loads all of OpenSSL with it, which takes longer than hashing all the knowledge.

The standard library's ``random`` does the same with SHA-512, and for the same reason.
"""

from __future__ import annotations

try:
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

__all__ = ["blake2b"]
