"""Tables, migrations, conversation state and the durable queue."""
