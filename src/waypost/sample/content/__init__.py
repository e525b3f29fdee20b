"""What there is to read in the sample: people, objectives, projects, what they say."""
