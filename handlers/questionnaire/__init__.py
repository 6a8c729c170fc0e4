"""The questionnaire: five typed figures, two taps, a card to check them."""
