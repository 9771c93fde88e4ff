"""What brings a code to the door: camera, keyboard and serial scanners; and the door that judges it."""
