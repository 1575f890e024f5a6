"""The local chat page: platform number one. Loopback only, server-drawn, no build step."""
