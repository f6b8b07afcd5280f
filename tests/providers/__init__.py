"""Identity providers that the suite starts: real servers, real signatures."""
