"""python -m tracking: the command line."""

from tracking.cli import main

if __name__ == "__main__":
    main(prog_name="python -m tracking")
