"""What every app stands on: history, outbox, jobs, ids, access; no domain."""
