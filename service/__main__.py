"""python -m service: the same as the wenda command."""

from service.cli import main

main()
