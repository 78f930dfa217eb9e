"""What makes a process of the platform: settings looked at, listening, telling systemd, ending."""
