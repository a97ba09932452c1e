"""Mail: letters from templates, messages on the wire, the line to a mail server, and the sink of a rehearsal."""
