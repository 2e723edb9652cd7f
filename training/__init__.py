"""Training of networks. Runs in a process and an interpreter of its own (torch); the plugin never imports it."""
