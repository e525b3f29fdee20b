"""Who works here: the list, each person's page, invitations, contacts."""
