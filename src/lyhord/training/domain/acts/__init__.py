"""Acts on a session that change people's times: each has a preview, and does just what the preview says."""
