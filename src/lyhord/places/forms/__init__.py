"""What a person may enter about a meeting place."""

from lyhord.places.forms.place import ClosingForm, PlaceFilter, PlaceForm
from lyhord.places.forms.rows import ActivityForm, ExceptionForm, OpeningForm, RowForm, StopForm, TravelForm

__all__ = [
    "ActivityForm",
    "ClosingForm",
    "ExceptionForm",
    "OpeningForm",
    "PlaceFilter",
    "PlaceForm",
    "RowForm",
    "StopForm",
    "TravelForm",
]
