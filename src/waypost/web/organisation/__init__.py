"""The organisation: what it is for, and the rules that hold for everybody."""
