"""A whole evening in one process: real devices, the real server, and everything that can go wrong between them."""
