"""The worker that reads: one file at a time, with a budget of memory; it may be ended at any moment."""

from pacing.app.adding import add, finish
from pacing.app.tasks import Role, Task
from pacing.app.warming import warm

ROLE = Role({"warm": Task(warm), "add": Task(add), "finish": Task(finish)}, is_bounded=True)
