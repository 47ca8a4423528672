"""Short messages to telephones: an outbox as of mail, and one port behind which a provider may stand."""
