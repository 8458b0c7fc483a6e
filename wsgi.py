"""The program for a WSGI server: `wsgi:app`. `ohms serve` starts one that is ready for people."""

from ohms.app import create_app

app = create_app()
