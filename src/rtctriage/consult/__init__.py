"""Consultation: the next best question, and a diagnosis that can be put down and taken up again."""

from rtctriage.consult.answers import Accepted, Alternative, Doubt, Refused, Understanding
from rtctriage.consult.consultation import Conclusion, Consultation
from rtctriage.consult.decision import Ending, Order
from rtctriage.consult.options import Option
from rtctriage.consult.question import Kind, Progress, Question
from rtctriage.consult.reasons import Competitor, OpenCause, Outlook, Reasons
from rtctriage.consult.state import SCHEMA, Entry
from rtctriage.consult.transcript import FileStep, Standing, Step

__all__ = [
    "SCHEMA",
    "Accepted",
    "Alternative",
    "Competitor",
    "Conclusion",
    "Consultation",
    "Doubt",
    "Ending",
    "Entry",
    "FileStep",
    "Kind",
    "OpenCause",
    "Option",
    "Order",
    "Outlook",
    "Progress",
    "Question",
    "Reasons",
    "Refused",
    "Standing",
    "Step",
    "Understanding",
]
