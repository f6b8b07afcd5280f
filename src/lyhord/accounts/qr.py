"""QR codes as one SVG path: the template draws it, and nothing inline or unescaped is needed."""

from __future__ import annotations

import qrcode


def qr_path(text: str) -> dict[str, str | int]:
    """Return the path of the dark squares, and the side in squares."""
    code = qrcode.QRCode(border=2)
    code.add_data(text)
    squares = code.get_matrix()
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(squares) for x, is_dark in enumerate(row) if is_dark)
    return {"path": "".join(dark), "side": len(squares)}
