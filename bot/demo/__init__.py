"""The demonstration: the sample programme on the local chat page, with a clock that can be moved."""

from bot.demo.command import demo

__all__ = ["demo"]
