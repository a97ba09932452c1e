"""Pages that people read in a browser or on paper: static, with nothing loaded from outside."""
