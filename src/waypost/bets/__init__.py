"""What ties work to outcomes: bets, the plan, coverage."""
