"""The plan of the real program, captured over Pulumi's own protocol without Pulumi's engine and without an account."""
