"""The toolbox of those who write rules: checks of the knowledge itself, none of which a diagnosis needs."""
