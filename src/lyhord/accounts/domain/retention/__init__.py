"""How long records are kept. Nothing is destroyed before a board has said so, and a person has been able to stop it."""
