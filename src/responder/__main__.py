"""`python -m responder` is the same as `responder`."""

import sys

from responder.app.cli import main

if __name__ == "__main__":
    sys.exit(main())
