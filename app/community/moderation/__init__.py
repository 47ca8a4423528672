"""What people wrote can be pending, visible or hidden with a reason: text checks, cases, the staff's queue, appeals, the log."""
