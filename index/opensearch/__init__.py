"""Generations kept and searched by an OpenSearch cluster: shards, replicas and failover are its own."""
