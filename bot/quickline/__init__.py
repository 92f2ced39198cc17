"""What people type, read exactly: one clear reading, one question, or a refusal that names the place."""
