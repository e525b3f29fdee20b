"""What leaves for people: inbox, mail, chat."""
