"""The ledger clause × place × person: gathered, computed, frozen, shown."""
