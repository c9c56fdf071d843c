"""``python -m rtctriage``."""

from rtctriage.cli import main

if __name__ == "__main__":
    main()
