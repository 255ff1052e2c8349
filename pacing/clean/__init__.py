"""Recording to cleaned recording: nothing bridged that was not recorded, every change logged."""
