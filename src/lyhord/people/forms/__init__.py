"""What a person may enter about people."""

from lyhord.people.forms.employees import AwayForm, EmployeeFilter, EmployeeForm, FirstEmploymentForm
from lyhord.people.forms.employments import EmploymentForm, WindowsForm
from lyhord.people.forms.trainers import TrainerAwayForm, TrainerForm

__all__ = [
    "AwayForm",
    "EmployeeFilter",
    "EmployeeForm",
    "EmploymentForm",
    "FirstEmploymentForm",
    "TrainerAwayForm",
    "TrainerForm",
    "WindowsForm",
]
