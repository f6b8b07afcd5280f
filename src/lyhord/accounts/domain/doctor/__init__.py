"""`lyhord doctor`: what is wrong with the installation and what to do, in plain words. Never a secret or a name."""
