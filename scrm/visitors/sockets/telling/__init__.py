"""Telling the sockets of one visitor what a look has found."""
