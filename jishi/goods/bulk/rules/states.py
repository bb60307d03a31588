"""The life of a job."""

from jishi.foundation.kernel.states import StateMachine
from jishi.goods.bulk.types import JobAction, JobState

JOB: StateMachine[JobState, JobAction] = StateMachine(
    name="bulk_job",
    initial=JobState.DRAFT,
    moves={
        (JobState.DRAFT, JobAction.EDIT): JobState.DRAFT,
        (JobState.CHECKED, JobAction.EDIT): JobState.DRAFT,
        (JobState.DRAFT, JobAction.CHECK): JobState.CHECKING,
        (JobState.CHECKED, JobAction.CHECK): JobState.CHECKING,
        (JobState.DRAFT, JobAction.START): JobState.RUNNING,
        (JobState.CHECKED, JobAction.START): JobState.RUNNING,
        (JobState.CHECKING, JobAction.FINISH): JobState.CHECKED,
        (JobState.RUNNING, JobAction.FINISH): JobState.DONE,
        (JobState.DRAFT, JobAction.CANCEL): JobState.CANCELED,
        (JobState.CHECKING, JobAction.CANCEL): JobState.CANCELED,
        (JobState.CHECKED, JobAction.CANCEL): JobState.CANCELED,
        (JobState.RUNNING, JobAction.CANCEL): JobState.CANCELED,
        (JobState.CHECKING, JobAction.FAIL): JobState.FAILED,
        (JobState.RUNNING, JobAction.FAIL): JobState.FAILED,
    },
)
