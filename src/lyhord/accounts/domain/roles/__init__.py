"""Who has which role where and when: proposed, approved, checked, ended."""
