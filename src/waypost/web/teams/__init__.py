"""Teams: the tree, each team's page, and who is in it from when until when."""
