"""The reader: its training, its calibration, its figures."""
