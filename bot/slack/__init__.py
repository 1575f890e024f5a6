"""Slack: signed requests become turns, replies become Block Kit. The only folder that knows Bolt or Slack's SDK."""
