"""Live pages: what another person saves appears.

A page says in ``data-live`` which things it shows. One stream (``/events``) tells the
browser which of them changed, never what they are now: the page then asks for itself.
"""
