"""The next seat that fits somebody: looked for in memory, and given under the locks that make it true."""
