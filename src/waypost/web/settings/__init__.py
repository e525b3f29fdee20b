"""My settings: who I am, how pages look and speak, where I am signed in."""
