"""Tellings in the background."""

from app.foundation.queue import task
from app.foundation.sweeps import sweep
from campaigns.announcing.many import TASK, go_on_with_unfinished, tell_many

task(TASK)(tell_many)
sweep("campaigns.1_tell_on")(go_on_with_unfinished)
