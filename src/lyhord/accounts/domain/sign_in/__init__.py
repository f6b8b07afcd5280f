"""How somebody comes in and stays in: identity providers, second factors, codes, sessions."""
