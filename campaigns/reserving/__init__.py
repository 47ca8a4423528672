"""预约: being told the moment a campaign that is in prelaunch begins."""
