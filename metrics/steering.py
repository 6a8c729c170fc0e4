"""What a clinic is steered by, in the words of the article."""

from enum import StrEnum


class Block(StrEnum):
    """The four blocks a clinic is steered by."""

    MEDICAL_PRODUCT = "medical_product"
    PATIENTS = "patients"
    ACQUISITION = "acquisition"
    FINANCE = "finance"
