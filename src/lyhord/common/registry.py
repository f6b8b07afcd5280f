"""What areas above let an area below call: things by name. The order is that of registering."""

from __future__ import annotations


class NameTaken(ValueError):
    """Two things are registered under the same name."""


class Registry[T](dict[str, T]):
    """Things by name, each name once."""

    def add(self, name: str, thing: T) -> None:
        """Register the thing. Raises NameTaken."""
        if name in self:
            raise NameTaken(name)
        self[name] = thing
