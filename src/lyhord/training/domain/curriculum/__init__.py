"""What is taught: the modules' texts and their sources. Content that comes with the program; knows no database."""
